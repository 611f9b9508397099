/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.diamondconfig.server.RawHttp.Reply;
import org.diamondconfig.server.access.Bundle;
import org.diamondconfig.server.access.Grant;
import org.diamondconfig.server.account.Accounts;
import org.diamondconfig.server.account.TestTokens;
import org.diamondconfig.server.account.Tokens;
import org.diamondconfig.server.edge.ManualTicker;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.rate.Rates;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** How much a subject and an address may ask of the whole server, on each of its faces. Each test has an address of its own. */
class RequestLimitsTest {

    /** What may come at once is twice what may come in a second. */
    private static final Map<String, String> LIMITS =
            Map.of("diamond.rate.reads", "5", "diamond.rate.polls", "2", "diamond.rate.writes", "4");

    private static final int READS = 10;
    private static final int POLLS = 4;
    private static final int WRITES = 8;

    private static final String READ = "GET /api/v1/config?group=G&dataId=a";
    private static final String ABSENT = "GET /api/v1/config?group=G&dataId=absent";
    private static final String WRITE = "PUT /api/v1/config?group=G&dataId=a";
    private static final String POLL = "POST /api/v1/watch?wait=0s";

    private static final String PROBE = "{\"items\":[{\"dataId\":\"a\",\"md5\":\"\"}]}";

    private static final ManualTicker TICKER = new ManualTicker();

    private static TestServer server;
    private static String token;
    private static String another;
    private static int addresses;

