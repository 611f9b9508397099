/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.diamondconfig.server.RawHttp.Reply;
import org.diamondconfig.wire.Json;
import org.diamondconfig.wire.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every server must answer to input that is wrong: the expected status and code, in our form, without an echo, changing
 * nothing, and never failing. Over raw sockets, because a client library would mend half of it on the way.
 */
public abstract class BadInputContract {

    private static final String CONFIG = BadInput.CONFIG;
    private static final int CONTENT_LIMIT = 1 << 20;

    /** Where the server listens; the application is at {@code /diamond-server}. */
    protected abstract String host();

    protected abstract int port();

    /** Whether a connection goes on after 413. Payara ends one after 400, 413 and 503, and says so in the answer. */
    protected boolean keepsConnections() {
        return true;
    }

    @BeforeEach
    void publishWhatMustStay() throws IOException {
        assertThat(send(BadInput.put(CONFIG + "?group=bad-input&dataId=canary", "still here"))
                        .status())
                .isEqualTo(200);
    }

    @TestFactory
    Stream<DynamicTest> everyRowOfTheTable_isRefused_andChangesNothing() {
        return Stream.concat(BadInput.rows(), BadProbes.rows())
                .map(row -> dynamicTest(row.name(), () -> assertRefused(row)));
    }

    private void assertRefused(BadInput.Row row) throws IOException {
        String before = everything();

        Reply reply = send(row.request());

        assertThat(reply.status()).as(reply.toString()).isIn(row.statuses());
        assertThat(reply.body()).doesNotContain(BadInput.MARKER).doesNotContain("Exception", "\tat ");
        assertThat(reply.header("Access-Control-Allow-Origin")).isEmpty();
        if (!row.containerMayAnswer() || reply.header("Content-Type").startsWith("application/problem+json")) {
            assertProblem(reply, row);
        }
        assertThat(everything()).as("what the server holds").isEqualTo(before);
    }

    private static void assertProblem(Reply reply, BadInput.Row row) {
        assertThat(reply.header("Content-Type")).startsWith("application/problem+json");
        JsonObject problem = Json.parseObject(reply.body().getBytes(StandardCharsets.UTF_8));
        assertThat(problem.string("code")).as(reply.body()).isIn(row.codes());
        assertThat(problem.number("status")).isEqualTo(reply.status());
        assertThat(problem.string("type")).isNotEmpty();
        assertThat(problem.string("title")).isNotEmpty();
        assertThat(problem.string("detail")).isNotEmpty();
        assertThat(problem.string("traceId")).matches("[0-9a-f]{32}");
    }

    @TestFactory
    Stream<DynamicTest> oddButRight_isAnsweredLiterally() {
        return BadInput.oddButRight()
                .map(row -> dynamicTest(row.name(), () -> {
                    String before = everything();

                    Reply reply = send(row.request());

                    assertThat(reply.status()).as(reply.toString()).isIn(row.statuses());
                    assertThat(everything()).isEqualTo(before);
                }));
    }

    @Test
    void bodyOverTheLimit_is413_andTheConnectionSurvives() throws IOException {
        byte[] tooLarge = BadInput.put(CONFIG + "?group=bad-input&dataId=large", "x".repeat(CONTENT_LIMIT + 1));

        try (RawHttp connection = new RawHttp(host(), port())) {
            Reply refusal = connection.exchange(BadInput.keepAlive(tooLarge));
            assertThat(refusal.status()).isEqualTo(413);
            assertThat(refusal.body()).contains("CONTENT_TOO_LARGE");
            if (!keepsConnections()) {
                assertThat(refusal.header("Connection")).isEqualToIgnoringCase("close");
                return;
            }

            Reply next =
                    connection.exchange(BadInput.keepAlive(BadInput.get(CONFIG + "?group=bad-input&dataId=canary")));

            assertThat(next.status()).isEqualTo(200);
            assertThat(next.body()).isEqualTo("still here");
        }
    }

