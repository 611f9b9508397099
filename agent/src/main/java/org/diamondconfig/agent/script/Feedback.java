/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.script;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.diamondconfig.agent.reader.StoreRecord;

/**
 * Posts what has arrived on this host to a URL, in QConf's form: hostname, ip, node_whole, value_md5, idc, update_time, data_type;
 * and, for those who want them, version and script, its exit status. The answer must be {@code 0}. What is not taken is told
 * again, the last value of each key; nothing of a removal. Thread-safe; it posts on a thread of its own.
 */
public final class Feedback implements Applied, AutoCloseable {

    private static final Logger LOG = System.getLogger(Feedback.class.getName());
    private static final int MAX_KEYS = 10_000;
    private static final int ANSWER_BYTES = 16;
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final Duration AGAIN = Duration.ofSeconds(10);

    private enum Told {
        TAKEN,
        REFUSED,
        UNREACHABLE
    }

    private final URI url;
    private final Duration again;
    private final ScheduledThreadPoolExecutor thread =
            new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "diamond-feedback"));
    private final ScheduledFuture<?> repeated;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    /** The state that was heard last. Guarded by this, as are the other two. */
    private final Map<Report.Place, String> heard = new HashMap<>();
    /** To be told now. */
    private final Map<Report.Place, Report> fresh = new LinkedHashMap<>();
    /** Was not taken: to be told again. */
    private final Map<Report.Place, Report> refused = new LinkedHashMap<>();

    /** Posts there. */
    public Feedback(URI url) {
        this(url, AGAIN);
    }

    Feedback(URI url, Duration again) {
        this.url = url;
        this.again = again;
        thread.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        this.repeated = thread.scheduleWithFixedDelay(
                this::tellAgain, again.toMillis(), again.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void applied(StoreRecord now, Optional<Outcome> outcome) {
        Report report = Report.of(now, outcome);
        if (!now.present() || (heard.size() >= MAX_KEYS && !heard.containsKey(report.place()))) {
            return;
        }
        if (!report.state().equals(heard.put(report.place(), report.state()))) {
            refused.remove(report.place());
            if (fresh.isEmpty()) {
                thread.execute(this::tell);
            }
            fresh.put(report.place(), report);
        }
    }

    private void tellAgain() {
        synchronized (this) {
            refused.forEach(fresh::putIfAbsent);
            refused.clear();
        }
        tell();
    }

    private void tell() {
        try {
            tellAll();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, url + ": telling it failed in the agent", e);
        }
    }

    /** The keys as they come; if nobody is there, all of them later. */
    private void tellAll() {
        Report first = null;
        for (Report report = next(); report != null; report = next()) {
            Told told = post(report);
            if (told != Told.TAKEN) {
                first = first == null ? report : first;
                later(report);
            }
            if (told == Told.UNREACHABLE) {
                allLater();
            }
        }
        if (first != null) {
            LOG.log(
                    Level.WARNING,
                    url + ": does not take that " + first.place().key() + " is at version " + first.version() + "; "
                            + waiting() + " keys are told again in " + again.toMillis() + " ms");
        }
    }

    private synchronized Report next() {
        Iterator<Report> all = fresh.values().iterator();
        if (!all.hasNext()) {
            return null;
        }
        Report report = all.next();
        all.remove();
        return report;
    }

    private synchronized void later(Report report) {
        if (report.state().equals(heard.get(report.place()))) {
            refused.put(report.place(), report);
        }
    }

    private synchronized void allLater() {
        refused.putAll(fresh);
        fresh.clear();
    }

    private synchronized int waiting() {
        return refused.size();
    }

    private Told post(Report report) {
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(TIMEOUT)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(report.form()))
                .build();
        CompletableFuture<HttpResponse<String>> answer = http.sendAsync(request, head -> new FirstBytes(ANSWER_BYTES));
        try {
            // The request's own limit does not count the body.
            String body =
                    answer.get(2 * TIMEOUT.toMillis(), TimeUnit.MILLISECONDS).body();
            return body.equals("0") ? Told.TAKEN : Told.REFUSED;
        } catch (ExecutionException | TimeoutException e) {
            answer.cancel(true);
            LOG.log(Level.DEBUG, url + ": is not reached", e);
            return Told.UNREACHABLE;
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            return Told.UNREACHABLE;
        }
    }

    @Override
    public void close() {
        repeated.cancel(false);
        thread.shutdownNow();
    }
}
