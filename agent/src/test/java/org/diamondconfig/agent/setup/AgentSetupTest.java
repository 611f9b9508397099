/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.diamondconfig.client.ClientSettings.Setting;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigKey.Prefix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentSetupTest {

    private static final String SOUND = """
            [agent]
            store = /dev/shm/diamond
            state = /var/lib/diamond-agent
            [cluster main]
            servers = config1:8080
            """;

    @TempDir
    private Path folder;

    private AgentSetup read(String text) throws IOException, SetupException {
        return AgentSetup.read(Files.writeString(folder.resolve("agent.conf"), text));
    }

    @Test
    void everySetting_isTaken() throws Exception {
        AgentSetup setup =
                read(SOUND.replace("[cluster", "compare-interval = 30m\nfeedback-url = http://f/x\n[cluster") + """
                # comment
                key = public/shop/a/b.yaml
                prefix = dev/shop/
                readers = everybody
                store-size = 2M
                files = false
                scripts = /etc/diamond/scripts
                script-limit = 2s

                [mirror]
                cluster = main
                key = public/shop/a/b.yaml
                file = /etc/shop.yaml
                mode = 0604
                when-removed = delete
                """);

        ClusterSetup cluster = setup.clusters().get(0);
        assertThat(setup.compare()).isEqualTo(Duration.ofMinutes(30));
        assertThat(cluster.connection()).containsEntry(Setting.SERVERS, "config1:8080");
        assertThat(cluster.keys()).containsExactly(ConfigKey.of("shop", "a/b.yaml"));
        assertThat(cluster.prefixes()).containsExactly(Prefix.of("dev", "shop", ""));
        assertThat(cluster.sharing().readers()).isEqualTo(Readers.EVERYBODY);
        assertThat(cluster.sharing().bytes()).isEqualTo(2 << 20);
        assertThat(cluster.scripts().orElseThrow().limit()).isEqualTo(Duration.ofSeconds(2));
        assertThat(cluster.mirrors().get(0).mode()).isEqualTo("rw----r--");
        assertThat(cluster.mirrors().get(0).deletes()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "colour = red; colour: no such setting in [cluster]",
                "files = yes; files: true or false expected",
                "store-size = much; store-size: a number expected",
                "store-size = 3; store-size: at least 1M expected",
                "script-limit = 30; script-limit: a duration expected",
                "key = shop; key: namespace/group/... expected",
                "key = public/shop/a b; key: dataId: character 2 is not allowed",
                "prefix = public/shop/flags; prefix: prefix: must be empty or end with /",
                "readers = all; readers: owner, group or everybody expected",
                "scripts = scripts; scripts: an absolute path expected",
                "asked-max = -1; asked-max: a number expected",
                "servers = other:8080; servers: stands here already",
                "token-file = ${HOME}/token; is not substituted here",
                "token-file =; no value",
                "token-file; name = value expected",
                "[clusters b]; [agent], [cluster name] or [mirror] expected",
                "[cluster ../b]; [cluster name] expected",
                "[cluster main]; [cluster name] expected",
            })
    void badLine_isRefusedWithItsNumber(String line, String words) {
        assertThatThrownBy(() -> read(SOUND + line + "\n"))
                .isInstanceOf(SetupException.class)
                .hasMessageContaining("agent.conf:6: ")
                .hasMessageContaining(words);
    }

    @Test
    void keyOfAMirror_isFollowed() throws Exception {
        AgentSetup setup = read(SOUND + "key = public/a/b\nkey = public/a/b\n"
                + "[mirror]\ncluster = main\nkey = public/a/c\nfile = /tmp/c\n"
                + "[mirror]\ncluster = main\nkey = public/a/c\nfile = /tmp/d\n");

        assertThat(setup.clusters().get(0).keys()).containsExactly(ConfigKey.of("a", "b"), ConfigKey.of("a", "c"));
    }

    @Test
    void prefixOfAMirror_isFollowed() throws Exception {
        AgentSetup setup = read(SOUND + "prefix = public/a/b/\n"
                + "[mirror]\ncluster = main\nprefix = public/a/b/\nfolder = /tmp/b\n"
                + "[mirror]\ncluster = main\nprefix = public/a/c/\nfolder = /tmp/c\n");

        assertThat(setup.clusters().get(0).prefixes()).containsExactly(Prefix.of("a", "b/"), Prefix.of("a", "c/"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "key = public/a/b; folder = /tmp/x; file = ... is missing",
                "prefix = public/a/b/; file = /tmp/x; folder = ... is missing",
                "key = public/a/b; prefix = public/a/b/; either key",
                "mode = 0600; file = /tmp/x; either key",
                "prefix = public/a/b; folder = /tmp/x; must be empty or end with /",
                "prefix = public/a/b/; folder = x; an absolute path expected",
            })
    void mirrorOfHalves_isRefused(String what, String where, String words) {
        assertThatThrownBy(() -> read(SOUND + "[mirror]\ncluster = main\n" + what + "\n" + where + "\n"))
                .isInstanceOf(SetupException.class)
                .hasMessageContaining(words);
    }

    @Test
    void mirrorsOfOnePlace_areRefused() {
        String folder = "[mirror]\ncluster = main\nprefix = public/a/b/\nfolder = /tmp/x\n";

        assertThatThrownBy(() -> read(SOUND + folder + folder)).hasMessageContaining("is the file of two mirrors");
        assertThatThrownBy(() -> read(SOUND + folder + "[mirror]\ncluster = main\nkey = public/a/c\nfile = /tmp/x/c\n"))
                .hasMessageContaining("is in the folder of another mirror");
    }

    @Test
    void mirrorOfNoCluster_isRefused() {
        assertThatThrownBy(() -> read(SOUND + "[mirror]\ncluster = other\nkey = public/a/b\nfile = /tmp/x\n"))
                .hasMessageContaining(":6: cluster: there is no [cluster other]");
    }

    @Test
    void missingParts_areNamed() {
        assertThatThrownBy(() -> read("")).hasMessageContaining("[agent] is missing");
        assertThatThrownBy(() -> read("[agent]\nstore = /a\nstate = /b\n")).hasMessageContaining("[cluster name]");
        assertThatThrownBy(() -> read(SOUND.replace("state", "#"))).hasMessageContaining(":1: state = ... is missing");
        assertThatThrownBy(() -> read(SOUND.replace("servers", "#"))).hasMessageContaining(":4: servers = ...");
        assertThatThrownBy(() -> read("files = true")).hasMessageContaining(":1: a section must come first");
    }

    @Test
    void otherBytes_areRefused() throws IOException {
        Path file = Files.write(folder.resolve("agent.conf"), "# caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> AgentSetup.read(file)).hasMessageContaining("not UTF-8");
        assertThatThrownBy(() -> AgentSetup.read(folder)).isInstanceOf(SetupException.class);
    }
}
