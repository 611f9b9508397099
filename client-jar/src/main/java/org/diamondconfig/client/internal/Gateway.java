/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.internal;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.diamondconfig.client.internal.Held.Origin;
import org.diamondconfig.client.internal.Transport.Call;
import org.diamondconfig.client.internal.Transport.Reply;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.Epoch;
import org.diamondconfig.wire.Json;
import org.diamondconfig.wire.JsonObject;
import org.diamondconfig.wire.Md5;
import org.diamondconfig.wire.Probe;
import org.diamondconfig.wire.WatchCodec;

/**
 * The native API as calls: which URL, which headers, and what an answer must look like to be believed. Thread-safe.
 *
 * <p>An answer is believed only with its Diamond headers and a body that has the md5 they state; so neither a proxy's page
 * nor a cut body becomes a value, and only a server's own 404 means absent.
 */
public final class Gateway {

    /** What a server said no to: an answer that another server would give too. */
    public static final class Refusal extends IOException {

        private final transient int status;
        private final transient String code;
        private final transient long currentVersion;

        Refusal(int status, String code, String sentence, long currentVersion) {
            super(sentence);
            this.status = status;
            this.code = code;
            this.currentVersion = currentVersion;
        }

        /** The HTTP status. */
        public int status() {
            return status;
        }

        /** The code of the problem; empty if the answer had none. */
        public String code() {
            return code;
        }

        /** The key's version, if the answer told it; else -1. */
        public long currentVersion() {
            return currentVersion;
        }
    }

    /** This server stops and sends its clients to the next one, which is there to be asked at once. */
    static final class Draining extends IOException {

        private static final String CODE = "DRAINING";

        Draining(URI server) {
            super(server + " stops");
        }
    }

    /** What a server answered to one call, and which server. */
    record Answer(URI server, Reply reply) {}

    private static final byte[] NO_BODY = {};

    private final Transport transport;
    private final ServerList servers;
    private final Timing timing;
    private final Duration timeout;
    private final String identity;

    /**
     * Calls through this transport.
     *
     * @param identity the Diamond-Client header without the slot
     */
    Gateway(Transport transport, ServerList servers, Timing timing, Duration timeout, String identity) {
        this.transport = transport;
        this.servers = servers;
        this.timing = timing;
        this.timeout = timeout;
        this.identity = identity;
    }

    /**
     * Asks for a key, server after server until one answers or the time is over.
     *
     * @param known what is held, to be spared the content if it is still so
     * @param minVersion the version the server must have reached; 0 for any
     * @throws Refusal if the key may not be read, say
     * @throws IOException if no server answers in a way to be believed
     */
    Held fetch(ConfigKey key, Optional<Held> known, long minVersion) throws IOException, InterruptedException {
        Map<String, String> headers = new HashMap<>();
        known.filter(Held::present)
                .flatMap(Held::epoch)
                .ifPresent(epoch ->
                        headers.put("If-None-Match", etag(epoch, known.get().version())));
        String query = minVersion == 0 ? query(key) : query(key) + "&minVersion=" + minVersion;
        Reply reply =
                anyServer("GET", "/api/v1/config" + query, headers, NO_BODY).reply();
        if (reply.status() == 304 && known.isPresent()) {
            return known.get();
        }
        return held(key, reply);
    }

    static String etag(Epoch epoch, long version) {
        return "\"" + epoch.generation() + "." + version + "\"";
    }

