/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.script;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
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
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private HttpServer server;
    private Feedback feedback;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            posted.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(200, 1);
            exchange.getResponseBody().write('0');
            exchange.close();
        });
        server.start();
        feedback = new Feedback(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/feedback"), thread);
    }

    @AfterEach
    void end() {
        thread.shutdownNow();
        server.stop(0);
    }

    private static StoreRecord told(long version, String content) {
        return new StoreRecord("main", KEY, version, Md5.hex(content), "text", content, Instant.ofEpochSecond(7));
    }

    @Test
    void arrivedVersion_isPostedInTheFormOfQConf() throws InterruptedException {
        feedback.applied(told(3, "on"), Optional.of(new Outcome(4, "ended", "", Duration.ZERO)));

        assertThat(posted.poll(10, TimeUnit.SECONDS))
                .startsWith("hostname=")
                .contains("&ip=")
                .endsWith("&node_whole=%2Fpublic%2Fshop%2Fflags%2Fnew-cart&value_md5=" + Md5.hex("on")
                        + "&idc=main&update_time=7&data_type=2&version=3&script=4");
    }

    @Test
    void sameAgainAndRemovals_areNotPosted() throws InterruptedException {
        feedback.applied(told(3, "on"), Optional.empty());
        assertThat(posted.poll(10, TimeUnit.SECONDS)).contains("&version=3").doesNotContain("script");

        feedback.applied(told(3, "on"), Optional.empty());
        feedback.applied(new StoreRecord("main", KEY, 4, "", "text", "", Instant.EPOCH), Optional.empty());
        feedback.applied(told(5, "on"), Optional.empty());

        assertThat(posted.poll(10, TimeUnit.SECONDS)).endsWith("&version=5");
        assertThat(posted).isEmpty();
    }
}
