/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.diamondconfig.agent.reader.StoreRecord;
import org.diamondconfig.agent.setup.ScriptSetup;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Md5;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptsTest {

    private static final ConfigKey KEY = ConfigKey.of("shop", "flags/new-cart");

    private record Heard(StoreRecord now, Optional<Outcome> outcome) {}

    @TempDir
    private Path folder;

    private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
    private Scripts scripts;

    @BeforeEach
    void open() throws IOException {
        open(Duration.ofSeconds(30));
    }

    private void open(Duration limit) throws IOException {
        ScriptSetup setup = new ScriptSetup(folder, limit, 1000, 2);
        scripts = new Scripts(setup, folder.resolve("state"), (now, outcome) -> heard.add(new Heard(now, outcome)));
    }

    @AfterEach
    void close() {
        scripts.close();
    }

    private static StoreRecord told(ConfigKey key, long version, String content) {
        return new StoreRecord("main", key, version, Md5.hex(content), "text", content, Instant.EPOCH);
    }

    private static StoreRecord removed(ConfigKey key, long version) {
        return new StoreRecord("main", key, version, "", "text", "", Instant.EPOCH);
    }

    private Path script(String name, String text) throws IOException {
        Path script = Files.writeString(folder.resolve(name), text);
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rw-r--r--"));
    }

    private Outcome outcome() throws InterruptedException {
        Heard next = heard.poll(60, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return next.outcome().orElseThrow();
    }

    @Test
    void mostSpecificScript_runsAndParentsOtherwise() throws Exception {
        script("public#shop#flags#new-cart.sh", "echo one");
        script("public#shop#flags.sh", "echo folder");
        script("public.sh", "echo namespace");

        scripts.take(told(KEY, 1, "on"));
        assertThat(outcome().printed()).isEqualTo("one\n");
        scripts.take(told(ConfigKey.of("shop", "flags/other"), 1, "on"));
        assertThat(outcome().printed()).isEqualTo("folder\n");
        scripts.take(told(ConfigKey.of("bank", "rates"), 1, "3"));
        assertThat(outcome().printed()).isEqualTo("namespace\n");
        scripts.take(told(ConfigKey.of("dev", "shop", "x"), 1, "3"));
        assertThat(heard.poll(60, TimeUnit.SECONDS).outcome()).isEmpty();
    }

    @Test
    void environment_tellsTheValue() throws Exception {
        script(
                "public.sh",
                "echo $DIAMOND_CLUSTER $DIAMOND_NAMESPACE $DIAMOND_GROUP $DIAMOND_DATA_ID $DIAMOND_VERSION"
                        + " $DIAMOND_MD5 $DIAMOND_EVENT $qconf_path $qconf_idc $qconf_event; cat $DIAMOND_FILE; exit 3");
        String hostile = "$(touch x) '; rm -rf \"";

        scripts.take(told(KEY, 5, hostile));
        Outcome changed = outcome();
        assertThat(changed.printed())
                .isEqualTo("main public shop flags/new-cart 5 " + Md5.hex(hostile)
                        + " changed /public/shop/flags/new-cart main 0\n" + hostile);
        assertThat(changed.exit()).isEqualTo(3);

        scripts.take(removed(KEY, 6));
        assertThat(outcome().printed()).contains(" 6 removed /public/shop/flags/new-cart main 2\n");
    }

    @Test
    void changesMeanwhile_coalesceToTheLast() throws Exception {
        Path go = folder.resolve("go");
        script("public.sh", "while [ ! -e " + go + " ]; do sleep 0.02; done; echo $DIAMOND_VERSION");

        scripts.take(told(KEY, 1, "a"));
        for (int version = 2; version < 50; version++) {
            scripts.take(told(KEY, version, "v" + version));
        }
        Files.createFile(go);

        List<String> printed = new ArrayList<>(List.of(outcome().printed()));
        if (!printed.get(0).equals("49\n")) {
            printed.add(outcome().printed());
        }
        assertThat(printed).last().isEqualTo("49\n");
        scripts.take(told(KEY, 49, "v49"));
        assertThat(heard.poll(300, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void timeLimit_killsTheWholeTree() throws Exception {
        scripts.close();
        open(Duration.ofSeconds(8));
        Path pids = folder.resolve("pids");
        script(
                "public.sh",
                "echo $$ >> " + pids + "\n"
                        + "setsid sh -c 'echo $$ >> " + pids + "; (sleep 300 & echo $! >> " + pids + "); sleep 300' &\n"
                        + "(sleep 300 & echo $! >> " + pids + ") &\nwhile :; do sleep 300; done");

        scripts.take(told(KEY, 1, "a"));
        Outcome killed = outcome();
        assertThat(killed.ending()).isEqualTo("killed");
        assertThat(killed.took()).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(60));
        List<String> all = Files.readAllLines(pids);
        assertThat(all).hasSize(4);
        await().atMost(Duration.ofMinutes(1)).until(() -> all.stream().noneMatch(ScriptsTest::alive));
    }

    /** A zombie that nobody waits for is dead. */
    private static boolean alive(String pid) {
        try {
            return !Files.readString(Path.of("/proc", pid, "stat")).contains(") Z ");
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void flood_isBounded() throws Exception {
        scripts.close();
        open(Duration.ofSeconds(2));
        script("public.sh", "yes flood");

        scripts.take(told(KEY, 1, "a"));
        Outcome killed = outcome();
        assertThat(killed.ending()).isEqualTo("killed");
        assertThat(killed.printed()).hasSize(1000);
    }

    @Test
    void floodLeftBehind_costsTheAgentNothing() throws Exception {
        Path pid = folder.resolve("pid");
        script("public.sh", "yes flood & echo $! > " + pid + "; sleep 0.1");

        scripts.take(told(KEY, 1, "a"));
        Outcome ended = outcome();
        try {
            assertThat(ended.ending()).isEqualTo("ended");
            assertThat(ended.exit()).isZero();
            assertThat(ended.printed()).hasSize(1000).startsWith("flood\n");
            assertThat(alive(Files.readString(pid).strip())).isTrue();
            assertThat(folder.resolve("state/run")).isEmptyDirectory();
        } finally {
            ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    @Test
    void errors_arePrintedToo() throws Exception {
        script("public.sh", "echo one; echo two >&2");

        scripts.take(told(KEY, 1, "a"));
        assertThat(outcome().printed()).isEqualTo("one\ntwo\n");
    }

    @Test
    void childLeftBehind_isNotWaitedFor() throws Exception {
        script("public.sh", "sleep 60 & echo $! > " + folder.resolve("pid") + "; echo done");

        scripts.take(told(KEY, 1, "a"));
        Outcome ended = outcome();
        assertThat(ended.ending()).isEqualTo("ended");
        assertThat(ended.printed()).isEqualTo("done\n");
        long left = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
        ProcessHandle.of(left).orElseThrow().destroyForcibly();
    }

    @Test
    void scriptOfOthers_isNotRun() throws Exception {
        Path script = script("public.sh", "echo mine");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rw-rw-rw-"));

        scripts.take(told(KEY, 1, "a"));
        Outcome refused = outcome();
        assertThat(refused.ending()).isEqualTo("not started");
        assertThat(refused.printed()).contains("chmod go-w");

        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rw-r--r--"));
        scripts.take(told(KEY, 1, "a"));
        assertThat(outcome().printed()).isEqualTo("mine\n");
    }

    @Test
    void scriptInAFolderOfOthers_isNotRun() throws Exception {
        script("public.sh", "echo mine");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));

        scripts.take(told(KEY, 1, "a"));
        assertThat(outcome().ending()).isEqualTo("not started");
    }

    @Test
    void endedScript_isNotRunAgainAfterARestart() throws Exception {
        script("public.sh", "echo $DIAMOND_VERSION");
        scripts.take(told(KEY, 1, "a"));
        assertThat(outcome().printed()).isEqualTo("1\n");
        scripts.close();

        open();
        scripts.take(told(KEY, 1, "a"));
        scripts.take(removed(ConfigKey.of("shop", "never"), 1));
        scripts.take(told(ConfigKey.of("shop", "second"), 2, "b"));
        assertThat(outcome().printed()).isEqualTo("2\n");
        assertThat(heard).isEmpty();
        scripts.close();

        open();
        scripts.take(removed(KEY, 3));
        assertThat(outcome().printed()).isEqualTo("3\n");
    }
}
