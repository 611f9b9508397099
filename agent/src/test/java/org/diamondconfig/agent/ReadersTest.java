/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.diamondconfig.agent.setup.ClusterSetup.Sharing;
import org.diamondconfig.agent.setup.Readers;
import org.diamondconfig.agent.store.ClusterStore;
import org.diamondconfig.agent.store.Stores;
import org.diamondconfig.client.test.FakeDiamond;
import org.diamondconfig.wire.ConfigKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The readers in other languages, each in a process of its own beside a running agent. */
class ReadersTest {

    private static final Path READERS = Path.of("../agent-reader/readers").toAbsolutePath();
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final List<String> KEY = List.of("public", "shop", "a/prices");
    private static final String CONTENT = "tea: 3\n\u00fc\u4e2d";

    @RegisterExtension
    final FakeDiamond diamond = new FakeDiamond();

    @TempDir
    private Path folder;

    private void reads(List<String> command) throws Exception {
        Host host = new Host(folder);
        diamond.publish(ConfigKey.of("shop", "a/prices"), CONTENT);
        try (Agent agent =
                host.agent(diamond, "store-size = 64M\nkey = public/shop/a/prices\nkey = public/shop/none\n")) {
            assertThat(agent).isNotNull();
            List<String> all = new ArrayList<>(command);
            all.addAll(List.of(host.store.toString(), "main"));
            await().atMost(LONG).until(() -> Child.run(with(all, KEY)).equals(CONTENT + "|0"));

            // More than any reader would map by itself.
            String large = "x".repeat(12 << 20);
            diamond.publish(ConfigKey.of("shop", "a/prices"), large);
            await().atMost(LONG).until(() -> read(with(all, KEY)) == large.length());
            assertThat(Child.run(with(all, List.of("public", "shop", "none")))).matches("absent\\s*\\|1");
        }
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(host.store.toString(), "main"));
        Sharing sharing = new Sharing(Readers.GROUP, Optional.empty(), 64 << 20, false);
        try (ClusterStore store = Stores.open(host.store, sharing)) {
            assertThat(read(with(all, KEY))).isEqualTo(12 << 20);
            assertThat(store.forgetDeadReaders()).isZero();
        }
    }

    private static List<String> with(List<String> command, List<String> key) {
        return Stream.concat(command.stream(), key.stream()).toList();
    }

    private long read(List<String> command) throws Exception {
        Path out = folder.resolve("out");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.waitFor();
        return Files.size(out);
    }

    @Test
    void python_reads() throws Exception {
        assumeTrue(Child.works("/usr/bin/python3", "-c", "import lmdb"), "python3-lmdb is not installed");
        reads(List.of("/usr/bin/python3", READERS.resolve("read.py").toString()));
    }

    @Test
    void php_reads() throws Exception {
        assumeTrue(
                Child.works("php", "-r", "exit(in_array('lmdb', dba_handlers()) ? 0 : 1);"),
                "php-cli with dba's lmdb is not installed");
        reads(List.of(
                "php", "-d", "memory_limit=64M", READERS.resolve("read.php").toString()));
    }

    @Test
    void lua_reads() throws Exception {
        assumeTrue(
                Child.works("luajit", "-e", "require('ffi').load('liblmdb.so.0')"),
                "luajit and liblmdb0 are not installed");
        reads(List.of("luajit", READERS.resolve("read.lua").toString()));
    }

    @Test
    void c_reads() throws Exception {
        String source = READERS.resolve("read.c").toString();
        String program = folder.resolve("read").toString();
        assumeTrue(Child.works("gcc", "-O2", "-o", program, source, "-llmdb"), "gcc and liblmdb-dev are not installed");
        reads(List.of(program));
    }

    /** Any but those that root and nobody are in: its name, and its number in the third place. */
    private static String[] group() throws IOException {
        return Files.readAllLines(Path.of("/etc/group")).stream()
                .map(line -> line.split(":", -1))
                .filter(fields -> fields.length > 2 && !List.of("0", "65534").contains(fields[2]))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void otherUser_readsIfTheGroupMay() throws Exception {
        assumeTrue(Child.works("setpriv", "--reuid=65534", "--clear-groups", "true"), "only root becomes another user");
        assumeTrue(Child.works("luajit", "-e", "require('ffi').load('liblmdb.so.0')"), "luajit is not installed");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        assumeTrue(
                Child.works("setpriv", "--reuid=65534", "--clear-groups", "ls", folder.toString()),
                "nobody may not reach the temporary folder");
        Path reader = Files.copy(READERS.resolve("read.lua"), folder.resolve("read.lua"));
        Host host = new Host(folder);
        diamond.publish(ConfigKey.of("shop", "a/prices"), CONTENT);
        String[] group = group();
        String sections = Stream.of("everybody", "group", "owner")
                .map(readers -> "[cluster " + readers + "]\nservers = " + diamond.uri() + "\nreaders = " + readers
                        + "\ngroup = " + group[0] + "\nkey = public/shop/a/prices\n")
                .reduce("", String::concat);
        try (Agent agent = host.agent(sections)) {
            assertThat(agent).isNotNull();
            List<String> stranger = List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "luajit");
            List<String> member =
                    List.of("setpriv", "--reuid=65534", "--regid=65534", "--groups=" + group[2], "luajit");
            String script = reader.toString();
            String store = host.store.toString();
            await().atMost(LONG)
                    .until(() -> Child.run(with(stranger, with(List.of(script, store, "everybody"), KEY)))
                            .equals(CONTENT + "|0"));
            await().atMost(LONG)
                    .until(() -> Child.run(with(member, with(List.of(script, store, "group"), KEY)))
                            .equals(CONTENT + "|0"));
            assertThat(Child.run(with(stranger, with(List.of(script, store, "group"), KEY))))
                    .contains("Permission denied")
                    .doesNotContain("tea");
            assertThat(Child.run(with(member, with(List.of(script, store, "owner"), KEY))))
                    .contains("Permission denied");
        }
    }
}
