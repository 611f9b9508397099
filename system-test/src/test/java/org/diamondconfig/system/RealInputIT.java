/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.diamondconfig.wire.ConfigKey;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** The life of a node with real files in it, on both containers: the same WAR, the same laws. */
class RealInputIT {

    /** The data folder of another server, with a store of its own. */
    private static Path foreignData;

    @BeforeAll
    static void makeAnotherStore() throws IOException {
        NodeOptions options = NodeOptions.in(TestNodes.home("foreign")).light();
        try (Node node = Nodes.payara(options)) {
            node.start();
            assertThat(new Api(node)
                            .publish(ConfigKey.of("other", "stranger.txt"), "not yours")
                            .statusCode())
                    .isEqualTo(200);
            node.stop();
        }
        foreignData = options.data();
    }

    @Nested
    class OnPayara extends RealInputLaws {

        @Override
        Node node(NodeOptions options) {
            return Nodes.payara(options);
        }

        @Override
        Path foreignData() {
            return foreignData;
        }
    }

    @Nested
    class OnWildFly extends RealInputLaws {

        @Override
        Node node(NodeOptions options) {
            return Nodes.wildfly(options);
        }

        @Override
        Path foreignData() {
            return foreignData;
        }
    }
}
