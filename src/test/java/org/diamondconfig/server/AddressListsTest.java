/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.diamondconfig.server.RawHttp.Reply;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.wire.ConfigKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lists that a client of the original Diamond must have before it starts, from a node whose database was never there. */
class AddressListsTest {

    private static final Map<String, String> SETTINGS = Map.of(
            "diamond.datasource.url",
            "jdbc:mysql://127.0.0.1:1/nobody",
            "diamond.cluster.address",
            "10.0.0.12",
            "diamond.cluster.members",
            "10.0.0.11:8080, 10.0.0.12, 10.0.0.13:9090, https://10.0.0.13:8443/diamond-server, [fd00::1]:8080");

    @TempDir
    private Path folder;

    private TestServer server;

    private Reply get(String path) throws Exception {
        return get(path, new Access());
    }

    private Reply get(String path, Access access) throws Exception {
        server = TestServer.start(folder, access, SETTINGS);
        try (RawHttp connection = new RawHttp("127.0.0.1", server.port())) {
            return connection.exchange(BadInput.get(path));
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/diamond", "/diamond-unit-center?nofix=1"})
    void hosts_standOnceEach_withoutPort_thoughTheDatabaseIsDown(String path) throws Exception {
        Reply reply = get(path);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).isEqualToIgnoringCase("text/plain;charset=UTF-8");
        assertThat(reply.body()).isEqualTo("10.0.0.11\n10.0.0.12\n10.0.0.13\n[fd00::1]\n");
    }

    @Test
    void hosts_areThoseOfTheNameServer() throws Exception {
        assertThat(get("/namesrv/addrs").body())
                .isEqualTo("http://10.0.0.11:8080/diamond-server\n"
                        + "http://10.0.0.12:8080/diamond-server\n"
                        + "http://10.0.0.13:9090/diamond-server\n"
                        + "http://[fd00::1]:8080/diamond-server\n"
                        + "https://10.0.0.13:8443/diamond-server\n");
    }

    @Test
    void units_areTheCenterAlone() throws Exception {
        assertThat(get("/unit-list?nofix=1").body()).isEqualTo("center\n");
    }

    @Test
    void unit_ofAnotherCluster_isNotFound() throws Exception {
        assertThat(get("/diamond-unit-elsewhere?nofix=1").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/diamond", "/unit-list", "/namesrv/addrs?x=1"})
    void lists_areForThoseWhoMayRead(String path) throws Exception {
        Access nobody = new Access() {
            @Override
            protected boolean decide(Caller caller, Action action, String namespace, ConfigKey key) {
                return false;
            }
        };

        assertThat(get(path, nobody).body()).contains("FORBIDDEN");
    }
}
