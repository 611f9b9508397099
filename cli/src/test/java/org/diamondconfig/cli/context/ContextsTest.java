/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.diamondconfig.cli.edge.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of contexts is replaced as a whole. */
class ContextsTest {

    @TempDir
    private Path home;

    @Test
    void file_thatCannotBeReplaced_leavesNoTokenBesideIt() throws IOException {
        Path file = home.resolve("config");
        Files.createDirectories(file.resolve("in-its-place"));
        Contexts contexts = new Contexts("dev", Map.of("dev", new Context(Map.of(Context.TOKEN, "dmt_secret"))));

        assertThatThrownBy(() -> contexts.write(file)).isInstanceOf(Refused.class);

        assertThat(home).isDirectoryNotContaining(left -> !left.equals(file));
    }
}
