/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.diamondconfig.client.test.FakeDiamond;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * An application with a client, redeployed while its poll is held: no thread stays behind, and no class loader but two that
 * others keep, seen in heap dumps. {@code java.lang.runtime.ObjectMethods} of JDK 17 remembers one record whose {@code equals}
 * it linked, whoever's it is; the log thread of Payara keeps the context class loader of the application during whose
 * deployment it was started; an idle thread of WildFly keeps the request that it served last. None of them adds up: a leak
 * of ours would leave ten.
 */
class RedeployIT {

    private static final int ROUNDS = 10;
    private static final int KEPT_BY_OTHERS = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(180);

    @RegisterExtension
    final FakeDiamond diamond = new FakeDiamond();

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void payaraMicro_keepsNoThreadAndNoClassLoaderOfTheClient() throws Exception {
        try (SampleServer server = PayaraServer.start(diamond.uri(), folder)) {
            redeploy(server);
        }
    }

    @Test
    void wildFly_keepsNoThreadAndNoClassLoaderOfTheClient() throws Exception {
        try (SampleServer server = WildFlyServer.start(diamond.uri(), folder)) {
            redeploy(server);
        }
    }

    private void redeploy(SampleServer server) throws Exception {
        for (int round = 1; round <= ROUNDS; round++) {
            String greeting = "round " + round;
            server.deploy();
            diamond.publish(Greeting.KEY, greeting);
            await().atMost(PATIENCE).until(() -> page(server).equals(greeting));
            assertThat(server.clientThreads())
                    .as("threads of the deployed client")
                    .isNotEmpty();
            server.undeploy();
        }
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(server.clientThreads()).isEmpty();
            assertThat(server.sampleClassLoaders()).hasSizeLessThanOrEqualTo(KEPT_BY_OTHERS);
        });
    }

    private String page(SampleServer server) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.port() + "/sample/greeting"))
                .build();
        return http.send(request, BodyHandlers.ofString()).body();
    }
}
