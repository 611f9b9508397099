/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.diamondconfig.wire.ConfigKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Keys that command a terminal, pressed in an editor: the command in a process of its own, at a terminal that {@code script} makes. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // reads of pipes are not interrupted
class EditAtTerminalTest extends DiamondCase {

    private static final ConfigKey KEY = ConfigKey.of("DEFAULT_GROUP", "app.yaml");
    private static final int CTRL_C = 3;

    @BeforeEach
    void requireTerminal() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "there is no script, which makes terminals");
        assumeTrue(
                new ProcessBuilder("script", "-qec", "test -t 0 && test -t 1", "/dev/null")
                                .redirectErrorStream(true)
                                .start()
                                .waitFor()
                        == 0,
                "no terminal can be made here");
        diamond.publish(KEY, "tea: 3\n");
    }

    private Process edit(String script) throws IOException {
        Path editor = Files.writeString(home.resolve("editor"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(editor, PosixFilePermissions.fromString("rwxr-xr-x"));
        ProcessBuilder builder = new ProcessBuilder(
                        "script",
                        "-qec",
                        "\"$JAVA\" -XX:TieredStopAtLevel=1 -cp \"$CLASSES\" " + Main.class.getName() + " edit app.yaml",
                        "/dev/null")
                .redirectErrorStream(true);
        builder.environment()
                .put(
                        "JAVA",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString());
        builder.environment().put("CLASSES", System.getProperty("java.class.path"));
        builder.environment().put("SHELL", "/bin/sh");
        builder.environment().put("VISUAL", editor.toString());
        builder.environment().put("DIAMOND_SERVER", diamond.uri().toString());
        builder.environment().put("DIAMOND_CALL_TIMEOUT", "60s");
        builder.environment().put("XDG_CONFIG_HOME", home.toString());
        return builder.start();
    }

    private void assertPublished(Process edit, String content) throws Exception {
        try {
            String seen = new String(edit.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(edit.waitFor()).as(seen).isZero();
            assertThat(last().method()).as(seen).isEqualTo("PUT");
            assertThat(last().body()).isEqualTo(content);
        } finally {
            edit.destroyForcibly();
        }
    }

    @Test
    void editor_thatIsStopped_goesOn() throws Exception {
        Process edit = edit("test -t 0 || exit 3; kill -TSTP $$; echo 'tea: 4' > \"$1\"");

        assertPublished(edit, "tea: 4\n");
    }

    @Test
    void ctrlC_inTheEditor_isItsOwn_andEndsNothingElse() throws Exception {
        Path ready = home.resolve("ready");
        assertThat(new ProcessBuilder("mkfifo", ready.toString()).start().waitFor())
                .isZero();

        Process edit =
                edit("trap 'echo \"tea: 5\" > \"$1\"; exit 0' INT; echo > '" + ready + "'; while :; do sleep 1; done");
        Files.readString(ready);
        try (OutputStream keyboard = edit.getOutputStream()) {
            keyboard.write(CTRL_C);
            keyboard.flush();

            assertPublished(edit, "tea: 5\n");
        }
    }
}
