/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** gdiamond's face on a server in this process that nobody else polls; the deployed WAR keeps the same contracts. */
class GdiamondTest {

    private static TestServer server;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        server = TestServer.start(folder);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Nested
    class Face extends GdiamondContract {

        @Override
        protected String host() {
            return "127.0.0.1";
        }

        @Override
        protected int port() {
            return server.port();
        }
    }

    @Nested
    class Defects extends GdiamondDefectsContract {

        @Override
        protected String host() {
            return "127.0.0.1";
        }

        @Override
        protected int port() {
            return server.port();
        }
    }
}
