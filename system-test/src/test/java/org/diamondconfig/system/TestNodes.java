/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the tests' nodes live: a fresh folder each, kept for whoever looks into a failure. */
final class TestNodes {

    private TestNodes() {}

    static Path home(String name) throws IOException {
        Path home = Path.of(System.getProperty("nodes.home")).resolve(name);
        Folders.delete(home);
        return Files.createDirectories(home);
    }
}
