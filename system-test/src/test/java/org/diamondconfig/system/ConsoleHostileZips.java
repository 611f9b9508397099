/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.FilePayload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Zips that mean no good: the person who was made to import one reads what is wrong with it, by entry, and nothing is written. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ConsoleHostileZips {

    private static final int HEADER = 46;
    private static final int MEBIBYTE = 1 << 20;

    private final ConsolePlace place;

    /** One for all of them: each zip is another choice in the same form. */
    private Visit visit;

    ConsoleHostileZips(ConsolePlace place) {
        this.place = place;
    }

    @BeforeAll
    void come() {
        visit = place.signedIn().openFirst().expect("4\\d\\d POST .*/import.*");
    }

    @AfterAll
    void leave() {
        visit.close();
    }

    /**
     * One row of what is tried.
     *
     * @param told what a person reads of it
     */
    private record Hostile(String name, byte[] zip, String... told) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Hostile> hostile() throws IOException {
        byte[] two = zip(StandardCharsets.UTF_8, Map.of("evil/aa", text("1"), "evil/ab", text("2")));
        byte[] bomb = new byte[70 * MEBIBYTE];
        byte[] html = text("<html><script>document.title='HACKED'</script>");
        return Stream.of(
                new Hostile(
                        "pathOutOfTheZip",
                        of("../../etc/passwd", "/abs/a", "evil\\..\\a", "C:/a/../b"),
                        "INVALID_NAME"),
                new Hostile("markupForAName", of("evil/<img src=x onerror=document.title='HACKED'>"), "INVALID_NAME"),
                new Hostile("bomb", zip(StandardCharsets.UTF_8, Map.of("evil/a", bomb)), "ZIP_TOO_LARGE"),
                new Hostile("zipInTheZip", zip(StandardCharsets.UTF_8, Map.of("evil/a.zip", two)), "CONTENT_NOT_UTF8"),
                new Hostile(
                        "contentThatIsTooLarge",
                        zip(StandardCharsets.UTF_8, Map.of("evil/a", new byte[2 * MEBIBYTE])),
                        "CONTENT_TOO_LARGE"),
                new Hostile("sameNameTwice", renamed(two, 2), "DUPLICATE_ENTRY"),
                new Hostile("directoryThatNamesAnotherThanTheEntry", renamed(two, 1), "BROKEN_ENTRY"),
                new Hostile("sizeThatIsALie", patched(two, 24, 9), "BROKEN_ENTRY"),
                new Hostile("encryptedEntry", patched(two, 8, 1), "ENCRYPTED"),
                new Hostile("linkForAnEntry", patched(patched(two, 5, 3), 41, 0xa1), "LINK"),
                new Hostile(
                        "nameInGbk",
                        zip(Charset.forName("GBK"), Map.of("\u5206\u7ec4/\u914d\u7f6e", text("1"))),
                        "INVALID_NAME"),
                new Hostile(
                        "metadataThatNamesATypeOfTheServer",
                        zip(
                                StandardCharsets.UTF_8,
                                Map.of(".metadata.yml", text("!!javax.script.ScriptEngineManager [1]"))),
                        "BAD_METADATA"),
                new Hostile("zipThatWasCutOff", Arrays.copyOf(two, two.length - 9), "NOT_A_ZIP"),
                new Hostile("pageThatIsAZipToo", joined(html, two), "BROKEN_ZIP"));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] of(String... names) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (String name : names) {
            files.put(name, text("1"));
        }
        return zip(StandardCharsets.UTF_8, files);
    }

    private static byte[] zip(Charset names, Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out, names)) {
            for (Map.Entry<String, byte[]> file : new TreeMap<>(files).entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
                zip.closeEntry();
            }
        }
        return out.toByteArray();
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    /** Calls the entry ab what the first is called: at the first so many of the two places where its name stands. */
    private static byte[] renamed(byte[] zip, int places) {
        byte[] bytes = zip.clone();
        byte[] name = text("evil/ab");
        int left = places;
        for (int at = 0; at <= bytes.length - name.length && left > 0; at++) {
            if (Arrays.equals(bytes, at, at + name.length, name, 0, name.length)) {
                bytes[at + name.length - 1] = 'a';
                left--;
            }
        }
        return bytes;
    }

    /** Changes a byte of what the directory says of the first entry. */
    private static byte[] patched(byte[] zip, int place, int value) {
        byte[] bytes = zip.clone();
        int directory = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(bytes.length - 6);
        assertThat(place).isLessThan(HEADER);
        bytes[directory + place] = (byte) (bytes[directory + place] | value);
        return bytes;
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void hostileZip_isToldInWords_andNothingOfItIsWritten(Hostile hostile) {
        visit.open("import?namespace=staging&policy=skip");
        FilePayload file = new FilePayload("shop.zip", "application/zip", hostile.zip);
        visit.page().locator("[name=zip]").setInputFiles(file);
        visit.page().locator("main form button.primary:enabled").click();
        visit.page().locator("main tbody tr, main .banner.bad").first().waitFor();
        visit.settled();

        assertThat(visit.page().locator("main").innerText()).contains(hostile.told);
        assertThat(visit.page().title()).doesNotContain("HACKED");
        assertThat(place.ask("GET", "/configs?namespace=staging&group=evil", "").body())
                .contains("\"configs\":[]");
        visit.assertNothingWrong();
    }

    @Test
    void namesThatDifferByCaseAlone_areTwoConfigurations() throws IOException {
        visit.open("import?namespace=production&policy=skip");
        FilePayload file = new FilePayload("shop.zip", "application/zip", of("case/App", "case/app"));
        visit.page().locator("[name=zip]").setInputFiles(file);
        visit.page().locator("main form button.primary:enabled").click();
        visit.page().locator("main section button.primary:enabled").click();
        visit.page().locator("dialog[open]").waitFor();
        visit.page().keyboard().press("Control+Enter");
        visit.page().locator("main .banner.ok").waitFor();

        assertThat(place.ask("GET", "/configs?namespace=production&group=case", "")
                        .body())
                .contains("\"dataId\":\"App\"", "\"dataId\":\"app\"");
        visit.assertNothingWrong();
    }
}
