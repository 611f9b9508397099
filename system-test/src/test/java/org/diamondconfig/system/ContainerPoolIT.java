/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.diamondconfig.wire.ConfigKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The pool of each container, made by the documented commands: it carries the server, and heals with the database. */
class ContainerPoolIT {

    private static final ConfigKey KEY = ConfigKey.of("G", "key");

    /** What the pool's connections wait for an answer, 5 s, with room for a busy machine. */
    private static final Duration WRITE_AT_MOST = Duration.ofSeconds(9);

    private static MariaDb database;

    @BeforeAll
    static void startDatabase() throws IOException {
        database = new MariaDb(TestNodes.home("container-pool-mariadb"));
        database.addUser();
    }

    @AfterAll
    static void stopDatabase() {
        database.close();
    }

    @Test
    void poolOfPayara_carriesTheServer_andHeals() throws IOException {
        assertPoolCarries("payara-pool", Nodes::payaraWithPool);
    }

    @Test
    void poolOfWildFly_carriesTheServer_andHeals() throws IOException {
        assertPoolCarries("wildfly-pool", Nodes::wildflyWithPool);
    }

    private static void assertPoolCarries(String name, Function<NodeOptions, Node> container) throws IOException {
        try (TcpProxy wire = TcpProxy.to(database.port());
                Node node = container.apply(NodeOptions.in(TestNodes.home(name))
                        .light()
                        .withJvm(
                                "-Dpool.url=jdbc:mysql://127.0.0.1:" + wire.port() + "/diamond",
                                "-Dpool.user=diamond",
                                "-Dpool.password=secret"))) {
            node.start();
            Api api = new Api(node);
            awaitPublished(api, name + " before");
            assertThat(wire.connections()).as("connections of the pool").isPositive();

            wire.refuse();
            wire.reset();
            assertRefused(api, name + " before");
            wire.heal();
            awaitPublished(api, name + " between");

            wire.freeze();
            assertRefused(api, name + " between");
            wire.heal();
            awaitPublished(api, name + " after");
            assertThat(api.readDatabase(KEY).body()).asString().isEqualTo(name + " after");
        }
    }

    /** Without the database a write is refused, and soon, and what was published before is read. */
    private static void assertRefused(Api api, String known) {
        long start = System.nanoTime();
        assertThat(api.publish(KEY, "meanwhile").statusCode()).isEqualTo(503);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(WRITE_AT_MOST);
        assertThat(api.read(KEY).body()).asString().isEqualTo(known);
    }

    private static void awaitPublished(Api api, String content) {
        Awaitility.await("a publish that is taken")
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> api.publish(KEY, content).statusCode() == 200);
    }
}