    @Test
    void chunkedBodyOverTheLimit_is413() throws IOException {
        Reply refusal = send(BadInput.chunked(CONFIG + "?group=bad-input&dataId=large", CONTENT_LIMIT + 1));

        assertThat(refusal.status()).isEqualTo(413);
        assertThat(refusal.body()).contains("CONTENT_TOO_LARGE");
    }

    @Test
    void bodyAtTheLimit_isPublished() throws IOException {
        Reply reply = send(BadInput.put(CONFIG + "?group=bad-input&dataId=at-limit", "x".repeat(CONTENT_LIMIT)));

        assertThat(reply.status()).isEqualTo(200);
    }

    @Test
    void namesThatDifferInCaseOnly_areTwoKeys() throws IOException {
        send(BadInput.put(CONFIG + "?group=bad-input&dataId=App", "upper"));
        send(BadInput.put(CONFIG + "?group=bad-input&dataId=app", "lower"));

        assertThat(send(BadInput.get(CONFIG + "?group=bad-input&dataId=App")).body())
                .isEqualTo("upper");
        assertThat(send(BadInput.get(CONFIG + "?group=bad-input&dataId=app")).body())
                .isEqualTo("lower");
    }

    @Test
    void namesOfDevicesAndOfOurOwnWords_areOrdinaryNames() throws IOException {
        for (String name : new String[] {"CON", "aux.txt", "a.", "a:b", ".hidden", "batch", "listener", "config"}) {
            String path = CONFIG + "?group=bad-input&dataId=" + name;

            assertThat(send(BadInput.put(path, name)).status()).as(name).isEqualTo(200);
            assertThat(send(BadInput.get(path)).body()).isEqualTo(name);
        }
    }

    @Test
    void nulAndByteOrderMarkAndMixedLineEnds_areServedByteForByte() throws IOException {
        String odd = "\uFEFFa\u0000b\r\nc\nd\re\t\u202E\uD83D\uDE00";
        String path = CONFIG + "?group=bad-input&dataId=odd-bytes";

        send(BadInput.put(path, odd));

        assertThat(send(BadInput.get(path)).body()).isEqualTo(odd);
    }

    /** The hot read, a read through JAX-RS, what is refused at the door and behind it, and the faces that the API is not. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/config?group=bad-input&dataId=canary",
                "/api/v1/config?group=bad-input&dataId=canary&level=database",
                "/api/v1/configs?limit=1",
                "/api/v1/config?group=bad-input&dataId=nobody-has-this",
                "/api/v1/config/?group=bad-input&dataId=canary",
                "/no/such/path",
                "/health/live",
                "/metrics",
                "/namesrv/addrs",
                "/config.co?group=bad-input&dataId=canary",
                "/config.co?group=bad-input&dataId=nobody-has-this",
                "/admin.do?method=nobody-knows-this",
                "/config?group=bad-input&dataId=canary"
            })
    void everyAnswer_forbidsBrowsersToMakeAPageOfIt(String path) throws IOException {
        Reply reply = send(BadInput.get(path));

        assertThat(reply.header("Content-Security-Policy"))
                .as(reply.toString())
                .isEqualTo("default-src 'none'; frame-ancestors 'none'; sandbox");
        assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @Test
    void markupInContent_isServedAsTextThatNobodySniffs() throws IOException {
        String path = CONFIG + "?group=bad-input&dataId=page.html";
        send(BadInput.put(path, "<script>alert(1)</script>"));

        Reply reply = send(BadInput.get(path));

        assertThat(reply.header("Content-Type").replace(" ", "")).isEqualToIgnoringCase("text/plain;charset=UTF-8");
        assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    private String everything() throws IOException {
        Reply all = send(BadInput.get("/api/v1/configs?limit=500"));
        assertThat(all.status()).isEqualTo(200);
        return all.body();
    }

    private Reply send(byte[] request) throws IOException {
        try (RawHttp connection = new RawHttp(host(), port())) {
            return connection.exchange(request);
        }
    }
}
