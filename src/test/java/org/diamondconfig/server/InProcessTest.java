/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import java.net.URI;
import java.nio.file.Path;
import org.diamondconfig.client.test.ChildrenClientContract;
import org.diamondconfig.client.test.ProviderClientContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The contracts of the native API, on the server inside this process; the deployed WAR keeps the same ones. */
class InProcessTest {

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
    class Admin extends AdminContract {

        @Override
        protected URI base() {
            return InProcessTest.server.base();
        }
    }

    @Nested
    class Copies extends CopyContract {

        @Override
        protected URI base() {
            return InProcessTest.server.base();
        }
    }

    @Nested
    class Imports extends ImportContract {

        @Override
        protected URI base() {
            return InProcessTest.server.base();
        }
    }

    @Nested
    class ContentsToValidate extends ValidateContract {

        @Override
        protected URI base() {
            return InProcessTest.server.base();
        }
    }

    @Nested
    class Events extends EventsContract {

        @Override
        protected URI base() {
            return InProcessTest.server.base();
        }
    }

    @Nested
    class ConsoleFiles extends ConsoleFilesContract {

        @Override
        protected String host() {
            return "127.0.0.1";
        }

        @Override
        protected int port() {
            return InProcessTest.server.port();
        }
    }

    @Nested
    class Datums extends DatumContract {

        @Override
        protected URI base() {
            return InProcessTest.server.base();
        }
    }

    @Nested
    class ChildrenBelow extends ChildrenContract {

        @Override
        protected URI base() {
            return InProcessTest.server.base();
        }
    }

    @Nested
    class ProvidersOfAService extends ProviderContract {

        @Override
        protected URI base() {
            return InProcessTest.server.base();
        }
    }

    @Nested
    class ChildrenClient extends ChildrenClientContract {

        @Override
        protected URI server() {
            return InProcessTest.server.base();
        }
    }

    @Nested
    class ProviderClient extends ProviderClientContract {

        @Override
        protected URI server() {
            return InProcessTest.server.base();
        }
    }

    @Nested
    class DiamondFace extends DiamondFaceContract {

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
    class DiamondAdmin extends DiamondAdminContract {

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
    class BadInputRefused extends BadInputContract {

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
    class PollsByEitherWay extends PollContract {

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
    class OddConnections extends ConnectionContract {

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