    private String address;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        Map<String, String> settings = new HashMap<>(LIMITS);
        settings.put("diamond.access", "closed");
        settings.put("diamond.proxies", "127.0.0.1");
        Rates rates = new Rates(Settings.of(LIMITS), TICKER, new PrometheusRegistry());
        server = TestServer.start(folder, new Wiring().with(Rates.class, rates), settings);
        token = token();
        another = token();
        assertThat(ask(WRITE, "192.0.2.1", token).status()).isEqualTo(200);
    }

    private static String token() {
        return TestTokens.issue(
                server.part(Accounts.class), server.part(Tokens.class), Grant.allow(Bundle.ADMIN, Grant.ANY));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void refill() {
        TICKER.advance(Duration.ofSeconds(2));
        address = anotherAddress();
    }

    private static String anotherAddress() {
        addresses++;
        return "10.0." + addresses / 250 + '.' + (1 + addresses % 250);
    }

    private static byte[] request(String line, String address, String token) {
        String[] parts = line.split(" ", 2);
        String body = parts[0].equals("GET") ? "" : parts[1].contains("/watch") ? PROBE : "x";
        return (parts[0] + ' ' + TestServer.CONTEXT + parts[1] + " HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: "
                        + address
                        + (token.isEmpty() ? "" : "\r\nAuthorization: Bearer " + token)
                        + (body.startsWith("{") ? "\r\nContent-Type: application/json" : "")
                        + (body.isEmpty() ? "" : "\r\nContent-Length: " + body.length()) + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static Reply ask(String line, String address, String token) {
        return ask(1, line, address, token).get(0);
    }

    /** The same request many times by one connection. */
    private static List<Reply> ask(int times, String line, String address, String token) {
        byte[] request = request(line, address, token);
        try (RawHttp connection = new RawHttp("127.0.0.1", server.port())) {
            return IntStream.range(0, times)
                    .mapToObj(i -> {
                        try {
                            return connection.exchange(request);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks once more than may be, and expects the last refused and no other. */
    private Reply refusedAfter(int allowed, int status, String line, String shown) {
        List<Reply> replies = ask(allowed + 1, line, address, shown);
        assertThat(replies.subList(0, allowed))
                .extracting(Reply::status)
                .as(line)
                .containsOnly(status);
        return refused(replies.get(allowed));
    }

    private static Reply refused(Reply reply) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(429);
        assertThat(reply.header("Retry-After")).isEqualTo("1");
        assertThat(reply.header("Content-Type")).startsWith("application/problem+json");
        assertThat(reply.body()).contains("\"code\":\"TOO_MANY_REQUESTS\"");
        return reply;
    }

    private static double trailed() {
        return server.part(PrometheusRegistry.class).scrape(name -> name.equals("diamond_audit_refusals")).stream()
                .flatMap(metric -> metric.getDataPoints().stream())
                .mapToDouble(point -> ((CounterDataPointSnapshot) point).getValue())
                .sum();
    }

    @Test
    void address_isLimitedWhoeverAsks() {
        assertThat(ask(READS / 2, READ, address, token))
                .extracting(Reply::status)
                .containsOnly(200);
        assertThat(ask(READS / 2, READ, address, another))
                .extracting(Reply::status)
                .containsOnly(200);

        assertThat(refused(ask(READ, address, token())).body()).contains("More than 5 reads a second", "your address");

        assertThat(ask(READ, anotherAddress(), token()).status()).isEqualTo(200);
    }

    @Test
    void subject_isLimitedWhereverItComesFrom() {
        for (int i = 0; i < READS; i++) {
            assertThat(ask(READ, anotherAddress(), token).status()).isEqualTo(200);
        }

        assertThat(refused(ask(READ, address, token)).body()).contains("your subject");

        assertThat(ask(READ, address, another).status()).isEqualTo(200);
    }

    @Test
    void guessesOfTokens_countForTheirAddress() {
        refusedAfter(READS, 401, READ, "guessed");

        refused(ask(READ, address, token));
    }

    @Test
    void kinds_areCountedApart() {
        refusedAfter(READS, 200, READ, token);
        refusedAfter(WRITES, 200, WRITE, token);
        refusedAfter(POLLS, 200, POLL, token);
    }

    @Test
    void signingInAndOut_areWrites_wellFormedOrNot() {
        refusedAfter(WRITES, 401, "DELETE /api/v1/session", "");
        refill();
        refusedAfter(WRITES, 415, "POST /api/v1/session", "");
    }

    @Test
    void whoWaitsForTheTimeHeWasTold_isServed() {
        refusedAfter(WRITES, 200, WRITE, token);
        TICKER.advance(Duration.ofSeconds(1));

        refusedAfter(WRITES / 2, 200, WRITE, token);
    }

    /** They pass the hot read, which asks who comes, on the way to the door. */
    @Test
    void hotRead_isCountedOnce_whoeverAnswersIt() {
        refusedAfter(READS, 404, ABSENT, token);

        for (String path : List.of("/config.co", "/config.do")) {
            refill();
            refusedAfter(READS, 404, "GET " + path + "?group=G&dataId=absent", token);
            refill();
            refusedAfter(READS, 200, "GET " + path + "?group=G&dataId=a", token);
        }
    }

    @TestFactory
    Stream<DynamicTest> everyFace_refuses() {
        return Stream.of(
                        "10 GET /api/v1/config?group=G&dataId=a",
                        "10 HEAD /api/v1/config?group=G&dataId=a",
                        "10 POST /api/v1/configs/get",
                        "10 GET /api/v1/nothing",
                        "4 POST /api/v1/watch?wait=0s",
                        "8 DELETE /api/v1/config?group=G&dataId=b",
                        "8 POST /api/v1/ops/dump",
                        "10 GET /config.co?dataId=a&group=G",
                        "4 POST /config.co",
                        "4 POST /config.do?method=batchGetConfig",
                        "8 POST /basestone.do?method=syncUpdateAll",
                        "8 GET /admin.do?method=deleteConfig",
                        "8 GET /datum.do?method=listDatum",
                        "8 POST /login.do?method=login",
                        "10 GET /config?dataId=a&group=G",
                        "10 POST /config",
                        "4 POST /getProbeModify",
                        "8 GET /publishConfig",
                        "8 GET /notify?dataId=a&group=G",
                        "10 GET /metrics")
                .map(line -> line.split(" ", 2))
                .map(line -> dynamicTest(line[1], () -> {
                    refill();
                    int allowed = Integer.parseInt(line[0]);
                    List<Reply> replies = ask(allowed + 1, line[1], address, token);

                    assertThat(replies.subList(0, allowed))
                            .extracting(Reply::status)
                            .doesNotContain(429);
                    assertThat(replies.get(allowed).status()).isEqualTo(429);
                    assertThat(replies.get(allowed).header("Retry-After")).isEqualTo("1");
                }));
    }

    @TestFactory
    Stream<DynamicTest> whatIsFree_isNeverRefused_evenToWhoIs() {
        return Stream.of(
                        "200 GET /health/live",
                        "200 GET /health/ready",
                        "200 GET /namesrv/addrs",
                        "200 GET /diamond",
                        "200 GET /diamond-unit-center",
                        "200 GET /unit-list",
                        "403 POST /api/v1/peer/notify")
                .map(line -> line.split(" ", 2))
                .map(line -> dynamicTest(line[1], () -> {
                    refill();
                    refusedAfter(READS, 401, READ, "");
                    refusedAfter(WRITES, 401, WRITE, "");

                    assertThat(ask(4 * READS, line[1], address, ""))
                            .extracting(Reply::status)
                            .containsOnly(Integer.parseInt(line[0]));
                }));
    }

    /** 33 of the catalogue of bad input. */
    @Test
    void tenThousandPollsOfOneAddress_areRefusedBeyondItsLimit() {
        List<Reply> replies = ask(10_000, POLL, address, token);

        assertThat(replies.subList(0, POLLS)).extracting(Reply::status).containsOnly(200);
        assertThat(replies.subList(POLLS, replies.size())).allSatisfy(reply -> {
            assertThat(reply.status()).isEqualTo(429);
            assertThat(reply.header("Retry-After")).isEqualTo("1");
        });
        assertThat(ask(POLL, anotherAddress(), another).status()).isEqualTo(200);
    }

    @Test
    void flood_isNoFloodOfEntriesInTheTrail() {
        double before = trailed();
        refusedAfter(READS, 200, READ, token);
        ask(50, READ, address, token);

        assertThat(trailed()).isEqualTo(before);
    }

    @Test
    void whoeverComesFromATrustedNetwork_isLimitedByHisOwnAddressAlone() {
        TestTokens.trust(server.part(Accounts.class), "10.9.0.0/16", Grant.allow(Bundle.READER, Grant.ANY));

        for (String each : List.of("10.9.0.1", "10.9.0.2")) {
            address = each;
            refusedAfter(READS, 200, READ, "");
        }
    }
}
