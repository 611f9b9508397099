/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.diamondconfig.client.test.ChildrenClientContract;
import org.diamondconfig.client.test.ClientContract;
import org.diamondconfig.client.test.DatumClientContract;
import org.diamondconfig.client.test.ProviderClientContract;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What the WAR promises once it is deployed. Runs whole on each server of arquillian.xml; the server starts once, and every
 * contract is a nested class against the same deployment, from outside.
 */
@ExtendWith(ArquillianExtension.class)
class DeployedIT {

    static final URI SERVER =
            URI.create("http://127.0.0.1:" + Integer.getInteger("diamond.it.port") + "/diamond-server");

    /** The WAR as it is shipped, not one made for the test. */
    @Deployment(testable = false)
    static WebArchive shippedWar() {
        return ShrinkWrap.createFromZipFile(WebArchive.class, new File("../target/diamond-server.war"));
    }

    @Test
    void deployedWar_isAlive() throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(SERVER + "/health/live")).build();

        assertThat(HttpClient.newHttpClient()
                        .send(request, BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
    }

    @Nested
    class Client extends ClientContract {

        @Override
        protected URI server() {
            return SERVER;
        }
    }

    @Nested
    class DatumClient extends DatumClientContract {

        @Override
        protected URI server() {
            return SERVER;
        }
    }

    @Nested
    class ChildrenClient extends ChildrenClientContract {

        @Override
        protected URI server() {
            return SERVER;
        }
    }

    @Nested
    class ProviderClient extends ProviderClientContract {

        @Override
        protected URI server() {
            return SERVER;
        }
    }

    @Nested
    class Admin extends AdminContract {

        @Override
        protected URI base() {
            return SERVER;
        }
    }

    @Nested
    class ContentsToValidate extends ValidateContract {

        @Override
        protected URI base() {
            return SERVER;
        }
    }

    @Nested
    class Events extends EventsContract {

        @Override
        protected URI base() {
            return SERVER;
        }
    }

    @Nested
    class ConsoleFiles extends ConsoleFilesContract {

        @Override
        protected String host() {
            return SERVER.getHost();
        }

        @Override
        protected int port() {
            return SERVER.getPort();
        }
    }

    @Nested
    class Datums extends DatumContract {

        @Override
        protected URI base() {
            return SERVER;
        }
    }

    @Nested
    class ChildrenBelow extends ChildrenContract {

        @Override
        protected URI base() {
            return SERVER;
        }
    }

    @Nested
    class ProvidersOfAService extends ProviderContract {

        @Override
        protected URI base() {
            return SERVER;
        }
    }

    @Nested
    class WrongInput extends BadInputContract {

        @Override
        protected String host() {
            return SERVER.getHost();
        }

        @Override
        protected int port() {
            return SERVER.getPort();
        }

        @Override
        protected boolean keepsConnections() {
            return System.getProperty("arquillian.launch").equals("wildfly");
        }
    }

    @Nested
    class OtherSpellings extends PathContract {

        @Override
        protected String host() {
            return SERVER.getHost();
        }

        @Override
        protected int port() {
            return SERVER.getPort();
        }
    }

    @Nested
    class DiamondFace extends DiamondFaceContract {

        @Override
        protected String host() {
            return SERVER.getHost();
        }

        @Override
        protected int port() {
            return SERVER.getPort();
        }
    }

    @Nested
    class DiamondAdmin extends DiamondAdminContract {

        @Override
        protected String host() {
            return SERVER.getHost();
        }

        @Override
        protected int port() {
            return SERVER.getPort();
        }
    }

    @Nested
    class Gdiamond extends GdiamondContract {

        @Override
        protected String host() {
            return SERVER.getHost();
        }

        @Override
        protected int port() {
            return SERVER.getPort();
        }

        @Override
        protected boolean isAlone() {
            return false;
        }
    }

    @Nested
    class GdiamondDefects extends GdiamondDefectsContract {

        @Override
        protected String host() {
            return SERVER.getHost();
        }

        @Override
        protected int port() {
            return SERVER.getPort();
        }

        @Override
        protected boolean isAlone() {
            return false;
        }
    }

    @Nested
    class PollsByEitherWay extends PollContract {

        @Override
        protected String host() {
            return SERVER.getHost();
        }

        @Override
        protected int port() {
            return SERVER.getPort();
        }
    }

    @Nested
    class OddConnections extends ConnectionContract {

        @Override
        protected String host() {
            return SERVER.getHost();
        }

        @Override
        protected int port() {
            return SERVER.getPort();
        }
    }
}
