/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Md5;
import org.junit.jupiter.api.Test;

/** Payara Server, set up by the commands of server-config/payara-server, with a MariaDB behind a pool of its own, at last over TLS. */
class PayaraServerIT {

    private static final ConfigKey KEY = ConfigKey.of("G", "key");

    @Test
    void documentedCommands_makeAServer_thatPublishesReadsAndHoldsPolls() throws Exception {
        Path home = TestNodes.home("payara-server");
        try (MariaDb database = new MariaDb(TestNodes.home("payara-server-mariadb"))) {
            database.addUser();
            try (PayaraServer server = domain(home, database)) {
                Authority authority = new Authority(TestNodes.home("payara-server-authority"));
                server.take(authority);
                server.start(path("payara.server.preboot"));
                server.run(path("payara.pool"));
                server.deploy(path("diamond.war"));

                assertServes(new Api(server.uri()));
                assertEndsInGoodOrder(server);

                server.run(loopback(path("server.config").resolve("payara-server/tls.txt"), home));
                assertServesTlsAlone(server, authority);
            }
        }
    }

    private static PayaraServer domain(Path home, MariaDb database) throws Exception {
        Map<String, String> environment = Map.of(
                "DIAMOND_DATA", home.resolve("data").toString(),
                "DIAMOND_ACCESS", "open",
                "DIAMOND_DATASOURCE_JNDI", "jdbc/diamond",
                "POOL_URL", "jdbc:mysql://127.0.0.1:" + database.port() + "/diamond",
                "POOL_USER", "diamond",
                "POOL_PASSWORD", "secret");
        return new PayaraServer(path("payara.home"), home, path("driver.jar"), environment);
    }

    private static void assertServes(Api api) throws Exception {
        Awaitility.await("the first publish")
                .atMost(Duration.ofMinutes(2))
                .until(() -> api.publish(KEY, "one").statusCode() == 200);
        assertThat(api.read(KEY).body()).asString().isEqualTo("one");
        assertThat(api.readDatabase(KEY).body()).asString().isEqualTo("one");

        CompletableFuture<HttpResponse<byte[]>> poll = api.poll(KEY, Md5.hex("one"));
        Awaitility.await("the poll to be held").until(() -> api.pollsHeld() == 1);
        assertThat(api.publish(KEY, "two").statusCode()).isEqualTo(200);
        assertThat(poll.get(1, TimeUnit.MINUTES).body()).asString().contains("two");
        assertThat(Api.text(api.ready())).doesNotContain("warning");
    }

    /** Undeployed with a thousand polls held, and deployed again. */
    private static void assertEndsInGoodOrder(PayaraServer server) throws Exception {
        Api api = new Api(server.uri());
        HeldPolls polls = new HeldPolls(new Figures("payara server"));
        polls.assertAnsweredOnceItBegins(api, server::undeploy);
        server.deploy(path("diamond.war"));
        Awaitility.await("it is back")
                .atMost(Duration.ofMinutes(2))
                .until(() -> api.ready().statusCode() == 200);
        polls.acks().assertKept(api);
    }

    /** The file with its listener on the loopback. */
    private static Path loopback(Path commands, Path home) throws IOException {
        String text = Files.readString(commands);
        assertThat(text).contains("address=0.0.0.0");
        return Files.writeString(home.resolve("tls.txt"), text.replace("address=0.0.0.0", "address=127.0.0.1"));
    }

    private static void assertServesTlsAlone(PayaraServer server, Authority authority) throws IOException {
        HttpClient trusting =
                HttpClient.newBuilder().sslContext(authority.trusting()).build();
        HttpResponse<byte[]> read = new Api(server.secureUri(), trusting).read(KEY);
        assertThat(read.body()).asString().isEqualTo("two");
        assertThat(read.version()).as("what the client asked for is 2").isEqualTo(HttpClient.Version.HTTP_1_1);
        assertThatThrownBy(() -> new Api(server.uri()).ready()).hasCauseInstanceOf(ConnectException.class);
    }

    private static Path path(String property) {
        return Path.of(System.getProperty(property)).toAbsolutePath().normalize();
    }
}
