/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.diamondconfig.cli.Cli.Ran;
import org.diamondconfig.client.test.Received;
import org.diamondconfig.wire.JsonWriter;
import org.diamondconfig.wire.Md5;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A folder is taken as a whole or not begun; what is in it is not removed, and only what a Diamond removed is told to be. */
class FolderApplyTest extends DiamondCase {

    private Path folder;
    private Path group;

    @BeforeEach
    void start() throws IOException {
        folder = home.resolve("all");
        group = Files.createDirectories(folder.resolve("public/g"));
        Files.writeString(group.resolve("a"), "1");
    }

    private static String there(String dataId, String content) {
        return new JsonWriter()
                .object()
                .field("namespace", "")
                .field("group", "g")
                .field("dataId", dataId)
                .field("epoch", "1-0123456789abcdef")
                .field("version", 3)
                .field("md5", Md5.hex(content))
                .field("type", "text")
                .endObject()
                .toString();
    }

    private static String result(int status, String code) {
        return results("{\"namespace\":\"\",\"group\":\"g\",\"dataId\":\"a\",\"status\":" + status + ",\"code\":\""
                + code + "\",\"version\":1}");
    }

    private Ran apply(String... more) {
        return cli.run(List.of("apply", "-f", folder.toString()), more);
    }

    private void refusesBeforeItAsks(String sentence) {
        for (String command : new String[] {"apply -f", "import"}) {
            Ran ran = cli.run((command + ' ' + folder).split(" "));

            assertThat(ran.code()).as(command).isEqualTo(6);
            assertThat(ran.err()).contains(sentence);
        }
        assertThat(diamond.requests()).isEmpty();
    }

    @Test
    void name_thatNoKeyHas_isRefusedBeforeAnythingIsDone() throws IOException {
        Files.writeString(group.resolve("notes~"), "x");

        refusesBeforeItAsks("notes~: dataId: character 6 is not allowed");
    }

    @Test
    void link_toAFolder_isRefusedBeforeAnythingIsDone() throws IOException {
        Files.createSymbolicLink(group.resolve("link"), home);

        refusesBeforeItAsks("link: is no file");
    }

    @Test
    void two_foldersOfOneGroup_andTwoFilesOfOneKey_areRefused() throws IOException {
        Path other = Files.createDirectories(folder.resolve("public/%67"));
        refusesBeforeItAsks("are folders of one group");
        Files.delete(other);
        Files.writeString(group.resolve("%61"), "2");
        refusesBeforeItAsks("are files of one configuration");
    }

    @Test
    void two_filesOfOneKey_ofWhichNeitherHasItsUsualName_areRefused() throws IOException {
        Files.writeString(Files.createDirectories(group.resolve("x")).resolve("b"), "1");
        Files.writeString(Files.createDirectories(group.resolve("x%2f")).resolve("b"), "2");

        refusesBeforeItAsks("is not the only file of public/g/x/b");
    }

    @Test
    void content_thatIsNotUtf8_isRefusedBeforeAnythingIsDone() throws IOException {
        Files.write(group.resolve("latin"), new byte[] {(byte) 0xe9});

        assertThat(apply("--prune").code()).isEqualTo(6);
        assertThat(diamond.requests()).isEmpty();
    }

    @Test
    void group_inAFolderOfAnotherSpelling_keepsWhatIsInIt() throws IOException {
        Files.move(group, folder.resolve("public/%67"));
        diamond.enqueue(200, configs(there("a", "1")));

        Ran ran = apply("--prune");

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.err()).contains("1 same");
        assertThat(diamond.requests()).extracting(Received::method).containsExactly("GET");
    }

    @Test
    void what_isNotInTheFolder_isRemoved_whenThatIsAskedFor() {
        diamond.enqueue(200, configs(there("a", "1"), there("b", "2")));
        diamond.enqueue(200, "{\"version\":4}");

        Ran ran = apply("--prune", "-o", "raw");

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).startsWith("removed\tpublic\tg\tb\t");
        Received removed = diamond.requests().get(1);
        assertThat(removed.method()).isEqualTo("DELETE");
        assertThat(removed.query()).containsEntry("dataId", "b");
        assertThat(removed.headers()).containsEntry("if-match", "\"1.3\"");
    }

    @Test
    void dryRun_tellsWhatWouldBe_andIs1_andAsksForNothingElse() throws IOException {
        Files.writeString(group.resolve("c"), "3");
        diamond.enqueue(200, configs(there("a", "other"), there("b", "2")));
        diamond.enqueue(200, configs(there("a", "1"), there("c", "3")));

        Ran ran = apply("--prune", "--dry-run", "-o", "raw");

        assertThat(ran.code()).as(ran.err()).isEqualTo(1);
        assertThat(ran.out().lines().map(line -> line.replaceAll("\tpublic\tg\t(.)\t.*", " $1")))
                .containsExactly("changed a", "created c", "removed b");
        assertThat(apply("--prune", "--dry-run").code()).as("nothing would be").isZero();
        assertThat(diamond.requests()).extracting(Received::method).containsExactly("GET", "GET");
    }

    @Test
    void namespace_thatIsSet_isAllThatIsPruned() throws IOException {
        Files.createDirectories(home.resolve("all/dev/g"));

        assertThat(apply("--prune", "-n", "qa").code()).isEqualTo(2);
        assertThat(diamond.requests()).isEmpty();

        diamond.enqueue(200, NO_CONFIGS);
        Ran ran = apply("--prune", "-n", "dev");
        assertThat(ran.err()).contains("nothing to do; groups of the folder that are not set: 1");
        assertThat(diamond.requests()).hasSize(1);
        assertThat(diamond.requests().get(0).query()).containsEntry("namespace", "dev");
    }

    @Test
    void group_ofWhichTheDatabaseTellsNothing_staysAsItIs() {
        diamond.enqueue(200, "{\"configs\":[" + there("b", "2") + "],\"code\":\"STORE_DOWN\"}");

        assertThat(apply("--prune").code()).isEqualTo(7);
        assertThat(diamond.requests()).extracting(Received::method).containsExactly("GET");
    }

    @Test
    void foreign_404_isNoRemoval() {
        diamond.enqueue(200, configs(there("a", "1"), there("b", "2")));
        diamond.enqueue(404, "<html>not here</html>");

        Ran ran = apply("--prune", "-o", "raw");

        assertThat(ran.code()).isEqualTo(8);
        assertThat(ran.out()).startsWith("refused\tpublic\tg\tb\t");
    }

    @Test
    void batch_whoseAnswerWasLost_isDone_ifAllIsAsItWasSent() {
        diamond.enqueue(200, NO_CONFIGS);
        diamond.enqueue(200, result(412, "PRECONDITION_FAILED"));
        diamond.enqueue(200, configs(there("a", "1")));

        Ran ran = apply();

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.err()).contains("1 created");
    }

    @Test
    void item_thatSomebodyElseWrote_isRefused() {
        diamond.enqueue(200, NO_CONFIGS);
        diamond.enqueue(200, result(412, "PRECONDITION_FAILED"));
        diamond.enqueue(200, configs(there("a", "other")));

        assertThat(apply().code()).isEqualTo(5);
    }

    @Test
    void item_withAStatusThatIsNoRefusal_isNotDone() {
        diamond.enqueue(200, NO_CONFIGS);
        diamond.enqueue(200, result(302, ""));

        assertThat(apply().code()).isNotZero();
    }
}
