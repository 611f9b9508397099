/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.diamondconfig.system.Diamond.Ran;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a process meets: signals, pipes, disks, terminals, bytes; and each way to end. */
abstract class CliProcesses {

    private static final int MANY = 1_000;
    private static final int BATCH = 100;
    private static final int LARGE = 70; // of 1 MB each

    @TempDir
    Path folder;

    private Diamond diamond;

    /** Of somebody who may do everything. */
    abstract Diamond diamond();

    @BeforeEach
    void start() {
        diamond = diamond();
    }

    private static void interrupt(Process process) {
        Signals.send(process.pid(), "INT");
    }

    @Test
    void watch_thatIsInterrupted_is130() throws IOException {
        diamond.well("put", "interrupted", "--content", "one");
        Process watch = diamond.script("watch", "interrupted").start();
        try (BufferedReader lines = watch.inputReader(StandardCharsets.UTF_8)) {
            assertThat(lines.readLine()).contains("\"content\":\"one\"");

            interrupt(watch);

            assertThat(Diamond.ended(watch)).isEqualTo(130);
        } finally {
            watch.destroyForcibly();
        }
    }

    /** Files of so many configurations of this group. */
    private Path many(String group) throws IOException {
        Path all = folder.resolve(group);
        Path files = Files.createDirectories(all.resolve("public").resolve(group));
        for (int i = 0; i < MANY; i++) {
            Files.writeString(files.resolve("key-" + i), "value " + i);
        }
        return all;
    }

