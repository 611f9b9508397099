/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.internal;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.diamondconfig.client.internal.edge.Credential;

/** Settings for tests: polls by the test's own hand, no thread that polls. */
final class Tunings {

    private Tunings() {}

    static Tuning of(Path home, List<URI> servers) {
        return tuning(home, servers, List.of());
    }

    static Tuning addressed(Path home, List<URI> urls) {
        return tuning(home, List.of(), urls);
    }

    private static Tuning tuning(Path home, List<URI> servers, List<URI> urls) {
        return new Tuning(
                servers,
                urls,
                home,
                "test",
                Credential.NONE,
                new Tuning.Limits(100, 1 << 20, true),
                new Tuning.Times(
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(30),
                        Duration.ofMillis(250),
                        Duration.ofSeconds(30)));
    }
}
