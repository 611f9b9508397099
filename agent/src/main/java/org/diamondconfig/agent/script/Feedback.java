/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.script;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.diamondconfig.agent.reader.StoreRecord;
import org.diamondconfig.wire.ConfigKey;

/**
 * Posts what has arrived on this host to a URL, in QConf's form: hostname, ip, node_whole, value_md5, idc, update_time, data_type;
 * and, for those who want them, version and script, its exit status. The answer must be {@code 0}. What cannot be told is told
 * again, the last value of each key; nothing of a removal. Thread-safe.
 */
public final class Feedback implements Applied {

    private static final Logger LOG = System.getLogger(Feedback.class.getName());
    private static final int MAX_KEYS = 10_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final long AGAIN_SECONDS = 10;

    private final URI url;
    private final ScheduledExecutorService thread;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final Map<ConfigKey, String> told = new ConcurrentHashMap<>();

    /**
     * Posts on that thread.
     *
     * @param thread which may be kept waiting by the URL
     */
    public Feedback(URI url, ScheduledExecutorService thread) {
        this.url = url;
        this.thread = thread;
    }

    @Override
    public void applied(StoreRecord now, Optional<Outcome> outcome) {
        String state = now.version() + " " + now.md5() + outcome.map(Outcome::exit);
        if (!now.present() || (told.size() >= MAX_KEYS && !told.containsKey(now.key()))) {
            return;
        }
        if (!state.equals(told.put(now.key(), state))) {
            thread.execute(() -> post(now, outcome, state));
        }
    }

    private void post(StoreRecord now, Optional<Outcome> outcome, String state) {
        if (!state.equals(told.get(now.key()))) {
            return;
        }
        try {
            HttpRequest request = HttpRequest.newBuilder(url)
                    .timeout(TIMEOUT)
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(form(now, outcome)))
                    .build();
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (!answer.body().equals("0")) {
                LOG.log(
                        Level.WARNING,
                        url + ": does not take that " + now.key() + " is at version " + now.version() + ": status "
                                + answer.statusCode());
            }
        } catch (IOException e) {
            ScheduledFuture<?> later =
                    thread.schedule(() -> post(now, outcome, state), AGAIN_SECONDS, TimeUnit.SECONDS);
            LOG.log(Level.WARNING, url + ": " + e + "; again in " + later.getDelay(TimeUnit.SECONDS) + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String form(StoreRecord now, Optional<Outcome> outcome) {
        Map<String, String> fields = new LinkedHashMap<>();
        InetAddress here = here();
        fields.put("hostname", here.getHostName());
        fields.put("ip", here.getHostAddress());
        fields.put("node_whole", "/" + now.key());
        fields.put("value_md5", now.md5());
        fields.put("idc", now.cluster());
        fields.put("update_time", Long.toString(now.written().getEpochSecond()));
        fields.put("data_type", "2");
        fields.put("version", Long.toString(now.version()));
        outcome.ifPresent(ended -> fields.put("script", Integer.toString(ended.exit())));
        return fields.entrySet().stream()
                .map(field -> field.getKey() + '=' + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static InetAddress here() {
        try {
            return InetAddress.getLocalHost();
        } catch (UnknownHostException e) {
            return InetAddress.getLoopbackAddress();
        }
    }
}
