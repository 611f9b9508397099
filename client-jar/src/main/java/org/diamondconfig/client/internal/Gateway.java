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
import java.util.Random;
import java.util.stream.Stream;
import org.diamondconfig.client.internal.Held.Origin;
import org.diamondconfig.client.internal.edge.Credential;
import org.diamondconfig.client.internal.edge.Timing;
import org.diamondconfig.client.internal.edge.Transport;
import org.diamondconfig.client.internal.edge.Transport.Call;
import org.diamondconfig.client.internal.edge.Transport.Reply;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.Epoch;
import org.diamondconfig.wire.Json;
import org.diamondconfig.wire.JsonObject;
import org.diamondconfig.wire.Md5;
import org.diamondconfig.wire.Probe;
import org.diamondconfig.wire.WatchAnswer;
import org.diamondconfig.wire.WatchCodec;

/**
 * The native API as calls: which URL, which headers, and what an answer must look like to be believed. Thread-safe.
 *
 * <p>An answer is believed only with its Diamond headers and a body that has the md5 they state; so neither a proxy's page
 * nor a cut body becomes a value, and only a server's own 404 means absent.
 */
public final class Gateway {

    /** What a server said no to. */
    public static final class Refusal extends IOException {

        private static final long serialVersionUID = 1L;

        private final int status;
        private final String code;
        private final long currentVersion;
        private final long retryAfterSeconds;

        Refusal(Reply reply, String code, String sentence) {
            super(sentence);
            this.status = reply.status();
            this.code = code;
            this.currentVersion = reply.number("Diamond-Version").orElse(-1);
            this.retryAfterSeconds = Math.min(3_600, reply.number("Retry-After").orElse(0));
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

        Duration retryAfter() {
            return Duration.ofSeconds(retryAfterSeconds);
        }

        /** Whether it is the server's own trouble, which another one may not have: 3xx, 429 and 5xx. */
        public boolean serversOwn() {
            return Gateway.serversOwn(status);
        }

        /** Whether the server was asked more often than it lets this client, or its address. */
        boolean tooOften() {
            return status == TOO_MANY_REQUESTS;
        }

        /** Whether the server has too many calls at hand, and did nothing. */
        boolean busy() {
            return List.of("STORE_BUSY", "BUSY").contains(code);
        }

        /** Whether the server did not do it, or does not know, because its database is away or refuses it: reads and polls go on there. */
        boolean forWantOfStore() {
            return List.of("OUTCOME_UNKNOWN", "AUDIT_KEY").contains(code)
                    || Stream.of("STORE_", "DB_", "SCHEMA_").anyMatch(code::startsWith);
        }

        /** Whether the server is stopping in good order. */
        boolean draining() {
            return code.equals("DRAINING");
        }
    }

    /** Makes a value of an answer; what it throws sends the call to the next server, unless all servers would refuse. */
    public interface Reading<T> {

        T read(URI server, Reply reply) throws IOException;
    }

    /**
     * Who calls, and how patiently.
     *
     * @param identity the Diamond-Client header without the slot
     * @param credential what servers are shown, and no address URL
     * @param timeout for one call, all servers together
     */
    record Caller(String identity, Credential credential, Duration timeout) {}

    /** The read of many keys, whose list is too long for a query. */
    public static final String READ_MANY = "/api/v1/configs/get";

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAUTHORIZED = 401;
    private static final byte[] NO_BODY = {};

    /** Stands wherever bytes are no UTF-8; a content may have it, too. */
    private static final char REPLACEMENT = '\uFFFD';

    private final Transport transport;
    private final ServerList servers;
    private final Timing timing;
    private final Health health;
    private final Duration timeout;
    private final String identity;
    private final Credential credential;

    Gateway(Transport transport, ServerList servers, Timing timing, Health health, Caller caller) {
        this.transport = transport;
        this.servers = servers;
        this.timing = timing;
        this.health = health;
        this.timeout = caller.timeout();
        this.identity = caller.identity();
        this.credential = caller.credential();
    }

    /** For single calls without an engine: nothing is subscribed, no file is written but the last list of servers. */
    public static Gateway of(Tuning tuning, Transport transport, Timing timing, String identity) {
        return new Gateway(
                transport,
                new ServerList(tuning, timing, new Random()),
                timing,
                new Health(),
                new Caller(identity, tuning.credential(), tuning.times().call()));
    }

    /** Who is asked. */
    ServerList servers() {
        return servers;
    }

    /** How it went. */
    public Health health() {
        return health;
    }