    /**
     * An import of them that has printed what its first batch did, and comes no further, nor to its end, before its wire is healed; its output
     * goes on to a file.
     */
    private Process importing(Path all, Path told, TcpProxy wire) throws IOException {
        wire.delay(Duration.ofMillis(250));
        ProcessBuilder builder = diamond.script("import", all.toString(), "-o", "json")
                .redirectOutput(told.toFile())
                .redirectError(folder.resolve("said").toFile());
        String server = diamond.server().replaceFirst(":[0-9]+/", ":" + wire.port() + "/");
        builder.environment().put("DIAMOND_SERVER", server);
        Process importing = builder.start();
        Awaitility.await("the first batch")
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> Files.exists(told) && Files.size(told) > 0);
        wire.freeze();
        return importing;
    }

    private TcpProxy toServer() {
        return TcpProxy.to(URI.create(diamond.server()).getPort());
    }

    private List<String> stored(String group) {
        return diamond.run("list", "-g", group, "-o", "json").with(0).objects().stream()
                .map(found -> found.string("dataId") + " " + found.number("version"))
                .toList();
    }

    /** Waits until a server that was left alone in the middle of a batch has done it. */
    private void awaitStill(String group) {
        AtomicReference<List<String>> before = new AtomicReference<>(List.of());
        Awaitility.await("an end of what is stored in " + group)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    List<String> now = stored(group);
                    return now.equals(before.getAndSet(now));
                });
    }

    private static List<String> told(Path file) throws IOException {
        return new Ran(0, Files.readAllBytes(file), "")
                .objects().stream()
                        .map(item -> item.string("dataId") + " " + item.number("version"))
                        .toList();
    }

    @Test
    void import_thatIsInterrupted_tellsExactlyWhatWasDone_andGoesOnWhenItIsRunAgain() throws IOException {
        Path all = many("ctrl-c");
        Path told = folder.resolve("told");
        try (TcpProxy wire = toServer()) {
            Process importing = importing(all, told, wire);

            interrupt(importing);
            wire.heal();

            assertThat(Diamond.ended(importing)).isEqualTo(130);
        }
        List<String> done = told(told);
        assertThat(done).hasSizeBetween(BATCH, MANY - 1).containsExactlyInAnyOrderElementsOf(stored("ctrl-c"));
        assertThat(folder.resolve("said"))
                .hasContent("diamond: interrupted: " + done.size() + " created; run again, it does the rest");
        diamond.well("import", all.toString());
        assertThat(stored("ctrl-c")).hasSize(MANY).allMatch(item -> item.endsWith(" 1"));
    }

    @Test
    void import_thatIsKilled_hasDoneWhatItPrintedAndAtMostABatchMore_andGoesOnWhenItIsRunAgain() throws IOException {
        Path all = many("kill-9");
        Path told = folder.resolve("told");
        try (TcpProxy wire = toServer()) {
            Process importing = importing(all, told, wire);

            importing.destroyForcibly();

            assertThat(Diamond.ended(importing)).isEqualTo(137);
            wire.reset();
        }
        awaitStill("kill-9");
        List<String> printed = told(told);
        assertThat(printed).hasSizeLessThan(MANY);
        List<String> again = diamond.run("import", all.toString(), "-o", "json").with(0).objects().stream()
                .map(item -> item.string("outcome"))
                .toList();
        assertThat(again).hasSize(MANY).containsOnly("same", "created");
        assertThat(again.stream().filter("same"::equals).count())
                .isBetween((long) printed.size(), (long) printed.size() + BATCH);
        assertThat(stored("kill-9"))
                .as("nothing is written twice")
                .hasSize(MANY)
                .allMatch(item -> item.endsWith(" 1"));
    }

    @Test
    void contents_thatAreMoreThanTheMemory_comeInAndGoOut() throws IOException {
        Path files = Files.createDirectories(folder.resolve("in/public/large"));
        for (int i = 0; i < LARGE; i++) {
            byte[] dense = new byte[500_000]; // of which a zip makes no less
            new Random(i).nextBytes(dense);
            String text = ("中".repeat(99) + i + "\n").repeat(1_000);
            Files.writeString(
                    files.resolve("key-" + i), text + Base64.getEncoder().encodeToString(dense));
        }
        diamond.with("JDK_JAVA_OPTIONS", "-Xmx64m");

        diamond.end(diamond.script("import", folder.resolve("in").toString())).with(0);
        diamond.end(diamond.script("export", folder.resolve("out").toString(), "-g", "large"))
                .with(0);

        for (int i = 0; i < LARGE; i++) {
            assertThat(Files.mismatch(files.resolve("key-" + i), folder.resolve("out/public/large/key-" + i)))
                    .isEqualTo(-1);
        }
        String zip = folder.resolve("large.zip").toString();
        diamond.end(diamond.script("zip", "export", zip, "-g", "large")).with(0);
        assertThat(Files.size(Path.of(zip))).isGreaterThan(LARGE * 400_000L);
        Ran again = diamond.end(diamond.script("zip", "import", zip)).with(0);
        assertThat(again.err()).endsWith(LARGE + " same\n");
    }

    @Test
    void output_thatNobodyReads_is141_andNothingIsSaid() {
        diamond.input("a line\n".repeat(100_000)).well("put", "long");

        Ran ran = diamond.shell("\"$DIAMOND\" get long | head -1; exit ${PIPESTATUS[0]}");

        assertThat(ran.with(141).out()).isEqualTo("a line\n");
        assertThat(ran.err()).isEmpty();
    }

    @Test
    void disk_thatIsFull_is1() throws IOException {
        diamond.input("a line\n").well("put", "short");
        assumeTrue(Files.exists(Path.of("/dev/full")), "there is no /dev/full");

        assertThat(diamond.shell("\"$DIAMOND\" get short > /dev/full").with(1).err())
                .contains("No space left on device");
    }

    @Test
    void export_toAFullDisk_is1_andLeavesNoFileInPart() throws IOException {
        SmallDisk.whyNot().ifPresent(reason -> assumeTrue(false, reason));
        diamond.input("a line\n".repeat(10_000)).well("put", "large", "-g", "full");
        try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), 1)) {
            disk.fill();

            Ran ran = diamond.run("export", disk.folder().toString(), "-g", "full")
                    .with(1);

            assertThat(ran.err()).contains("No space left on device");
            assertThat(disk.folder().resolve("public/full/large")).doesNotExist();
            Path zip = disk.folder().resolve("all.zip");
            assertThat(diamond.run("zip", "export", zip.toString(), "-g", "full")
                            .with(1)
                            .err())
                    .contains("cannot be written");
            assertThat(disk.folder())
                    .isDirectoryNotContaining(left ->
                            left.toString().endsWith("zip") || left.toString().endsWith(".next"));
        }
    }

    @Test
    void names_withSpacesAndNewlines_are2() {
        for (String name : new String[] {"two words", "two\nlines", " ", "a\u001b[2Jb"}) {
            Ran ran = diamond.end(diamond.script("get", name)).with(2);

            assertThat(ran.bytes()).isEmpty();
            assertThat(ran.err()).hasLineCount(1).doesNotContain("\u001b");
        }
    }

    @Test
    void arguments_areText_whateverTheLocale() {
        diamond.with("LC_ALL", "C")
                .shell("\"$DIAMOND\" put umlaut --content \"$(printf '\\303\\274 \\344\\270\\255')\"")
                .with(0);

        assertThat(diamond.well("get", "umlaut")).isEqualTo("ü 中");
    }

    @Test
    void file_thatIsNotUtf8_is6_andTheOthersOfAnImportComeIn() throws IOException {
        Path bytes = Files.write(folder.resolve("bytes"), new byte[] {'a', '\n', (byte) 0xfc});
        assertThat(diamond.end(diamond.script("put", "bytes", "-f", bytes.toString()))
                        .with(6)
                        .err())
                .contains("is not UTF-8: byte 3, in line 2");
        Path group = Files.createDirectories(folder.resolve("all/public/bytes"));
        Files.copy(bytes, group.resolve("bad"));
        Files.writeString(group.resolve("good"), "1");

        Ran ran = diamond.run("import", folder.resolve("all").toString(), "--policy", "skip", "-o", "json");

        assertThat(ran.with(8).out()).contains("is not UTF-8");
        assertThat(stored("bytes")).containsExactly("good 1");
        diamond.run("apply", "-f", folder.resolve("all").toString()).with(6);
    }

    @Test
    void tokenFile_thatOthersMayRead_isUsedWithAWarning() throws IOException {
        String secret =
                diamond.well("tokens", "add", "--description", "a file's").strip();
        Path file = Files.writeString(folder.resolve("token"), secret + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        Ran ran = diamond.end(diamond.script("whoami", "--token-file", file.toString(), "-o", "json"))
                .with(0);

        assertThat(ran.err()).contains("others may read this token; chmod 600").doesNotContain(secret);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(diamond.run("whoami", "--token-file", file.toString(), "-o", "json")
                        .with(0)
                        .err())
                .isEmpty();
    }

    /** A command at a terminal of its own. */
    private Ran atTerminal(String... command) {
        String terminal = "import pty, sys; sys.exit(pty.spawn(sys.argv[1:]) >> 8)";
        List<String> all = new ArrayList<>(List.of("python3", "-c", terminal));
        all.addAll(List.of(command));
        return diamond.end(diamond.process(all.toArray(String[]::new)));
    }

    @Test
    void table_isAsWideAsItsTerminal() {
        diamond.well("put", "a-name-of-some-length", "-g", "wide", "--content", "1");
        String list = "unset COLUMNS; stty cols %d; \"$0\" list -g wide";

        Ran narrow = atTerminal("sh", "-c", list.formatted(60), Diamond.SCRIPT.toString());
        Ran wide = atTerminal("sh", "-c", list.formatted(200), Diamond.SCRIPT.toString());

        assertThat(narrow.with(0).out()).contains("…").doesNotContain("a-name-of-some-length");
        assertThat(narrow.out().lines()).allMatch(line -> line.length() <= 60);
        assertThat(wide.with(0).out()).contains("a-name-of-some-length").doesNotContain("…");
    }

    @Test
    void progress_isShownToATerminal_andToNobodyElse() throws IOException {
        String all = many("shown").toString();
        String other = many("apart").toString();

        Ran shown = atTerminal(Diamond.SCRIPT.toString(), "import", all).with(0);
        Ran apart = atTerminal("sh", "-c", "\"$0\" import \"$1\" -o json > /dev/null", Diamond.SCRIPT.toString(), other)
                .with(0);
        Ran kept = atTerminal("sh", "-c", "\"$0\" import \"$1\" 2> /dev/null", Diamond.SCRIPT.toString(), all)
                .with(0);
        Ran plain = diamond.end(diamond.script("import", all, "--policy", "overwrite"))
                .with(0);

        assertThat(shown.out()).contains("\rimported ").contains(" of 1000 [").contains("1000 created");
        assertThat(apart.out()).as("data goes elsewhere").contains("\rimported ");
        assertThat(kept.out()).as("talk goes elsewhere").isEmpty();
        assertThat(plain.err()).isEqualTo("1000 same\n");
    }

    /** A command at a terminal, where its question is answered so. */
    private Ran answering(String answer, String... command) {
        String terminal = """
                import os, pty, sys
                pid, fd = pty.fork()
                if pid == 0:
                    os.execv(sys.argv[2], sys.argv[2:])
                said = b''
                while True:
                    try:
                        some = os.read(fd, 4096)
                    except OSError:
                        some = b''
                    if not some:
                        break
                    said += some
                    if said.endswith(b'[y/N] '):
                        os.write(fd, sys.argv[1].encode() + b'\\n')
                sys.stdout.buffer.write(said)
                sys.exit(os.waitpid(pid, 0)[1] >> 8)
                """;
        List<String> all = new ArrayList<>(List.of("python3", "-c", terminal, answer, Diamond.SCRIPT.toString()));
        all.addAll(List.of(command));
        return diamond.end(diamond.process(all.toArray(String[]::new)));
    }

    @Test
    void purge_asksATerminal() {
        diamond.well("put", "key-1", "-g", "asked", "--content", "1");
        diamond.well("put", "key-2", "-g", "asked", "--content", "1");

        Ran no = answering("n", "purge", "key-*", "-g", "asked").with(1);
        assertThat(no.out())
                .contains("Remove 2 configurations of namespace public, group asked? [y/N] ")
                .contains("nothing was removed");
        assertThat(stored("asked")).hasSize(2);
        Ran yes = answering("y", "purge", "key-*", "-g", "asked").with(0);

        assertThat(yes.out()).contains("2 removed");
        assertThat(stored("asked")).isEmpty();
    }

    @Test
    void exits_areThoseOfTheTable() throws IOException {
        Path one = Files.writeString(folder.resolve("one"), "1");
        diamond.well("put", "exits", "-f", one.toString());

        diamond.run("get", "exits").with(0);
        diamond.input("2").run("diff", "exits", "-f", "-").with(1);
        diamond.run("get").with(2);
        diamond.run("get", "absent").with(3);
        diamond.run("get", "exits", "--token", "dmt_wrong").with(4);
        diamond.run("put", "exits", "--create", "-f", one.toString()).with(5);
        diamond.run("put", "exits", "--content", "").with(6);
        diamond.run("get", "exits", "--server", "127.0.0.1:1").with(7);
        diamond.run("rm", "exits", "absent").with(8);
    }
}
