/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diamondconfig.cli.PagedDiamond.PAGE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.diamondconfig.cli.Cli.Ran;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An export of more than a page, of which each is written while the next is read: whatever fails, what is there is told exactly. */
@Timeout(120)
class FolderExportPagesTest {

    private static final int ALL = 2 * PAGE + 201;
    private static final int BLOCKED = 300;

    @TempDir
    private Path home;

    private PagedDiamond diamond;
    private Cli cli;
    private Path folder;

    @BeforeEach
    void start() {
        diamond = new PagedDiamond(ALL);
        folder = home.resolve("out");
        cli = new Cli(home).with("DIAMOND_SERVER", diamond.address()).with("DIAMOND_CALL_TIMEOUT", "60s");
    }

    @AfterEach
    void stop() {
        diamond.close();
    }

    private Ran export() {
        return cli.run("export", folder.toString());
    }

    private Path file(int number) {
        return folder.resolve("dev/g").resolve(PagedDiamond.dataId(number));
    }

    private String told(int contents) {
        return contents + " contents are in " + folder + ", no labels; run again, it does all\n";
    }

    /** These are in the folder, each whole, and nothing else is. */
    private void has(int from, int to) throws IOException {
        List<Path> files = IntStream.range(from, to).mapToObj(this::file).toList();
        try (Stream<Path> all = Files.walk(folder)) {
            assertThat(all.filter(Files::isRegularFile)).containsAll(files);
        }
        for (int i = from; i < to; i++) {
            assertThat(file(i)).hasContent(PagedDiamond.content(i));
        }
    }

    /** Of these ranges. */
    private void hasOnly(int count, int... ranges) throws IOException {
        for (int i = 0; i < ranges.length; i += 2) {
            has(ranges[i], ranges[i + 1]);
        }
        try (Stream<Path> all = Files.walk(folder)) {
            assertThat(all.filter(Files::isRegularFile)).as("nothing in part").hasSize(count);
        }
    }

    private void hasOnly(int to) throws IOException {
        hasOnly(to, 0, to);
    }

    /** Where the group is until its end. */
    private Path unseen() {
        return folder.resolve("dev/.diamond.next.g");
    }

    /** While the second page is looked for, and of the first at least one file is there. */
    private void behindTheFirstPage(IntSupplier befalls) {
        diamond.befalls("search 2", () -> {
            while (!Files.exists(unseen().resolve(PagedDiamond.dataId(0)))) {
                Thread.onSpinWait();
            }
            return befalls.getAsInt();
        });
    }