    /**
     * Asks for a key, server after server until one answers or the time is over.
     *
     * @param known what is held, to be spared the content if it is still so
     * @param minVersion the version the server must have reached; 0 for any
     * @throws Refusal if the key may not be read, say
     * @throws Transport.TooLarge if its content is larger than this client takes
     * @throws IOException if no server answers in a way to be believed
     */
    public Held fetch(ConfigKey key, Optional<Held> known, long minVersion) throws IOException, InterruptedException {
        Map<String, String> headers = new HashMap<>();
        known.filter(Held::present)
                .flatMap(Held::epoch)
                .ifPresent(epoch ->
                        headers.put("If-None-Match", etag(epoch, known.get().version())));
        String query = minVersion == 0 ? query(key) : query(key) + "&minVersion=" + minVersion;
        return anyServer("GET", "/api/v1/config" + query, headers, NO_BODY, (server, reply) -> {
            Held held = reply.status() == 304 && known.isPresent() ? known.get().confirmed() : held(key, reply);
            health.require(
                    reply.status() == 304 ? epochOr(reply, held) : held.epoch().orElseThrow(), server);
            return held;
        });
    }

    /** Asks for a key as the database has it, server after server as above. */
    Held stored(ConfigKey key) throws IOException, InterruptedException {
        String path = "/api/v1/config" + query(key) + "&level=database";
        return anyServer("GET", path, Map.of(), NO_BODY, (server, reply) -> {
            Held held = held(key, reply);
            health.require(held.epoch().orElseThrow(), server);
            return held;
        });
    }

    private static Epoch epochOr(Reply reply, Held held) throws IOException {
        return reply.header("Diamond-Epoch").isPresent()
                ? epoch(reply)
                : held.epoch().orElseThrow();
    }

    static String etag(Epoch epoch, long version) {
        return "\"" + epoch.generation() + "." + version + "\"";
    }

    /** The query that names the key. */
    static String query(ConfigKey key) {
        return "?namespace=" + encoded(key.namespace()) + "&group=" + encoded(key.group()) + "&dataId="
                + encoded(key.dataId());
    }

    /** A value in a query. */
    public static String encoded(String text) {
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
        if (version == 0
                || version > WatchAnswer.MAX_VERSION
                || !md5.equals(reply.header("Diamond-Md5").orElse(""))) {
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
        String text = new String(body, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) < 0) {
            return text; // the strict way needs three times the memory of a large content
        }
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

    /** Makes one call, server after server until one gives an answer that can be read; busy ones are asked again while there is time. */
    public <T> T anyServer(
            String method, String pathAndQuery, Map<String, String> headers, byte[] body, Reading<T> reading)
            throws IOException, InterruptedException {
        Map<String, String> all = new HashMap<>(headers);
        all.put("Diamond-Client", identity);
        credential.header().ifPresent(header -> all.put("Authorization", header));
        boolean reads = method.equals("GET") || pathAndQuery.equals(READ_MANY);
        Round round = new Round(servers, timing, timeout, reads);
        for (Optional<Round.Turn> turn = round.next(); turn.isPresent(); turn = round.next()) {
            URI server = turn.get().server();
            try {
                URI uri = URI.create(server + pathAndQuery);
                Call call = new Call(method, uri, all, body, turn.get().share());
                return read(server, transport.start(call).await(), reading);
            } catch (IOException | IllegalArgumentException e) {
                if (e instanceof Refusal refusal && !refusal.serversOwn()) {
                    noteRefused(refusal);
                    servers.succeeded(server);
                    throw refusal;
                }
                if (e instanceof Transport.TooLarge) {
                    servers.succeeded(server);
                    throw e;
                }
                round.failed(server, e);
            }
        }
        throw round.failure();
    }

    /** A token that is not taken may have been exchanged for another one. */
    void noteRefused(Refusal refusal) {
        if (refusal.status() == UNAUTHORIZED) {
            credential.readAgain();
        }
    }

    private <T> T read(URI server, Reply reply, Reading<T> reading) throws IOException {
        if (reply.status() >= 300 && reply.status() != 304 && serversOwn(reply.status())) {
            throw refusal(reply);
        }
        T value = reading.read(server, reply);
        servers.succeeded(server);
        health.succeeded(server);
        return value;
    }

    /** A poll that a server may hold. */
    Transport.Exchange poll(URI server, Probe probe, Duration hold, int slot) {
        Map<String, String> headers = new HashMap<>(
                Map.of("Diamond-Client", identity + "; slot=" + slot, "Content-Type", "application/json"));
        credential.header().ifPresent(header -> headers.put("Authorization", header));
        URI uri = URI.create(server + "/api/v1/watch?wait=" + hold.toSeconds() + "s");
        return transport.start(new Call("POST", uri, headers, WatchCodec.encodeProbe(probe), hold.plus(timeout)));
    }

    private static boolean serversOwn(int status) {
        return status < 400 || status == TOO_MANY_REQUESTS || status >= 500;
    }

    /** What this answer of a server says no to. */
    public static Refusal refusal(Reply reply) {
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
        return new Refusal(reply, code, sentence);
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
            List<URI> told = ServerList.parse(text(reply.body()));
            servers.requireNoStepDown(addressUrl, told);
            return told;
        } catch (IllegalArgumentException e) {
            throw new IOException(addressUrl + ": not a list of servers: " + e.getMessage(), e);
        }
    }
}
