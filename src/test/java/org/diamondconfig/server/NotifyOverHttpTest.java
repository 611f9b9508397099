/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.diamondconfig.server.RawHttp.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** POST /api/v1/peer/notify as a peer calls it, and as others try to; and what this node tells of itself. */
class NotifyOverHttpTest {

    private static final String PATH = "/api/v1/peer/notify";

    /** More than there are places for. */
    private static final int STALLED = 20;

    private static Watching server;
    private static PeerHeader genuine;
    private static String cluster;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        server = Watching.start(folder, Map.of("diamond.sweep.delta", "1h"));
        server.awaitPeers(0);
        genuine = PeerHeader.genuine(server);
        cluster = genuine.cluster();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String notices(String dataId, long version) {
        return "{\"notices\":[{\"namespace\":\"\",\"group\":\"watching\",\"dataId\":\"" + dataId + "\",\"epoch\":\"1-"
                + cluster + "\",\"version\":" + version + "}]}";
    }

    private static String signed(PeerHeader header, String body) {
        return header.over("diamond-notify-1", body);
    }

    private static String genuine(String body) {
        return signed(genuine, body);
    }

    private static Reply post(String body, String... headers) {
        return server.exchange(BadInput.postJson(PATH, body, headers));
    }

    @TestFactory
    Stream<DynamicTest> messageThatIsNotGenuine_isRefused() {
        String body = notices("a", 1);
        byte[] stolen = genuine.key().clone();
        stolen[0] ^= 1;
        return Stream.of(
                refused("unsigned", 403, "NOT_SIGNED", body),
                refused("half signed", 403, "NOT_SIGNED", body, "Diamond-Peer: cluster=" + cluster),
                refused("forged", 403, "BAD_SIGNATURE", body, signed(genuine.signedBy(stolen), body)),
                refused("signature of another body", 403, "BAD_SIGNATURE", notices("b", 1), genuine(body)),
                refused("foreign cluster", 403, "FOREIGN_CLUSTER", body, signed(genuine.of("f".repeat(16)), body)),
                refused("for another node", 403, "WRONG_RECEIVER", body, signed(genuine.to(PeerHeader.STRANGER), body)),
                refused("signed, and no message", 400, "INVALID_BODY", "[]", genuine("[]")),
                refused("signed, and a bad name", 400, "INVALID_NAME", notices("..", 1), genuine(notices("..", 1))),
                refused(
                        "signed, and of another store",
                        403,
                        "FOREIGN_CLUSTER",
                        body.replace(cluster, "f".repeat(16)),
                        genuine(body.replace(cluster, "f".repeat(16)))),
                refused("oversized", 413, "BODY_TOO_LARGE", " ".repeat(200_000), genuine(" ".repeat(200_000))));
    }

    private static DynamicTest refused(String name, int status, String code, String body, String... headers) {
        return dynamicTest(name, () -> {
            Reply reply = post(body, headers);

            assertThat(reply.status()).as(reply.body()).isEqualTo(status);
            assertThat(reply.body()).contains("\"" + code + "\"");
        });
    }

    @Test
    void genuineMessage_isTakenIn_fromANodeThatIsNotKnownYet_too() {
        assertThat(post(notices("first", 1), genuine(notices("first", 1))).status())
                .isEqualTo(202);
        assertThat(post(notices("first", 1), signed(genuine.to("*"), notices("first", 1)))
                        .status())
                .isEqualTo(202);
    }

    /** Whose signature is right is known at the end, and this one's never comes. */
    @Test
    void messagesThatNeverComeWhole_haveFewPlaces_andKeepNobodyOut() throws Exception {
        String body = notices("first", 1);
        byte[] whole = BadInput.keepAlive(BadInput.postJson(PATH, body, genuine(body)));
        byte[] cut = Arrays.copyOf(whole, whole.length - 1);
        List<RawHttp> stalled = new ArrayList<>();
        try {
            for (int i = 0; i < STALLED; i++) {
                stalled.add(server.connect());
                stalled.get(i).send(cut);
            }
            RawHttp refused =
                    Awaitility.await("one that finds no place").until(() -> answered(stalled), Objects::nonNull);
            assertThat(refused.reply(cut).body()).contains("\"PEER_BUSY\"");

            assertThat(post(body, genuine(body)).status()).isEqualTo(202);
        } finally {
            for (RawHttp connection : stalled) {
                connection.close();
            }
        }
    }

    private static RawHttp answered(List<RawHttp> connections) throws IOException {
        for (RawHttp connection : connections) {
            if (connection.hears()) {
                return connection;
            }
        }
        return null;
    }

    @Test
    void replayedMessage_doesNothing() {
        String taken = "diamond_notify_taken_total ";
        String before = metric(taken);
        String body = notices("first", 1);
        String header = genuine(body);

        for (int i = 0; i < 20; i++) {
            assertThat(post(body, header).status()).isEqualTo(202);
        }

        assertThat(metric(taken)).isEqualTo(before);
    }

    @Test
    void futureVersion_makesNoReadWaitAndServesNothingElse() {
        server.publish("future", "now");
        String body = notices("future", Long.MAX_VALUE);

        assertThat(post(body, genuine(body)).status()).isEqualTo(202);

        assertThat(server.get("future").body()).isEqualTo("now");
        assertThat(server.get("future").header("Diamond-Version")).isEqualTo("1");
    }

    private static String metric(String name) {
        return server.exchange(BadInput.get("/metrics"))
                .body()
                .lines()
                .filter(line -> line.startsWith(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void nameServer_handsOutThisNode() {
        Reply reply = server.exchange(BadInput.get("/namesrv/addrs"));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).isEqualToIgnoringCase("text/plain;charset=UTF-8");
        assertThat(reply.body()).isEqualTo(server.address() + "\n");
    }

    @Test
    void nameServer_refusesWhatItDoesNotKnow() {
        assertThat(server.exchange(BadInput.get("/namesrv/addrs?x=1")).body()).contains("UNKNOWN_PARAMETER");
        assertThat(server.exchange(BadInput.post("/namesrv/addrs", "x")).status())
                .isEqualTo(405);
    }

    @Test
    void clusterAndHealth_sayWhereThisNodeIsReachedAndHowItKnows() {
        String json = server.exchange(BadInput.get("/api/v1/cluster")).body();

        assertThat(json)
                .contains(
                        "\"cluster\":\"" + cluster + "\"",
                        "\"node\":\"" + genuine.to() + "\"",
                        "\"address\":\"" + server.address() + "\"",
                        "\"addressFrom\":\"request\"",
                        "\"joined\":true",
                        "\"state\":\"ready\"",
                        "\"others\":[]");
        assertThat(server.exchange(BadInput.get("/health/ready")).body())
                .contains("\"name\":\"cluster\",\"status\":\"UP\"", "\"address\":\"" + server.address() + "\"");
    }
}
