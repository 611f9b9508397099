/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNamesTest {

    @ParameterizedTest
    @CsvSource({
        "app.properties, app.properties",
        "DEFAULT_GROUP, +default_group",
        "fooBar, foo+b+ar",
        "App, +a+pp",
        "a/b/c.yaml, a%2fb%2fc.yaml",
        "a:b, a%3ab",
        ".env, %2eenv",
        "end., end%2e",
        "., %2e",
        "con, %63on",
        "CON, %43+on",
        "nul.txt, %6eul.txt",
        "com1.yaml, %63om1.yaml",
        "console, console",
        "com10, com10",
    })
    void nameBecomesAFileName(String name, String fileName) {
        assertThat(FileNames.encode(name)).isEqualTo(fileName);
        assertThat(FileNames.decode(fileName)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "app.properties, app.properties",
        "DEFAULT_GROUP, DEFAULT_GROUP",
        "a/b, a%2fb",
        "a:b, a:b",
        ".env, %2eenv",
        "..., %2e..",
        "aux.txt, %61ux.txt",
        "CON, %43ON"
    })
    void plainNameIsWhatAPersonTypes(String name, String fileName) {
        assertThat(FileNames.encodePlain(name)).isEqualTo(fileName);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "a+", "%2", "%zz", "%61", "a.", ".a", "+A", "++a", "x~0123", "a%2Fb", "..", "a/b"})
    void fileNameThatEncodeNeverMakesIsRefused(String fileName) {
        assertThatIllegalArgumentException().isThrownBy(() -> FileNames.decode(fileName));
    }

    @Test
    void emptyNameHasNoFileName() {
        assertThatIllegalArgumentException().isThrownBy(() -> FileNames.encode(""));
        assertThatIllegalArgumentException().isThrownBy(() -> FileNames.encodePlain(""));
    }

    @Property
    void nameComesBackOrIsMarkedAsHashed(@ForAll("names") String name) {
        String fileName = FileNames.encode(name);

        if (fileName.indexOf('~') < 0) {
            assertThat(FileNames.decode(fileName)).isEqualTo(name);
        } else {
            assertThatIllegalArgumentException().isThrownBy(() -> FileNames.decode(fileName));
        }
    }

    @Property
    void nothingEscapesItsFolder(@ForAll("anything") String name) {
        Path folder = Path.of("/data/dump");

        for (String fileName : new String[] {FileNames.encode(name), FileNames.encodePlain(name)}) {
            assertThat(folder.resolve(fileName).normalize().getParent()).isEqualTo(folder);
            assertThat(fileName).matches("[A-Za-z0-9_.:%+~-]+").doesNotStartWith(".");
            assertThat(fileName.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(250);
        }
        assertThat(FileNames.encode(name)).doesNotEndWith(".").hasSizeLessThanOrEqualTo(FileNames.MAX_LENGTH);
    }

    @Property
    void noTwoNamesClashOnADiskThatIgnoresCase(@ForAll("names") String one, @ForAll("names") String other) {
        Assume.that(!one.equals(other));

        assertThat(FileNames.encode(one)).isNotEqualToIgnoringCase(FileNames.encode(other));
    }

    @Property
    void namesThatDifferOnlyInCaseDoNotClash(@ForAll("names") String name) {
        Assume.that(!name.equals(name.toLowerCase(Locale.ROOT)));

        assertThat(FileNames.encode(name)).isNotEqualToIgnoringCase(FileNames.encode(name.toLowerCase(Locale.ROOT)));
    }

    @Test
    void longNamesWithOneBeginningDoNotClash() {
        assertThat(FileNames.encode("a".repeat(249) + "b")).isNotEqualTo(FileNames.encode("a".repeat(249) + "c"));
        assertThat(FileNames.encodePlain("/".repeat(249) + "b"))
                .isNotEqualTo(FileNames.encodePlain("/".repeat(249) + "c"));
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings()
                .withChars("aAbBcCoOnNuUlLxX019._-:/")
                .ofMinLength(1)
                .ofMaxLength(250);
    }

    @Provide
    Arbitrary<String> anything() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMinLength(1).ofMaxLength(60),
                Arbitraries.strings().withChars("./\\:%~+").ofMinLength(1).ofMaxLength(300),
                Arbitraries.of("..", ".", "../../etc/passwd", "C:\\x", "a\0b", "con", "LPT9.txt", "~", "%2e%2e"));
    }
}
