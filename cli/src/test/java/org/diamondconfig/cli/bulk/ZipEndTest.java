/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A zip says at its end how many files are in it, also beyond the number that two bytes hold. */
class ZipEndTest {

    @TempDir
    private Path folder;

    private Path zip(int files) throws IOException {
        Path zip = folder.resolve("zip");
        try (ZipOutputStream out = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(zip)))) {
            out.setLevel(0);
            for (int i = 0; i < files; i++) {
                out.putNextEntry(new ZipEntry(Integer.toString(i)));
            }
        }
        return zip;
    }

    private static long files(Path zip) throws IOException {
        try (FileChannel channel = FileChannel.open(zip)) {
            return ZipEnd.files(channel);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536})
    void files_areCounted(int count) throws IOException {
        assertThat(files(zip(count))).isEqualTo(count);
    }

    @Test
    void zip_thatIsCutAnywhere_hasNoEnd() throws IOException {
        byte[] whole = Files.readAllBytes(zip(3));
        for (int length = 0; length < whole.length; length++) {
            Path cut = Files.write(folder.resolve("cut"), java.util.Arrays.copyOf(whole, length));

            assertThat(files(cut)).as("of %s bytes", length).isEqualTo(-1);
        }
    }
}
