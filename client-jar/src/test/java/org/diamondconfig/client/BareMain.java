/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client;

import java.nio.file.Path;
import org.diamondconfig.wire.ConfigKey;

/** A program that has the client jar and nothing else; run by {@link NoDependenciesIT} in a JVM of its own. */
public final class BareMain {

    private BareMain() {}

    public static void main(String[] args) {
        try (DiamondClient client =
                DiamondClient.builder().servers(args[0]).home(Path.of(args[1])).build()) {
            System.out.println(
                    client.get(ConfigKey.of("g", "d")).map(Config::content).orElse("nothing"));
        }
    }
}