    /** The query that names the key. */
    static String query(ConfigKey key) {
        return "?namespace=" + encoded(key.namespace()) + "&group=" + encoded(key.group()) + "&dataId="
                + encoded(key.dataId());
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static Held held(ConfigKey key, Reply reply) throws IOException {
        Epoch epoch = epoch(reply);
        long version = reply.number("Diamond-Version").orElse(0);
        if (reply.status() == 404) {
            return Held.absent(key, epoch, version);
        }
        if (reply.status() != 200) {
            throw refusal(reply);
        }
        String md5 = Md5.hex(reply.body());
        if (version == 0 || !md5.equals(reply.header("Diamond-Md5").orElse(""))) {
            throw new IOException("the answer's content has not the md5 and version its headers state");
        }
        return new Held(key, Optional.of(epoch), version, md5, type(reply), text(reply.body()), Origin.SERVER);
    }

    /** The type of an answer; one that a newer server invented is text to us. */
    static ConfigType type(Reply reply) {
        try {
            return ConfigType.parse(reply.header("Diamond-Type").orElse("text"));
        } catch (IllegalArgumentException unknown) {
            return ConfigType.TEXT;
        }
    }

    private static String text(byte[] body) throws IOException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IOException("the answer's content is not UTF-8", e);
        }
    }

    static Epoch epoch(Reply reply) throws IOException {
        try {
            return Epoch.parse(reply.header("Diamond-Epoch").orElse(""));
        } catch (IllegalArgumentException e) {
            throw reply.status() == 404
                    ? new IOException("not a Diamond server: 404 without Diamond-Epoch", e)
                    : reply.status() >= 400
                            ? refusal(reply)
                            : new IOException("not a Diamond server: " + e.getMessage(), e);
        }
    }

    /** Makes one call, server after server until one answers or the time is over; 4xx is an answer. */
    Answer anyServer(String method, String pathAndQuery, Map<String, String> headers, byte[] body)
            throws IOException, InterruptedException {
        long deadline = timing.nanos() + timeout.toNanos();
        IOException first = null;
        int tries = Math.max(1, servers.all().size());
        for (int i = 0; i < tries; i++) {
            Duration left = Duration.ofNanos(deadline - timing.nanos());
            if (left.compareTo(Duration.ofMillis(1)) < 0) {
                break;
            }
            URI server = servers.current();
            try {
                Map<String, String> all = new HashMap<>(headers);
                all.put("Diamond-Client", identity);
                URI uri = URI.create(server + pathAndQuery);
                return answer(
                        server,
                        transport.start(new Call(method, uri, all, body, left)).await());
            } catch (IOException e) {
                first = first == null ? new IOException(server + ": " + e.getMessage(), e) : first;
            }
        }
        throw first == null ? new IOException("no server answered within " + timeout.toMillis() + " ms") : first;
    }

    /** A poll that a server may hold. */
    Transport.Exchange poll(URI server, Probe probe, Duration hold, int slot) {
        Map<String, String> headers =
                Map.of("Diamond-Client", identity + "; slot=" + slot, "Content-Type", "application/json");
        URI uri = URI.create(server + "/api/v1/watch?wait=" + hold.toSeconds() + "s");
        return transport.start(new Call("POST", uri, headers, WatchCodec.encodeProbe(probe), hold.plus(timeout)));
    }

    /**
     * Notes for the list of servers how one fared.
     *
     * @throws Draining if the server stops and another one is there
     * @throws IOException if the answer is the server's own trouble, 429 and 5xx, which another one may not have
     */
    Answer answer(URI server, Reply reply) throws IOException {
        if (reply.status() == 503 && refusal(reply).code().equals(Draining.CODE) && servers.leave(server)) {
            throw new Draining(server);
        }
        if (reply.status() == 429
                || reply.status() >= 500
                || (reply.status() >= 300 && reply.status() != 304 && reply.status() < 400)) {
            servers.failed(
                    server,
                    Duration.ofSeconds(
                            Math.min(3_600, reply.number("Retry-After").orElse(0))));
            throw refusal(reply);
        }
        servers.succeeded(server);
        return new Answer(server, reply);
    }

    static Refusal refusal(Reply reply) {
        String code = "";
        String sentence = "HTTP " + reply.status();
        try {
            JsonObject problem = Json.parseObject(reply.body());
            code = problem.optionalString("code").orElse("");
            sentence += ' '
                    + code
                    + problem.optionalString("detail")
                            .map(detail -> ": " + detail)
                            .orElse("");
        } catch (IllegalArgumentException notJson) {
            sentence += " without a problem that can be read";
        }
        return new Refusal(
                reply.status(), code, sentence, reply.number("Diamond-Version").orElse(-1));
    }

    /** Asks an address URL for the list of servers. */
    List<URI> serversAt(URI addressUrl) throws IOException, InterruptedException {
        Reply reply = transport
                .start(new Call("GET", addressUrl, Map.of("Diamond-Client", identity), NO_BODY, timeout))
                .await();
        if (reply.status() != 200) {
            throw refusal(reply);
        }
        try {
            return ServerList.parse(text(reply.body()));
        } catch (IllegalArgumentException e) {
            throw new IOException(addressUrl + ": not a list of servers: " + e.getMessage(), e);
        }
    }
}