    private static Path mkdir(Path path) {
        try {
            return Files.createDirectories(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void exportsAll() throws IOException {
        diamond.recover();

        Ran again = export();

        assertThat(again.err()).isEqualTo(ALL + " exported to " + folder + "\n");
        has(0, ALL);
    }

    @Test
    void contents_ofAllPages_areWritten() throws IOException {
        exportsAll();
        try (Stream<Path> all = Files.walk(folder)) {
            assertThat(all.filter(Files::isRegularFile)).hasSize(ALL + 1).contains(folder.resolve(".labels.jsonl"));
        }
    }

    @Test
    void page_thatIsNotFound_endsItBehindTheOneBefore() throws IOException {
        diamond.befalls("search 2", () -> 403);

        Ran ran = export();

        assertThat(ran.code()).isEqualTo(4);
        assertThat(ran.err()).isEqualTo("diamond: FORBIDDEN: Not this.; " + told(PAGE));
        hasOnly(PAGE);
        exportsAll();
    }

    @Test
    void firstPage_thatIsNotFound_isAllThatIsTold() {
        diamond.befalls("search 1", () -> 403);

        assertThat(export().err()).isEqualTo("diamond: FORBIDDEN: Not this.\n");
    }

    @Test
    void content_thatIsNotInItsPage_isReadAlone_andIsLeftOutIfItWasRemovedSince() throws IOException {
        diamond.isBare(7);
        diamond.isBare(PAGE);
        diamond.befalls("read " + PagedDiamond.dataId(PAGE), () -> 404);

        assertThat(export().err()).isEqualTo(ALL - 1 + " exported to " + folder + "\n");

        has(0, PAGE);
        assertThat(file(PAGE)).doesNotExist();
        has(PAGE + 1, ALL);
    }

    @Test
    void content_thatIsNotInItsPage_andCannotBeRead_endsIt() throws IOException {
        diamond.isBare(PAGE + 7);
        diamond.befalls("read " + PagedDiamond.dataId(PAGE + 7), () -> 403);

        Ran ran = export();

        assertThat(ran.code()).isEqualTo(4);
        assertThat(ran.err()).isEqualTo("diamond: FORBIDDEN: Not this.; " + told(2 * PAGE - 1));
        hasOnly(2 * PAGE - 1, 0, PAGE + 7, PAGE + 8, 2 * PAGE);
    }

    @Test
    void file_thatCannotBeWritten_endsItByItsName() throws IOException {
        Files.createDirectories(file(BLOCKED).resolve("in-its-place"));

        Ran ran = export();

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).startsWith("diamond: " + file(BLOCKED) + ": ").endsWith("; " + told(BLOCKED));
        hasOnly(BLOCKED);
    }

    @Test
    void file_ofANewGroup_thatCannotBeWritten_endsItByItsName_andTheOthersAreThere() throws IOException {
        int lost = PAGE + 100; // of the first half of its page; the second is written beside it
        behindTheFirstPage(() -> {
            mkdir(unseen().resolve(PagedDiamond.dataId(lost)));
            return 200;
        });

        Ran ran = export();

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).startsWith("diamond: " + file(lost) + ": ").endsWith("; " + told(PAGE + 350));
        hasOnly(PAGE + 350, 0, lost, PAGE + 250, 2 * PAGE);
        exportsAll();
    }

    @Test
    void exportBesideAnother_isRefused_andTheOtherGoesOn() throws IOException {
        List<Ran> beside = new CopyOnWriteArrayList<>();
        diamond.befalls("search 2", () -> {
            beside.add(export());
            return 200;
        });

        assertThat(export().err()).isEqualTo(ALL + " exported to " + folder + "\n");

        has(0, ALL);
        assertThat(beside).singleElement().satisfies(ran -> {
            assertThat(ran.code()).isEqualTo(5);
            assertThat(ran.err()).isEqualTo("diamond: another export writes into " + folder + "\n");
        });
    }

    @Test
    void group_thatIsNew_isSeenAtItsEnd() throws IOException {
        List<Boolean> seen = new CopyOnWriteArrayList<>();
        behindTheFirstPage(() -> {
            seen.add(Files.exists(unseen()));
            seen.add(Files.exists(folder.resolve("dev/g")));
            return 200;
        });

        export();

        assertThat(seen).containsExactly(true, false);
        assertThat(folder.resolve("dev")).isDirectoryContaining("glob:**/g").isDirectoryNotContaining("glob:**/.*");
    }

    @Test
    void group_ofAnExportThatWasKilled_isBegunAnew() throws IOException {
        Files.writeString(mkdir(unseen()).resolve("old"), "of another day");
        Files.writeString(unseen().resolve(PagedDiamond.dataId(1)), "cont");

        exportsAll();

        assertThat(folder.resolve("dev/g/old")).doesNotExist();
        assertThat(unseen()).doesNotExist();
    }

    @Test
    void group_thatIsNoFolder_isToldByAFileOfIt() throws IOException {
        Files.writeString(mkdir(folder.resolve("dev")).resolve("g"), "a file");

        Ran ran = export();

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).startsWith("diamond: " + file(0) + ": ");
        assertThat(folder.resolve("dev/g")).hasContent("a file");
    }

    @Test
    void file_andPage_thatFailBesideEachOther_areBothTold() throws IOException {
        Files.createDirectories(file(BLOCKED).resolve("in-its-place"));
        diamond.befalls("search 2", () -> 403);

        Ran ran = export();

        assertThat(ran.code()).isEqualTo(4);
        assertThat(ran.err())
                .startsWith("diamond: FORBIDDEN: Not this.; " + file(BLOCKED) + ": ")
                .endsWith("; " + told(BLOCKED));
        hasOnly(BLOCKED);
    }

    @Test
    void ctrlC_endsItBehindThePageThatIsWritten_andTellsWhatIsThere() throws IOException {
        behindTheFirstPage(() -> {
            new Thread(cli.interruption()::ask).start();
            while (!cli.interruption().isAsked()) {
                Thread.onSpinWait();
            }
            return 200;
        });

        Ran ran = export();
        cli.interruption().over();

        assertThat(ran.code()).isEqualTo(130);
        assertThat(ran.err()).isEqualTo("diamond: interrupted: " + told(PAGE));
        hasOnly(PAGE);
    }
}
