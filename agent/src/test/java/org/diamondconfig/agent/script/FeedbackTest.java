/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.script;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.diamondconfig.agent.reader.StoreRecord;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Md5;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FeedbackTest {

    private static final ConfigKey KEY = ConfigKey.of("shop", "flags/new-cart");

    private final BlockingQueue<String> posted = new LinkedBlockingQueue<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile byte[] answer = {'0'};
    private HttpServer server;
    private Feedback feedback;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            posted.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] now = answer;
            exchange.sendResponseHeaders(200, now.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(now);
            }
        });
        // An answer that nobody reads to its end keeps one thread, not all questions.
        server.setExecutor(threads);
        server.start();
        feedback = new Feedback(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/feedback"), Duration.ofMillis(50));
    }

    @AfterEach
    void end() {
        feedback.close();
        server.stop(0);
        threads.shutdownNow();
    }

    private static StoreRecord told(long version, String content) {
        return new StoreRecord("main", KEY, version, Md5.hex(content), "text", content, Instant.ofEpochSecond(7));
    }

    @Test
    void arrivedVersion_isPostedInTheFormOfQConf() throws InterruptedException {
        feedback.applied(told(3, "on"), Optional.of(new Outcome(4, "ended", "", Duration.ZERO)));

        assertThat(posted.poll(60, TimeUnit.SECONDS))
                .startsWith("hostname=")
                .contains("&ip=")
                .endsWith("&node_whole=%2Fpublic%2Fshop%2Fflags%2Fnew-cart&value_md5=" + Md5.hex("on")
                        + "&idc=main&update_time=7&data_type=2&version=3&script=4");
    }

    @Test
    void refusedVersion_isPostedAgain() throws InterruptedException {
        answer = "x".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
        feedback.applied(told(3, "on"), Optional.empty());
        assertThat(posted.poll(60, TimeUnit.SECONDS)).contains("&version=3");
        assertThat(posted.poll(60, TimeUnit.SECONDS)).contains("&version=3");

        answer = new byte[] {'0'};
        feedback.applied(told(4, "off"), Optional.empty());
        String last = posted.poll(60, TimeUnit.SECONDS);
        while (last.contains("&version=3")) {
            last = posted.poll(60, TimeUnit.SECONDS);
        }
        assertThat(last).contains("&version=4");
    }

    @Test
    void sameVersionOfAnotherCluster_isPosted() throws InterruptedException {
        feedback.applied(told(3, "on"), Optional.empty());
        assertThat(posted.poll(60, TimeUnit.SECONDS)).contains("&idc=main&");
        feedback.applied(
                new StoreRecord("other", KEY, 3, Md5.hex("on"), "text", "on", Instant.EPOCH), Optional.empty());
        assertThat(posted.poll(60, TimeUnit.SECONDS)).contains("&idc=other&");
    }

    @Test
    void sameAgainAndRemovals_areNotPosted() throws InterruptedException {
        feedback.applied(told(3, "on"), Optional.empty());
        assertThat(posted.poll(60, TimeUnit.SECONDS)).contains("&version=3").doesNotContain("script");

        feedback.applied(told(3, "on"), Optional.empty());
        feedback.applied(new StoreRecord("main", KEY, 4, "", "text", "", Instant.EPOCH), Optional.empty());
        feedback.applied(told(5, "on"), Optional.empty());

        assertThat(posted.poll(60, TimeUnit.SECONDS)).endsWith("&version=5");
        assertThat(posted).isEmpty();
    }
}
