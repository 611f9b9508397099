/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.diamondconfig.server.RawHttp.Reply;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Epoch;
import org.diamondconfig.wire.Md5;
import org.diamondconfig.wire.Probe;
import org.diamondconfig.wire.WatchAnswer;
import org.diamondconfig.wire.WatchCodec;

/** A client of a {@link TestServer} that watches and reads over plain sockets, and knows when its polls are held. Thread-safe. */
final class Watching implements AutoCloseable {

    static final String GROUP = "watching";

    private static final long PATIENCE_SECONDS = 60;

    private final TestServer server;
    private final Epoch epoch;

    private Watching(TestServer server) {
        this.server = server;
        awaitReady();
        publish("first", "1");
        this.epoch = Epoch.parse(get("first").header("Diamond-Epoch"));
    }

    /** On a fresh server whose dump is complete. */
    static Watching start(Path folder, Map<String, String> settings) throws Exception {
        return new Watching(TestServer.start(folder, settings));
    }

    Epoch epoch() {
        return epoch;
    }

    AdminApi api() {
        return new AdminApi(server.base());
    }

    Reply publish(String dataId, String content, String... headers) {
        return send(BadInput.put(BadInput.CONFIG + key(dataId), content, headers));
    }

    Reply remove(String dataId) {
        return send(BadInput.delete(BadInput.CONFIG + key(dataId)));
    }

    /** Reads; {@code dataId} may go on with further parameters. */
    Reply get(String dataId, String... headers) {
        return send(BadInput.get(BadInput.CONFIG + key(dataId), headers));
    }

    Reply head(String dataId) {
        byte[] get = BadInput.get(BadInput.CONFIG + key(dataId));
        return send(new String(get, StandardCharsets.UTF_8)
                .replaceFirst("GET", "HEAD")
                .getBytes(StandardCharsets.UTF_8));
    }

    /** A poll that is under way. */
    CompletableFuture<Reply> getLater(String dataId, String... headers) {
        return CompletableFuture.supplyAsync(() -> get(dataId, headers), RawHttp.LATER);
    }

    Reply poll(String wait, Probe.Item item, String... headers) {
        byte[] probe = WatchCodec.encodeProbe(new Probe(Optional.of(epoch), List.of(item)));
        String body = new String(probe, StandardCharsets.UTF_8);
        return send(BadInput.postJson("/api/v1/watch?wait=" + wait, body, headers));
    }

    CompletableFuture<Reply> pollLater(String wait, Probe.Item item, String... headers) {
        return CompletableFuture.supplyAsync(() -> poll(wait, item, headers), RawHttp.LATER);
    }

    static Probe.Item holding(String dataId, long version, String text) {
        return new Probe.Item(
                ConfigKey.of(GROUP, dataId), OptionalLong.of(version), text == null ? Md5.NOTHING : Md5.hex(text));
    }

    static List<WatchAnswer.Change> changes(Reply reply) {
        return WatchCodec.decodeAnswer(reply.body().getBytes(StandardCharsets.UTF_8))
                .changes();
    }

    /** Waits until so many polls are held. */
    void awaitHeld(int polls) {
        await("/metrics", "diamond_polls_held " + polls + ".0\n");
    }

    /** Waits until somebody waits for a change of this key. */
    void awaitHeld(String dataId) {
        await("/admin.do?method=listSubscriberByGroup&group=" + GROUP + "&dataId=" + dataId, "127.0.0.1");
    }

    /** Waits until so many other nodes are known that answer every read. */
    void awaitPeers(int peers) {
        await("/metrics", "diamond_cluster_joined 1.0\n");
        await("/metrics", "diamond_cluster_peers{state=\"ready\"} " + peers + ".0\n");
    }

    /** Sends exactly this. */
    Reply exchange(byte[] request) {
        return send(request);
    }

    /** A connection on which nothing was said yet. */
    RawHttp connect() throws IOException {
        return new RawHttp("127.0.0.1", server.port());
    }

    /** A part of the server. */
    <T> T part(Class<T> type) {
        return server.part(type);
    }

    /** The address of the server, as it announces it. */
    String address() {
        return "http://127.0.0.1:" + server.port() + TestServer.CONTEXT;
    }

    private void awaitReady() {
        await("/metrics", "diamond_dump_complete 1.0\n");
    }

    private void await(String path, String line) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!send(BadInput.get(path)).body().contains(line)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("never came: " + line);
            }
        }
    }

    private static String key(String dataId) {
        return "?group=" + GROUP + "&dataId=" + dataId;
    }

    private Reply send(byte[] request) {
        try (RawHttp connection = new RawHttp("127.0.0.1", server.port())) {
            return connection.exchange(request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
