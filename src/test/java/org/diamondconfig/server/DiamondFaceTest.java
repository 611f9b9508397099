/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.diamondconfig.server.RawHttp.Reply;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.wire.ConfigKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The rights that the original Diamond's face asks for, and how long it holds a poll. */
class DiamondFaceTest {

    static final String KEY = "dataId=d&group=g&datumId=1&content=x";

    /** What {@link Access} was asked since the last look. */
    private static final List<Action> ASKED = new CopyOnWriteArrayList<>();

    private static volatile boolean refusing;

    private static TestServer server;

    private static final class Refusing extends Access {

        @Override
        protected boolean decide(Caller caller, Action action, String namespace, ConfigKey key) {
            ASKED.add(action);
            return !refusing;
        }
    }

    record Route(String method, String path, Action action) {}

    static final List<Route> ROUTES = List.of(
            new Route("GET", "/config.co?", Action.READ),
            new Route("GET", "/config.do?not-plain=1&", Action.READ),
            new Route("POST", "/basestone.do?method=syncUpdateAll", Action.PUBLISH),
            new Route("POST", "/basestone.do?method=syncDeleteAll", Action.REMOVE),
            new Route("POST", "/basestone.do?method=postConfig", Action.PUBLISH),
            new Route("POST", "/basestone.do?method=deleteConfig", Action.REMOVE),
            new Route("POST", "/datum.do?method=addDatum", Action.PUBLISH),
            new Route("GET", "/datum.do?method=listDatum&", Action.READ),
            new Route("POST", "/datum.do?method=deleteDatum", Action.REMOVE),
            new Route("POST", "/datum.do?method=deleteAllDatums", Action.REMOVE),
            new Route("POST", "/admin.do?method=postConfig", Action.PUBLISH),
            new Route("GET", "/admin.do?method=deleteConfigByDataIdGroup&", Action.REMOVE),
            new Route("GET", "/admin.do?method=listConfig&", Action.READ),
            new Route("GET", "/admin.do?method=listConfigLike&", Action.READ),
            new Route("GET", "/admin.do?method=detailConfig&", Action.READ),
            new Route("GET", "/admin.do?method=isClientInPolling&clientIp=127.0.0.1&", Action.OPERATE),
            new Route("GET", "/admin.do?method=listClientSubConfig&clientIp=127.0.0.1&", Action.OPERATE),
            new Route("GET", "/admin.do?method=listAllClientSubConfig&", Action.OPERATE),
            new Route("GET", "/admin.do?method=listSubscriber&clientIp=127.0.0.1&", Action.OPERATE),
            new Route("GET", "/admin.do?method=listSubStatus&clientIp=127.0.0.1&", Action.OPERATE),
            new Route("GET", "/admin.do?method=listSubscriberByGroup&", Action.OPERATE),
            new Route("GET", "/admin.do?method=listSubsByGroup&", Action.OPERATE),
            new Route("GET", "/notify.do?method=notifyConfigInfo&", Action.READ),
            new Route("GET", "/admin.do?method=getAggrWhitelist&", Action.READ),
            new Route("GET", "/switch.do?method=list&", Action.OPERATE),
            new Route("GET", "/switch.do?method=reload&", Action.OPERATE),
            new Route("GET", "/db.do?method=getCurrentDB&", Action.OPERATE),
            new Route("GET", "/db.do?method=reload&", Action.OPERATE));

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        server = TestServer.start(folder, new Refusing(), Map.of("diamond.watch.wait-max", "1s"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static OriginalClient client() throws IOException {
        return new OriginalClient("127.0.0.1", server.port());
    }

    @TestFactory
    Stream<DynamicTest> everyPath_asksForTheRight_andIsRefusedWithoutIt() {
        return ROUTES.stream()
                .map(route -> dynamicTest(route.toString(), () -> {
                    refusing = true;
                    ASKED.clear();
                    try (OriginalClient client = client()) {
                        boolean get = route.method().equals("GET");
                        Reply reply = client.exchange(
                                client.bytes(route.method(), route.path() + (get ? KEY : ""), get ? "" : KEY));

                        assertThat(ASKED).contains(route.action());
                        assertThat(reply.status()).as(reply.toString()).isEqualTo(403);
                        assertThat(reply.body()).startsWith("403 error\nFORBIDDEN");
                    }
                }));
    }

    /** A key that may not be read is told nothing of, whether it exists or not. */
    @Test
    void poll_withoutTheRight_isToldNothing() throws IOException {
        refusing = false;
        try (OriginalClient client = client()) {
            client.post("/basestone.do?method=updateAll", "dataId", "hidden", "group", "g", "content", "x");
            refusing = true;

            Reply reply = client.exchange(client.longPoll(OriginalClient.line("g", "hidden", null)));
            Reply batch = client.post("/config.co?method=batchGetConfig", "dataIds", "hidden", "group", "g");
            Reply query = client.post("/admin.do?method=batchQuery", "dataIds", "hidden", "group", "g");
            Reply publish =
                    client.post("/admin.do?method=batchAddOrUpdate", "allDataIdAndContent", "hidden\2y", "group", "g");

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.body()).isEmpty();
            assertThat(batch.status()).isEqualTo(412);
            assertThat(List.of(batch.body(), query.body(), publish.body()))
                    .allSatisfy(body -> assertThat(body).contains("FORBIDDEN"));
        }
    }

    /** The rules are a configuration: of the default group, so that no other test may publish while they stand. */
    @Test
    void aRule_saysWhatIsMergedFromDatums() throws IOException {
        refusing = false;
        try (OriginalClient client = client()) {
            client.post("/basestone.do?method=updateAll", "dataId", "diamond.meta.aggregates", "content", "ruled.*\n");

            Reply rules = client.get("/admin.do?method=getAggrWhitelist");
            Reply single = client.post("/basestone.do?method=updateAll", "dataId", "ruled.a", "content", "x");
            Reply datum = client.post("/datum.do?method=addDatum", "dataId", "ruled.a", "datumId", "1", "content", "x");

            assertThat(rules.body()).isEqualTo("ruled.*\n");
            assertThat(single.status()).isEqualTo(403);
            assertThat(single.body()).isEqualTo("ruled.a IS aggr\n");
            assertThat(datum.body()).isEqualTo("OK\n");
        }
    }

    @Test
    void poll_isHeldUntilItsTimeIsUp_andThenAnsweredWithNothing() throws IOException {
        refusing = false;
        try (OriginalClient client = client()) {
            double before = expired(client);

            Reply reply = client.exchange(client.longPoll(OriginalClient.line("g", "never", null)));

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.body()).isEmpty();
            assertThat(reply.header("Cache-Control")).isEqualTo("no-cache,no-store");
            assertThat(expired(client)).isEqualTo(before + 1);
        }
    }

    private static double expired(OriginalClient client) throws IOException {
        return client.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("diamond_polls_answered_total{how=\"expire\"}"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
                .sum();
    }
}
