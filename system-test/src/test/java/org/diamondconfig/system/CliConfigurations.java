/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.diamondconfig.system.Diamond.Ran;
import org.diamondconfig.wire.JsonObject;
import org.diamondconfig.wire.Md5;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands about configurations, datums and folders of them, each as it is meant to go. */
abstract class CliConfigurations {

    @TempDir
    Path folder;

    private Diamond diamond;

    /** Of somebody who may do everything. */
    abstract Diamond diamond();

    @BeforeEach
    void start() {
        diamond = diamond();
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    @Test
    void content_isPublishedReadComparedAndTakenBack() throws IOException {
        String one = file("one.yaml", "tea: 3\nmilk: 1\n").toString();
        diamond.well(
                "put",
                "prices.yaml",
                "-f",
                one,
                "-m",
                "first",
                "--description",
                "of the shop",
                "--tag",
                "dear",
                "--app",
                "cart");
        diamond.input("tea: 4\nmilk: 1\n").well("put", "prices.yaml", "--type", "yaml", "--if-version", "1");

        assertThat(diamond.well("get", "prices.yaml")).isEqualTo("tea: 4\nmilk: 1\n");
        assertThat(diamond.well("get", "prices.yaml", "--stored")).isEqualTo("tea: 4\nmilk: 1\n");
        assertThat(diamond.well("get", "prices.yaml", "--version-number", "1")).isEqualTo("tea: 3\nmilk: 1\n");
        assertThat(diamond.well("get", "prices.yaml", "--md5")).isEqualTo(Md5.hex("tea: 4\nmilk: 1\n") + "\n");
        assertThat(diamond.run("diff", "prices.yaml", "-f", one).with(1).out()).contains("-tea: 4\n+tea: 3\n");
        assertThat(diamond.run("diff", "prices.yaml", "--versions", "1..2")
                        .with(1)
                        .out())
                .contains("-tea: 3\n+tea: 4\n");
        assertThat(diamond.well("history", "prices.yaml", "-o", "raw").lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("2\t"),
                        line -> assertThat(line).startsWith("1\t").endsWith("\tfirst"));
        diamond.well("rollback", "prices.yaml", "--to", "1", "--if-version", "2");
        diamond.well("diff", "prices.yaml", "-f", one);
        diamond.well("rm", "prices.yaml", "-m", "closed");
        diamond.run("get", "prices.yaml").with(3);
        diamond.well("rm", "prices.yaml", "--ignore-missing");
        assertThat(diamond.well("history", "prices.yaml", "--limit", "1", "-o", "json"))
                .contains("\"comment\":\"closed\"");
    }

    @Test
    void content_isChangedInAnEditor_andKeepsItsLabels() throws IOException {
        diamond.well("put", "edited", "--content", "tea: 3\n", "--type", "yaml", "--tag", "dear");
        Path editor = file("editor", "#!/bin/sh\necho 'milk: 1' >> \"$1\"\n");

        diamond.with("EDITOR", "sh " + editor).well("edit", "edited", "-m", "by hand");

        assertThat(diamond.well("get", "edited")).isEqualTo("tea: 3\nmilk: 1\n");
        assertThat(diamond.run("list", "edited", "--tag", "dear", "--type", "yaml", "-o", "json")
                        .with(0)
                        .objects())
                .hasSize(1);
    }

    @Test
    void list_findsByNameTagTypeAppAndContent() {
        String[] put = {
            "put",
            "found.json",
            "-g",
            "listed",
            "--type",
            "json",
            "--tag",
            "red",
            "--app",
            "cart",
            "--content",
            "{\"a\": 1}"
        };
        diamond.well(put);
        diamond.well("put", "other", "-g", "listed", "--content", "2");

        assertThat(diamond.well("list", "-g", "listed", "-o", "raw")).hasLineCount(2);
        assertThat(diamond.well("list", "-g", "listed", "--count", "-o", "raw"))
                .startsWith("all\t\t2\n")
                .contains("types\tjson\t1\n");
        for (String[] filter : new String[][] {
            {"found*"},
            {"--tag", "red"},
            {"--type", "json"},
            {"--app", "cart"},
            {"--content", "{\"a"},
            {"--content", "a\": [0-9]", "--regex"},
            {"-A", "found.*"}
        }) {
            String[] all = new String[filter.length + 5];
            System.arraycopy(new String[] {"list", "-g", "listed", "-o", "json"}, 0, all, 0, 5);
            System.arraycopy(filter, 0, all, 5, filter.length);
            Ran ran = diamond.run(all).with(0);
            assertThat(ran.objects())
                    .as(String.join(" ", filter))
                    .extracting(found -> found.string("dataId"))
                    .containsExactly("found.json");
        }
    }

    @Test
    void content_isLookedAtBeforeItIsPublished() {
        assertThat(diamond.input("a: [1\n")
                        .run("validate", "-f", "-", "--type", "yaml")
                        .with(6)
                        .out())
                .contains("SYNTAX");
        diamond.input("a: 1\n").well("validate", "-f", "-", "--type", "yaml");
        diamond.input("a: 1\n").run("put", "tried.yaml", "--dry-run").with(1);
        diamond.run("get", "tried.yaml").with(3);
    }

    @Test
    void watch_printsWhatIs_andEachChange_andRunsACommand() throws Exception {
        diamond.well("put", "watched", "--content", "one");
        Path seen = folder.resolve("seen");
        CompletableFuture<Ran> watch =
                diamond().later("watch", "watched", "--count", "2", "--exec", "cat >> " + seen + "; echo >> " + seen);
        Awaitility.await()
                .until(() -> Files.exists(seen) && Files.readString(seen).equals("one\n"));

        diamond.well("put", "watched", "--content", "two");

        assertThat(watch.get().with(0).objects())
                .extracting(line -> line.string("content"))
                .containsExactly("one", "two");
        assertThat(seen).hasContent("one\ntwo\n");
    }

    @Test
    void watch_ofAPrefix_tellsWhatIsBelow() {
        diamond.well("put", "below/a", "--content", "one");

        Ran watch =
                diamond.run("watch", "below/", "--count", "1", "--no-content").with(0);

        assertThat(watch.out())
                .contains("\"dataId\":\"below/a\",\"state\":\"present\"")
                .doesNotContain("content");
    }

    @Test
    void datums_arePublishedListedAndTakenAway() {
        diamond.input("10.0.0.1:80").well("datum", "put", "cart", "one");
        diamond.input("10.0.0.2:80").well("datum", "put", "cart", "two", "-m", "more");

        assertThat(diamond.run("datum", "list", "cart", "-o", "json").with(0).objects())
                .extracting(datum -> datum.string("content"))
                .containsExactly("10.0.0.1:80", "10.0.0.2:80");
        assertThat(diamond.well("datum", "history", "cart", "-o", "raw"))
                .hasLineCount(2)
                .contains("more");
        diamond.well("datum", "rm", "cart", "one");
        Awaitility.await()
                .untilAsserted(() -> assertThat(diamond.well("get", "cart")).isEqualTo("10.0.0.2:80"));
        diamond.well("datum", "clear", "cart");
        Awaitility.await("the key to be gone, once nothing is merged to nothing")
                .untilAsserted(() -> diamond.run("datum", "list", "cart").with(3));
    }

    @Test
    void providers_areUpOrNot() {
        diamond.input("10.0.0.1:80").well("datum", "put", "pay", "one");
        diamond.input("10.0.0.2:80").well("datum", "put", "pay", "two");

        diamond.well("providers", "set", "pay", "one", "down", "-m", "broken");

        assertThat(diamond.well("providers", "one", "pay")).isEqualTo("two\n");
        assertThat(diamond.well("providers", "list", "pay", "-o", "raw")).hasLineCount(1);
        assertThat(diamond.well("providers", "list", "pay", "-a", "-o", "raw"))
                .hasLineCount(2)
                .contains("one\tdown");
        assertThat(diamond.well("providers", "history", "pay", "one", "-o", "raw"))
                .contains("broken");
        assertThat(diamond.well("providers", "check", "pay", "-o", "json")).contains("\"on\":false");
        diamond.well("providers", "set", "pay", "two", "offline");
        diamond.run("providers", "one", "pay").with(3);
    }

    @Test
    void folder_goesOutAndComesInAgain() throws IOException {
        diamond.well("put", "a/b.properties", "-g", "out", "--description", "why", "--content", "x=1");
        diamond.well("put", "c", "-g", "out", "--content", "ü\r\nno end");
        String all = folder.resolve("all").toString();
        Path group = folder.resolve("all/public/out");

        diamond.well("export", all, "-g", "out");

        assertThat(group.resolve("a%2fb.properties")).hasContent("x=1");
        assertThat(Files.readString(group.resolve("c"))).isEqualTo("ü\r\nno end");
        diamond.well("rm", "c", "-g", "out");
        Files.writeString(group.resolve("a%2fb.properties"), "x=2");
        diamond.run("import", all).with(5);
        assertThat(diamond.run("import", all, "--policy", "overwrite", "--dry-run", "-o", "json")
                        .with(1)
                        .objects())
                .extracting(item -> item.string("outcome"))
                .containsExactlyInAnyOrder("changed", "created");
        assertThat(diamond.run("import", all, "--policy", "overwrite", "-o", "json")
                        .with(0)
                        .objects())
                .extracting(item -> item.string("outcome"))
                .containsExactlyInAnyOrder("changed", "created");
        assertThat(diamond.well("get", "c", "-g", "out")).isEqualTo("ü\r\nno end");
        assertThat(diamond.run("list", "-g", "out", "a*", "-o", "json").objects())
                .extracting(found -> found.string("description"))
                .containsExactly("why");
    }

    @Test
    void zip_goesOutAndComesInAgain() {
        diamond.well("namespaces", "add", "zipped");
        diamond.well("put", "a.yaml", "-g", "packed", "--description", "why", "--content", "tea: 3");
        diamond.well("put", "b", "-g", "packed", "--content", "ü");
        String zip = folder.resolve("all.zip").toString();

        assertThat(diamond.run("zip", "export", zip, "-g", "packed").with(0).err())
                .contains("2 exported to");
        diamond.run("zip", "export", zip, "-g", "packed").with(2);
        diamond.well("zip", "export", zip, "-g", "packed", "--force", "--filter", "?*");
        diamond.well("put", "a.yaml", "-g", "packed", "--content", "tea: 4");
        diamond.run("zip", "import", zip).with(5);
        assertThat(diamond.well("get", "a.yaml", "-g", "packed")).isEqualTo("tea: 4");
        String plan =
                diamond
                        .run("zip", "import", zip, "--to", "zipped", "--dry-run", "-o", "json")
                        .with(1)
                        .objects()
                        .stream()
                        .filter(line -> line.has("plan"))
                        .map(line -> line.string("plan"))
                        .findFirst()
                        .orElseThrow();
        diamond.run("get", "b", "-g", "packed", "-n", "zipped").with(3);
        diamond.well("zip", "import", zip, "--to", "zipped", "--plan", plan, "-m", "moved");
        assertThat(diamond.well("get", "a.yaml", "-g", "packed", "-n", "zipped"))
                .isEqualTo("tea: 3");
        assertThat(diamond.well("get", "b", "-g", "packed", "-n", "zipped")).isEqualTo("ü");
        assertThat(diamond.run("zip", "import", zip, "--policy", "overwrite", "-o", "raw")
                        .with(0)
                        .out())
                .startsWith("overwritten\tpublic\tpacked\ta.yaml\t3");
        assertThat(diamond.run("list", "a.yaml", "-n", "zipped", "-o", "json").objects())
                .extracting(found -> found.string("description"))
                .containsExactly("why");
    }

    @Test
    void purge_removesWhatMatches() {
        for (String name : new String[] {"old.1", "old.2", "new.1"}) {
            diamond.well("put", name, "-g", "purged", "--content", "1");
        }

        diamond.run("purge", "old.*", "-g", "purged").with(2);
        assertThat(diamond.run("purge", "old.*", "-g", "purged", "--dry-run", "-o", "raw")
                        .with(1)
                        .out())
                .hasLineCount(2);
        diamond.well("get", "old.1", "-g", "purged");
        diamond.well("purge", "old.*", "-g", "purged", "--yes", "-m", "tidy");

        assertThat(diamond.run("list", "-g", "purged", "-o", "json").objects())
                .extracting(found -> found.string("dataId"))
                .containsExactly("new.1");
        assertThat(diamond.well("history", "old.1", "-g", "purged", "-o", "raw"))
                .contains("tidy");
    }

    @Test
    void apply_makesAGroupWhatItsFolderIs() throws IOException {
        diamond.well("put", "stays", "-g", "kept", "--content", "1");
        diamond.well("put", "goes", "-g", "kept", "--content", "1");
        Path group = Files.createDirectories(folder.resolve("wanted/public/kept"));
        Files.writeString(group.resolve("stays"), "1");
        Files.writeString(group.resolve("comes"), "1");
        String wanted = folder.resolve("wanted").toString();

        assertThat(diamond.run("apply", "-f", wanted, "--prune", "--dry-run", "-o", "json")
                        .with(1)
                        .objects())
                .extracting(item -> item.string("outcome") + " " + item.string("dataId"))
                .containsExactlyInAnyOrder("same stays", "created comes", "removed goes");
        diamond.well("get", "goes", "-g", "kept");
        diamond.well("apply", "-f", wanted, "--prune", "-m", "as wished");

        assertThat(diamond.run("list", "-g", "kept", "-o", "json").with(0).objects())
                .extracting(found -> found.string("dataId"))
                .containsExactlyInAnyOrder("stays", "comes");
        diamond.well("apply", "-f", wanted, "--prune", "--dry-run");
    }

    @Test
    void copy_goesToAnotherNamespace() {
        diamond.well("namespaces", "add", "copied");
        diamond.well("put", "a", "-g", "source", "--content", "1");

        diamond.run("copy", "--to", "copied", "-g", "source", "--dry-run").with(1);
        diamond.run("get", "a", "-g", "source", "-n", "copied").with(3);
        diamond.well("copy", "--to", "copied", "-g", "source", "--rename-group", "source=target");

        assertThat(diamond.well("get", "a", "-g", "target", "-n", "copied")).isEqualTo("1");
        diamond.well("copy", "--to", "public", "-g", "source", "--key", "a=named/b");
        assertThat(diamond.well("get", "named/b", "-g", "source")).isEqualTo("1");
        String listed = diamond.well("list", "named/*", "-g", "source", "-o", "json");
        diamond.input(listed).well("copy", "--to", "copied", "--keys", "-");
        assertThat(diamond.well("get", "named/b", "-g", "source", "-n", "copied"))
                .isEqualTo("1");
    }

    @Test
    void content_isPrinted_ifItIsNotWhatOneHas() {
        diamond.well("put", "had", "--content", "1");
        JsonObject had = diamond.run("get", "had", "-o", "json").objects().get(0);

        for (String known : List.of(had.string("etag"), had.string("md5"))) {
            assertThat(diamond.run("get", "had", "--if-none-match", known)
                            .with(9)
                            .out())
                    .isEmpty();
            diamond.run("get", "had", "--stored", "--if-none-match", known).with(9);
        }
        diamond.well("put", "had", "--content", "2");

        for (String known : List.of(had.string("etag"), had.string("md5"))) {
            assertThat(diamond.well("get", "had", "--if-none-match", known)).isEqualTo("2");
        }
    }

    @Test
    void outputs_tellTheSame() {
        diamond.well("put", "told", "-g", "outputs", "--content", "1");

        assertThat(diamond.well("list", "-g", "outputs"))
                .startsWith("NAMESPACE  GROUP")
                .hasLineCount(2);
        assertThat(diamond.well("list", "-g", "outputs", "-o", "raw")).startsWith("public\toutputs\ttold\t");
        JsonObject json =
                diamond.run("list", "-g", "outputs", "-o", "json").objects().get(0);
        assertThat(json.string("dataId")).isEqualTo("told");
    }
}
