/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.internal;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.diamondconfig.client.internal.edge.DurableFile;
import org.diamondconfig.client.internal.edge.Timing;

/**
 * The servers the client knows, and the one it uses: a random one at first, the same as long as it answers, the next when it
 * does not. The last good list is kept on disk. Thread-safe.
 *
 * <p>Pauses: none while there is a server that has not failed since the last success; then they double, jittered, up to the
 * cap. A server that named a time by Retry-After is not asked again before it, unless there is no other, or it was its database that it
 * wants time for; one that said by 429
 * that it is asked too often is not asked for the same even then.
 *
 * <p>As text, a list is one server a line or separated by commas, each a base URL or {@code host[:port]}, which stands for
 * {@code http://host:8080/diamond-server}.
 */
public final class ServerList {

    private static final System.Logger LOG = System.getLogger(ServerList.class.getName());
    /** Most servers of one list. */
    public static final int MAX_SERVERS = 1_000;

    private static final int DEFAULT_PORT = 8080;
    private static final String DEFAULT_PATH = "/diamond-server";
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final int MAX_DOUBLINGS = 10;
    private static final Duration A_SECOND = Duration.ofSeconds(1);
    private static final double SPREAD = 0.2; // of a Retry-After, so that clients do not come back all at once

    private final Path file;
    private final boolean secured; // whether any address that the client was told begins with https
    private final Duration cap;
    private final Timing timing;
    private final Random random;
    private final Map<URI, Long> notBefore = new HashMap<>(); // guarded by this
    private final Map<Counter, Long> fullUntil = new HashMap<>(); // guarded by this
    private List<URI> servers; // guarded by this
    private URI current; // guarded by this; null while there is no server
    private int failures; // guarded by this; in a row

    /** What a server counts apart from all else: the reads it is asked for, or the writes. */
    private record Counter(URI server, boolean ofReads) {}

    ServerList(Tuning tuning, Timing timing, Random random) {
        this.file = tuning.home().resolve("servers");
        this.secured = Stream.concat(tuning.servers().stream(), tuning.addressUrls().stream())
                .anyMatch(ServerList::isHttps);
        this.cap = tuning.times().retryCap();
        this.timing = timing;
        this.random = random;
        this.servers = tuning.servers();
        if (!tuning.addressUrls().isEmpty()) {
            Set<URI> all = new LinkedHashSet<>(servers);
            // The file does not say how it came.
            lastGood().stream().filter(server -> !secured || isHttps(server)).forEach(all::add);
            servers = List.copyOf(all);
        }
        this.current = servers.isEmpty() ? null : servers.get(random.nextInt(servers.size()));
    }

    private static boolean isHttps(URI uri) {
        return "https".equals(uri.getScheme());
    }

    /**
     * Refuses a list that came over plain http, where anybody in between may have written it, and names a plain server, when
     * the client was told of https: its token would go there in the clear.
     *
     * @throws IllegalArgumentException if it is such a list
     */
    void requireNoStepDown(URI source, List<URI> told) {
        if (secured && !isHttps(source) && !told.stream().allMatch(ServerList::isHttps)) {
            throw new IllegalArgumentException(
                    "it came over http and names a server by http, and this client was told of https");
        }
    }

    private List<URI> lastGood() {
        try {
            return Files.exists(file) ? parse(Files.readString(file)) : List.of();
        } catch (IOException | IllegalArgumentException e) {
            LOG.log(Level.WARNING, "the list of servers in {0} is not usable: {1}", file, e.toString());
            return List.of();
        }
    }

    synchronized List<URI> all() {
        return servers;
    }

    /**
     * The server to ask.
     *
     * @throws IOException if none is known
     */
    synchronized URI current() throws IOException {
        if (current == null) {
            throw new IOException("no server is known; the address URLs have not answered yet");
        }
        return current;
    }

    /** Whether every server has failed since the last success. */
    synchronized boolean exhausted() {
        return failures > 0 && failures >= servers.size();
    }

    /** Notes that a server answered: then not all have failed, whichever is in use by now. */
    synchronized void succeeded(URI server) {
        if (servers.contains(server)) {
            failures = 0;
        }
        if (server.equals(current)) {
            notBefore.remove(server);
        }
    }

    /** All servers, the one in use first, those that asked for patience last. */
    synchronized List<URI> inTurn() throws IOException {
        int first = servers.indexOf(current());
        List<URI> ready = new ArrayList<>();
        List<URI> resting = new ArrayList<>();
        for (int i = 0; i < servers.size(); i++) {
            URI server = servers.get((first + i) % servers.size());
            (rests(server) ? resting : ready).add(server);
        }
        ready.addAll(resting);
        return ready;
    }

    private boolean rests(URI server) {
        Long until = notBefore.get(server);
        return until != null && until - timing.nanos() > 0;
    }

    /** Notes that a server was asked too often for reads, or for writes, and may be asked again after so long. */
    synchronized void tooOften(URI server, boolean reads, Duration retryAfter) {
        fullUntil.put(new Counter(server, reads), timing.nanos() + spread(retryAfter));
    }

    /** For how long yet a server is not to be asked for reads, or for writes; zero if it may be. */
    synchronized Duration patience(URI server, boolean reads) {
        Long until = fullUntil.get(new Counter(server, reads));
        return until == null ? Duration.ZERO : Duration.ofNanos(Math.max(0, until - timing.nanos()));
    }

