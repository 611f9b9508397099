/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import org.diamondconfig.cli.Cli.Ran;
import org.diamondconfig.wire.ConfigKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An editor, which is a script here, changes a content; what was written is lost in no case. */
@Timeout(180)
class EditTest extends DiamondCase {

    private static final ConfigKey KEY = ConfigKey.of("DEFAULT_GROUP", "shop/app.yaml");

    @BeforeEach
    void requireShell() {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "there is no shell");
    }

    /** A program with this text that is the editor. */
    private void editor(String script) throws IOException {
        Path program = Files.writeString(home.resolve("my editor"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        cli.with("EDITOR", "'" + program + "' -w");
    }

    @Test
    void content_isPublished_onTheVersionThatWasRead() throws IOException {
        diamond.publish(KEY, "tea: 3\n");
        editor("echo \"$2\" > '" + home + "/name'; cp \"$2\" \"$2~\"; echo 'milk: 1' >> \"$2\"");

        Ran ran = cli.run("edit", "shop/app.yaml", "-m", "why", "-o", "raw");

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).startsWith("shop/app.yaml\t2\t");
        assertThat(last().body()).isEqualTo("tea: 3\nmilk: 1\n");
        assertThat(last().headers()).containsKey("if-match");
        assertThat(last().query()).containsEntry("comment", "why").doesNotContainKey("type");
        Path file = Path.of(Files.readString(home.resolve("name")).strip());
        assertThat(file).hasFileName("app.yaml").doesNotExist();
        assertThat(file.getParent()).doesNotExist();
    }

    @Test
    void nothing_isPublished_ifNothingChanged_orTheEditorFailed_orLeftNothing() throws IOException {
        diamond.publish(KEY, "tea: 3\n");

        editor("exit 0");
        Ran same = cli.run("edit", "shop/app.yaml");
        editor("exit 3");
        Ran failed = cli.run("edit", "shop/app.yaml");
        editor(": > \"$2\"");
        Ran empty = cli.run("edit", "shop/app.yaml");

        assertThat(same.code()).isZero();
        assertThat(same.err()).isEqualTo("nothing was changed\n");
        assertThat(failed.code()).isEqualTo(1);
        assertThat(failed.err()).contains("ended with 3");
        assertThat(empty.code()).isEqualTo(1);
        assertThat(diamond.requests()).allMatch(request -> request.method().equals("GET"));
    }

    @Test
    void what_wasWritten_isKept_ifTheEditorFailed() throws IOException {
        diamond.publish(KEY, "tea: 3\n");
        editor("echo 'tea: 4' > \"$2\"; exit 3");

        Ran ran = cli.run("edit", "shop/app.yaml");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("ended with 3");
        Path kept = Path.of(ran.err().strip().replaceFirst("(?s).*what you wrote is in ", ""));
        assertThat(kept).hasContent("tea: 4");
        assertThat(diamond.requests()).allMatch(request -> request.method().equals("GET"));
        Files.delete(kept);
        Files.delete(kept.getParent());
    }

    @Test
    void what_wasWritten_isKept_ifSomebodyElseWasFaster() throws IOException {
        diamond.publish(KEY, "tea: 3\n");
        Path ready = fifo("ready");
        Path go = fifo("go");
        editor("echo 'tea: 4' > \"$2\"; echo > '" + ready + "'; read x < '" + go + "'");
        CompletableFuture<Ran> edit = CompletableFuture.supplyAsync(() -> cli.run("edit", "shop/app.yaml"));
        Files.readString(ready);
        diamond.publish(KEY, "tea: 5\n");
        Files.writeString(go, "go\n");

        Ran ran = edit.join();

        assertThat(ran.code()).as(ran.err()).isEqualTo(5);
        Path kept = Path.of(ran.err().strip().replaceFirst(".*what you wrote is in ", ""));
        assertThat(kept).hasContent("tea: 4");
        assertThat(Files.getPosixFilePermissions(kept.getParent()))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        Files.delete(kept);
        Files.delete(kept.getParent());
    }

    private Path fifo(String name) throws IOException {
        Path fifo = home.resolve(name);
        try {
            assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                    .isZero();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return fifo;
    }

    @Test
    void bytes_thatAreNotUtf8_are6_andKept() throws IOException {
        diamond.publish(KEY, "tea: 3\n");
        editor("printf '\\374' > \"$2\"");

        Ran ran = cli.run("edit", "shop/app.yaml");

        assertThat(ran.code()).isEqualTo(6);
        Path kept = Path.of(ran.err().strip().replaceFirst(".*what you wrote is in ", ""));
        assertThat(kept).exists();
        Files.delete(kept);
        Files.delete(kept.getParent());
    }

    @Test
    void one_thatIsNotThere_is3_orBegun() throws IOException {
        editor("echo 1 > \"$2\"");

        assertThat(cli.run("edit", "shop/app.yaml").code()).isEqualTo(3);
        Ran begun = cli.run("edit", "shop/app.yaml", "--create");
        assertThat(begun.code()).as(begun.err()).isZero();
        assertThat(last().headers()).containsKey("if-none-match");
        assertThat(cli.run("edit", "shop/app.yaml", "--create").code()).isEqualTo(5);
    }

    @Test
    void without_terminalAndEditor_is2_andAsksNobody() {
        assertThat(cli.run("edit", "shop/app.yaml").code()).isEqualTo(2);
        assertThat(diamond.requests()).isEmpty();
    }
}
