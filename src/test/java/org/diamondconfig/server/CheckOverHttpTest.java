/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.cluster.Cluster;
import org.diamondconfig.wire.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks of providers as people turn them on, on a server that may dial the loopback. */
class CheckOverHttpTest {

    private static TestServer server;
    private static AdminApi api;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        server = TestServer.start(
                folder, new Access(), Map.of("diamond.check.networks", "127.0.0.1", "diamond.check.interval", "100ms"));
        api = new AdminApi(server.base());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void publish(String dataId, String datumId) {
        assertDone(api.put("/datums?dataId=" + dataId + "&datumId=" + AdminApi.escape(datumId), "x"));
    }

    private static JsonObject assertDone(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return AdminApi.json(answer);
    }

    private static void assertRefused(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(AdminApi.json(answer).string("code")).isEqualTo(code);
    }

    private static List<String> states(String dataId) {
        return assertDone(api.get("/providers?states=all&dataId=" + dataId)).objects("providers").stream()
                .map(provider -> provider.string("state") + " by " + provider.string("by"))
                .toList();
    }

    @Test
    void provider_isDownWhenItListensNoMore_andUpWhenItListensAgain() throws IOException {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        int port;
        try (ServerSocket provider = new ServerSocket(0, 50, loopback)) {
            port = provider.getLocalPort();
            publish("search", "127.0.0.1:" + port);
            assertDone(api.put("/providers/check?dataId=search", ""));
            provider.accept().close();
            assertThat(states("search")).containsExactly("up by anonymous");
        }
        Awaitility.await("three failures").until(() -> states("search").equals(List.of("down by system:check")));

        try (ServerSocket provider = new ServerSocket(port, 50, loopback)) {
            Awaitility.await("one success").until(() -> states("search").equals(List.of("up by system:check")));
            assertThat(provider.isBound()).isTrue();
        }
        assertThat(assertDone(api.get("/providers/check?dataId=search")).string("node"))
                .isEqualTo(server.part(Cluster.class).nodeId());
    }

    @Test
    void report_tellsWhatIsDialled_andWhatIsNot() {
        publish("mixed", "127.0.0.1:1");
        publish("mixed", "127.0.0.2:1");
        publish("mixed", "[::1]:1");
        publish("mixed", "a.example:1");

        JsonObject before = assertDone(api.get("/providers/check?dataId=mixed"));
        JsonObject report = assertDone(api.put("/providers/check?dataId=mixed", ""));

        assertThat(before.flag("on", true)).isFalse();
        assertThat(before.has("by")).isFalse();
        assertThat(report.flag("on", false)).isTrue();
        assertThat(report.string("by")).isEqualTo("anonymous");
        assertThat(report.number("providers")).isEqualTo(4);
        assertThat(report.number("dialled")).isEqualTo(1);
        assertThat(report.objects("undialled"))
                .extracting(each -> each.string("datumId"))
                .containsExactly("127.0.0.2:1", "[::1]:1", "a.example:1");
    }

    @Test
    void turnedOff_isOff() {
        publish("off", "127.0.0.1:1");
        assertDone(api.put("/providers/check?dataId=off", ""));
        assertDone(api.put("/providers/check?dataId=off", ""));

        assertThat(api.delete("/providers/check?dataId=off").statusCode()).isEqualTo(204);

        assertThat(assertDone(api.get("/providers/check?dataId=off")).flag("on", true))
                .isFalse();
        assertRefused(api.delete("/providers/check?dataId=off"), 404, "CHECK_NOT_FOUND");
    }

    @Test
    void wrongRequests_areRefused() {
        assertRefused(api.put("/providers/check?dataId=absent", ""), 404, "CONFIG_NOT_FOUND");
        assertDone(api.put("/config?dataId=whole", "x"));
        assertRefused(api.put("/providers/check?dataId=whole", ""), 409, "KIND_MISMATCH");
        assertRefused(api.put("/providers/check", ""), 400, "INVALID_NAME");
        assertRefused(api.get("/providers/check?dataId=a%20b"), 400, "INVALID_NAME");
        assertRefused(api.put("/providers/check?dataId=a&interval=1s", ""), 400, "UNKNOWN_PARAMETER");
        assertRefused(api.delete("/providers/check?dataId=a&dataId=b"), 400, "DUPLICATE_PARAMETER");
    }
}
