/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.diamondconfig.cli.Cli.Ran;
import org.diamondconfig.wire.Json;
import org.diamondconfig.wire.JsonWriter;
import org.diamondconfig.wire.Md5;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What export leaves in a folder: contents that are whole, names that come in again, labels that stay. */
class FolderExportTest extends DiamondCase {

    private static final String DEV = "{\"namespace\":\"dev\",\"group\":\"g\",\"dataId\":\"a\",\"type\":\"yaml\","
            + "\"description\":\"why\",\"app\":\"cart\",\"tags\":[\"t\"]}";

    private Path folder;
    private Path labels;

    @BeforeEach
    void start() throws IOException {
        folder = Files.createDirectories(home.resolve("all"));
        labels = folder.resolve(".labels.jsonl");
    }

    private static String row(String namespace, String dataId, String description, String content) {
        return row(namespace, dataId, description, content, Md5.hex(content));
    }

    private static String row(String namespace, String dataId, String description, String content, String md5) {
        return new JsonWriter()
                .object()
                .field("namespace", namespace)
                .field("group", "g")
                .field("dataId", dataId)
                .field("type", "text")
                .field("md5", md5)
                .field("description", description)
                .field("content", content)
                .endObject()
                .toString();
    }

    private void has(String namespace, String dataId, String description) {
        diamond.enqueue(200, configs(row(namespace, dataId, description, "one")));
    }

    private Ran export() {
        return cli.run("export", folder.toString());
    }

    @Test
    void labels_ofWhatIsNotExported_stay() throws IOException {
        Files.writeString(labels, DEV + '\n');
        has("prod", "a", "there");

        Ran ran = export();

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(Files.readAllLines(labels)).hasSize(2).contains(DEV);
        has("prod", "a", "");
        export();
        assertThat(Files.readAllLines(labels)).as("replaced by none").containsExactly(DEV);
        assertThat(folder.resolve("prod/g/a")).hasContent("one");
    }

    @Test
    void labels_stayWhole_whenAnExportEndsBeforeItsTime() throws IOException {
        Files.writeString(labels, DEV + '\n');
        diamond.enqueue(200, "{\"configs\":[" + row("dev", "a", "other", "one") + "],\"next\":\"c\"}");
        diamond.enqueue(503);

        assertThat(export().code()).isEqualTo(7);
        assertThat(Files.readAllLines(labels)).containsExactly(DEV);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactlyInAnyOrder(labels, folder.resolve("dev"));
        }
    }

    @Test
    void labels_stay_whenTheDatabaseCannotTellThem() throws IOException {
        Files.writeString(labels, DEV + '\n');
        String bare =
                "{\"configs\":[" + row("dev", "a", "", "one") + "],\"code\":\"STORE_DOWN\",\"detail\":\"It is away.\"}";
        diamond.enqueue(200, bare);

        Ran ran = export();

        assertThat(ran.code()).isEqualTo(7);
        assertThat(ran.err()).isEqualTo("diamond: STORE_DOWN: It is away.\n");
        assertThat(Files.readAllLines(labels)).containsExactly(DEV);
        assertThat(folder.resolve("dev/g/a")).doesNotExist();
    }

    @Test
    void pages_areAllWritten() {
        diamond.enqueue(200, "{\"configs\":[" + row("dev", "a", "", "one") + "],\"next\":\"c\"}");
        diamond.enqueue(200, configs(row("dev", "b", "", "two")));

        Ran ran = export();

        assertThat(ran.err()).isEqualTo("2 exported to " + folder + "\n");
        assertThat(folder.resolve("dev/g/a")).hasContent("one");
        assertThat(folder.resolve("dev/g/b")).hasContent("two");
    }

    @Test
    void groups_ofOnePage_areAllWritten_newOrNot() throws IOException {
        Path old = Files.createDirectories(folder.resolve("prod/g")).resolve("stays");
        Files.writeString(old, "as it was");
        diamond.enqueue(
                200, configs(row("dev", "a", "", "one"), row("prod", "b", "", "two"), row("test", "a/c", "", "three")));

        Ran ran = export();

        assertThat(ran.err()).isEqualTo("3 exported to " + folder + "\n");
        assertThat(folder.resolve("dev/g/a")).hasContent("one");
        assertThat(folder.resolve("prod/g/b")).hasContent("two");
        assertThat(folder.resolve("test/g/a%2fc")).hasContent("three");
        assertThat(old).hasContent("as it was");
    }

    @Test
    void content_thatIsNotWhole_isNotWritten() {
        diamond.enqueue(200, configs(row("dev", "a", "", "on", Md5.hex("one"))));

        assertThat(export().code()).isEqualTo(7);
        assertThat(folder.resolve("dev/g/a")).doesNotExist();
    }

    @Test
    void names_ofAllLengths_comeInAgain() {
        String deep = "d/".repeat(124) + "xy";
        List<String> names = List.of(
                "a/b",
                "a",
                "x".repeat(250),
                "." + "x".repeat(249),
                "con." + "x".repeat(246),
                "x".repeat(248) + "/y",
                "." + "x".repeat(247) + "/y",
                deep);
        names.forEach(name -> has("", name, ""));
        names.forEach(name -> assertThat(export().code()).as(name).isZero());
        diamond.enqueue(200, NO_CONFIGS);

        cli.run("import", folder.toString(), "--policy", "overwrite", "--dry-run");

        String asked = last().body();
        assertThat(Json.parseObject(asked.getBytes(java.nio.charset.StandardCharsets.UTF_8)).objects("keys").stream()
                        .map(key -> key.string("dataId")))
                .containsExactlyInAnyOrderElementsOf(names);
        assertThat(folder.resolve("public/g/a%2fb")).hasContent("one");
    }

    @Test
    void file_thatIsInAFolderForEachSegment_isWrittenThere() throws IOException {
        Path file = Files.createDirectories(folder.resolve("dev/g/a")).resolve("b");
        Files.writeString(file, "old");
        has("dev", "a/b", "");

        export();

        assertThat(file).hasContent("one");
        assertThat(folder.resolve("dev/g/a%2fb")).doesNotExist();
    }
}
