/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.diamondconfig.wire.ConfigKey;

/** An application that listens while it lives; loaded by {@link RedeployIT} with a class loader of its own. */
public final class RedeployedApplication {

    private RedeployedApplication() {}

    public static void run(String address, String home) throws InterruptedException {
        CountDownLatch heard = new CountDownLatch(1);
        try (DiamondClient client =
                DiamondClient.builder().servers(address).home(Path.of(home)).build()) {
            ConfigKey key = ConfigKey.of("g", "d");
            client.get(key).orElseThrow();
            client.listen(key, config -> heard.countDown());
            if (!heard.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the listener was not called");
            }
        }
    }
}
