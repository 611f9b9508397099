/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.internal.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialTest {

    @Test
    void token_isABearer_andNoneIsNoHeader() {
        assertThat(Credential.of("dmt_1").header()).contains("Bearer dmt_1");
        assertThat(Credential.of("").header()).isEmpty();
        assertThat(Credential.NONE.header()).isEmpty();
    }

    @Test
    void file_isReadAtFirst_andAgainWhenItsTokenWasRefused(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "old\n");
        Credential credential = Credential.in(file);

        Files.writeString(file, " new ");
        assertThat(credential.header()).contains("Bearer old");
        credential.readAgain();
        assertThat(credential.header()).contains("Bearer new");
    }

    @Test
    void fileThatGoesAway_leavesTheTokenThatWas(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "old");
        Credential credential = Credential.in(file);

        Files.delete(file);
        credential.readAgain();

        assertThat(credential.header()).contains("Bearer old");
    }

    @Test
    void fileWithMoreThanAToken_leavesTheTokenThatWas(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "old");
        Credential credential = Credential.in(file);

        Files.writeString(file, "new\r\nX-Evil: 1");
        credential.readAgain();

        assertThat(credential.header()).contains("Bearer old");
    }

    @Test
    void missingFile_isNoToken(@TempDir Path folder) {
        assertThat(Credential.in(folder.resolve("none")).header()).isEmpty();
    }
}