    /** Whether the server in use asked not to be called now, and so did all others. */
    synchronized boolean resting() {
        return current != null && rests(current);
    }

    /**
     * Moves on to the next server, unless another thread has. One that stops in good order is left at once, and that is no
     * failure; one that refuses everybody's calls alike is not asked again within a second.
     */
    synchronized void failed(URI server, Exception why) {
        Duration rest = Duration.ZERO;
        boolean counts = true;
        if (why instanceof Gateway.Refusal refusal) {
            counts = !refusal.draining();
            boolean plain = refusal.serversOwn() && counts;
            rest = plain || refusal.retryAfter().compareTo(A_SECOND) > 0 ? refusal.retryAfter() : A_SECOND;
        }
        notBefore.put(server, timing.nanos() + spread(rest));
        if (server.equals(current)) {
            failures += counts ? 1 : 0;
            current = next(server);
        }
    }

    /**
     * Has the next call begin with the next server, unless another thread has: this one cannot do what it was asked, yet answers polls. So
     * however many changes fail, no poll waits for that.
     */
    synchronized void leave(URI server) {
        if (server.equals(current)) {
            current = next(server);
        }
    }

    private long spread(Duration rest) {
        long nanos = Math.min(rest.toNanos(), cap.toNanos());
        return nanos + (long) (nanos * SPREAD * random.nextDouble());
    }

    /** Half of that time to all of it, and some at least, so that calls that were refused together do not come back together. */
    synchronized Duration apart(Duration rest) {
        return Duration.ofNanos(
                (long) (Math.max(rest.toNanos(), FIRST_PAUSE.toNanos()) * (1 + random.nextDouble()) / 2));
    }

    /** The next server that did not ask for patience; if all did, the next. */
    private URI next(URI server) {
        int index = servers.indexOf(server);
        for (int i = 1; i <= servers.size(); i++) {
            URI candidate = servers.get((index + i) % servers.size());
            if (!rests(candidate)) {
                return candidate;
            }
        }
        return servers.get((index + 1) % servers.size());
    }

    /** How long to wait before the current server is asked again. */
    synchronized Duration pause() {
        int rounds = servers.isEmpty() ? 1 : failures / servers.size();
        long nanos = 0;
        if (rounds > 0) {
            long longest = Math.min(cap.toNanos(), FIRST_PAUSE.toNanos() << Math.min(rounds - 1, MAX_DOUBLINGS));
            nanos = longest / 2 + (long) (random.nextDouble() * (longest / 2.0));
        }
        Long until = current == null ? null : notBefore.get(current);
        return Duration.ofNanos(until == null ? nanos : Math.max(nanos, until - timing.nanos()));
    }

    /** Takes a list that an address URL gave; the server in use stays if it is on it. */
    void replace(List<URI> fresh) {
        synchronized (this) {
            if (fresh.equals(servers)) {
                return;
            }
            servers = List.copyOf(fresh);
            notBefore.keySet().retainAll(servers);
            fullUntil.keySet().removeIf(counter -> !servers.contains(counter.server()));
            failures = 0;
            if (current == null || !servers.contains(current)) {
                current = servers.get(random.nextInt(servers.size()));
            }
        }
        keep(fresh);
    }

    private void keep(List<URI> fresh) {
        String lines = String.join("\n", fresh.stream().map(URI::toString).toList()) + "\n";
        try {
            new DurableFile(step -> {}).write(file, lines.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the list of servers cannot be kept in {0}: {1}", file, e.toString());
        }
    }

    /**
     * The servers in this text, each once.
     *
     * @throws IllegalArgumentException if one is malformed, there are too many, or none; the message says which one by number
     */
    public static List<URI> parse(String text) {
        Set<URI> servers = new LinkedHashSet<>();
        int number = 0;
        for (String line : text.split("[,\\s]+", -1)) {
            if (line.isEmpty()) {
                continue;
            }
            number++;
            if (number > MAX_SERVERS) {
                throw new IllegalArgumentException("servers: more than " + MAX_SERVERS);
            }
            try {
                servers.add(server(line));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("server " + number + ": " + e.getMessage(), e);
            }
        }
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("servers: none");
        }
        return List.copyOf(servers);
    }

    /**
     * An absolute http or https URL without user, query and fragment, and without a slash at its end.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static URI url(String text) {
        URI uri = uri(text);
        boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!http || uri.getHost() == null || uri.getUserInfo() != null || uri.getFragment() != null) {
            throw new IllegalArgumentException("an http or https URL without user and fragment expected");
        }
        if (uri.getPort() == 0 || uri.getPort() > 65_535) {
            throw new IllegalArgumentException("the port is 1 to 65535");
        }
        if (uri.getHost().startsWith("169.254.")) {
            throw new IllegalArgumentException("a link-local address is no server");
        }
        return uri;
    }

    private static URI server(String text) {
        boolean bare = !text.contains("://");
        URI uri = url(bare ? "http://" + text : text);
        if (uri.getQuery() != null) {
            throw new IllegalArgumentException("a base URL has no query");
        }
        if (bare) {
            boolean path = !uri.getPath().isEmpty();
            String port = uri.getPort() < 0 ? ":" + DEFAULT_PORT : "";
            return uri(
                    withoutSlash("http://" + uri.getRawAuthority() + port + (path ? uri.getRawPath() : DEFAULT_PATH)));
        }
        return uri(withoutSlash(text));
    }

    private static String withoutSlash(String text) {
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not a URL", e);
        }
    }
}
