/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Zips that are ours, and zips that somebody made to do harm. */
class ZipReaderTest {

    private static final ZipReader.Limits LIMITS = new ZipReader.Limits(200_000, 1 << 30, 100);
    private static final int FLAGS = 8;

    @TempDir
    Path folder;

    private Spool spool;

    @BeforeEach
    void spool() {
        spool = new Spool(folder.resolve("spool"));
    }

    private byte[] zip(int entries, byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipWriter zip = new ZipWriter(out, spool)) {
            for (int i = 0; i < entries; i++) {
                zip.add("n" + i, content);
            }
            zip.finish();
        }
        return out.toByteArray();
    }

    private ZipReader open(byte[] zip, ZipReader.Limits limits) throws IOException, ArchiveException {
        FileChannel file = spool.open();
        file.write(ByteBuffer.wrap(zip));
        return ZipReader.open(file, limits);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Opens it and reads every entry. */
    private int readAll(byte[] zip) throws IOException, ArchiveException {
        try (ZipReader reader = open(zip, LIMITS)) {
            for (int i = 0; i < reader.size(); i++) {
                reader.read(reader.entry(i), 1 << 20);
            }
            return reader.size();
        }
    }

    private static String code(Exception e) {
        return e instanceof ArchiveException refused ? refused.code() : e.toString();
    }

    @Test
    void whatIsWritten_isReadHere_andByJava() throws Exception {
        byte[] content = text("a".repeat(5_000));
        byte[] zip = zip(3, content);
        Path file = Files.write(folder.resolve("a.zip"), zip);

        try (ZipReader ours = open(zip, LIMITS);
                ZipFile javas = new ZipFile(file.toFile())) {
            assertThat(ours.read(ours.entry(ours.find("n2").orElseThrow()), 5_000))
                    .isEqualTo(content);
            assertThat(javas.getInputStream(javas.getEntry("n2")).readAllBytes())
                    .isEqualTo(content);
            assertThat(ours.find("n3")).isEmpty();
        }
    }

    @Test
    void sameEntries_makeTheSameBytes_andLeaveNoFile() throws Exception {
        assertThat(zip(20, text("x"))).isEqualTo(zip(20, text("x")));
        try (var left = Files.list(folder.resolve("spool"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void moreEntriesThanFitIn16Bits_makeAZip64() throws Exception {
        byte[] zip = zip(70_000, text("x"));
        Path file = Files.write(folder.resolve("a.zip"), zip);

        try (ZipFile javas = new ZipFile(file.toFile())) {
            assertThat(javas.size()).isEqualTo(70_000);
        }
        assertThat(readAll(zip)).isEqualTo(70_000);
        assertThatThrownBy(() -> open(zip, new ZipReader.Limits(69_999, 1 << 30, 100)))
                .satisfies(e -> assertThat(code((Exception) e)).isEqualTo("TOO_MANY_ITEMS"));
    }

    @Test
    void anyTruncation_isRefused() throws Exception {
        byte[] zip = zip(3, text("content"));

        for (int length = 0; length < zip.length; length++) {
            byte[] cut = Arrays.copyOf(zip, length);
            assertThatThrownBy(() -> readAll(cut)).isInstanceOf(ArchiveException.class);
        }
    }

    @Test
    void anyFlippedByte_isReadOrRefused_andNothingElse() throws Exception {
        byte[] zip = zip(2, text("content content content"));

        for (int at = 0; at < zip.length; at++) {
            for (int flip : new int[] {1, 0x80, 0xff}) {
                byte[] other = zip.clone();
                other[at] ^= (byte) flip;
                try {
                    readAll(other);
                } catch (ArchiveException e) {
                    assertThat(e.code()).isNotEmpty();
                }
            }
        }
    }

    @Test
    void whatStandsBeforeTheFirstEntry_orBehindTheLast_isRefused() throws Exception {
        byte[] zip = zip(1, text("x"));
        ByteArrayOutputStream before = new ByteArrayOutputStream();
        before.write(text("<html>"));
        before.write(zip);
        byte[] behind = Arrays.copyOf(zip, zip.length + 1);

        assertThatThrownBy(() -> readAll(before.toByteArray())).isInstanceOf(ArchiveException.class);
        assertThatThrownBy(() -> readAll(behind)).isInstanceOf(ArchiveException.class);
    }

    @Test
    void aBomb_isRefused_beforeAnythingIsUnfolded() throws Exception {
        byte[] bomb = zip(2, new byte[40 << 20]);

        assertThatThrownBy(() -> open(bomb, LIMITS))
                .satisfies(e -> assertThat(code((Exception) e)).isEqualTo("ZIP_TOO_LARGE"));
    }

    @Test
    void entriesThatShareTheirBytes_areRefused() throws Exception {
        byte[] zip = zip(2, text("0123456789"));
        ByteBuffer bytes = ByteBuffer.wrap(zip).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        int central = bytes.getInt(zip.length - 6);
        int second = central + 46 + 2;
        bytes.putInt(second + 42, 0);

        assertThatThrownBy(() -> readAll(zip))
                .satisfies(e -> assertThat(code((Exception) e)).isEqualTo("BROKEN_ENTRY"));
    }

    @Test
    void encryptedEntriesAndLinks_areRefusedOneByOne() throws Exception {
        byte[] encrypted = zip(1, text("x"));
        int central = ByteBuffer.wrap(encrypted)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .getInt(encrypted.length - 6);
        byte[] link = encrypted.clone();
        encrypted[central + FLAGS] |= 1;
        link[central + 5] = 3;
        link[central + 41] = (byte) 0xa1;

        assertThatThrownBy(() -> readAll(encrypted))
                .satisfies(e -> assertThat(code((Exception) e)).isEqualTo("ENCRYPTED"));
        assertThatThrownBy(() -> readAll(link))
                .satisfies(e -> assertThat(code((Exception) e)).isEqualTo("LINK"));
    }
}
