/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.diamondconfig.cli.Cli.Ran;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is typed comes as it is, or not at all; in a process of its own, where the locale is another. */
@Timeout(180)
class ArgumentsTest extends DiamondCase {

    /** The program without its launcher, which would mend the locale. The argument is printed by its bytes. */
    private Process put(String locale, String octal) throws IOException, InterruptedException {
        return put(locale, octal, "");
    }

    private Process put(String locale, String octal, String option) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "there is no shell");
        assumeTrue(Files.exists(Path.of("/proc/self/cmdline")), "the system tells no bytes");
        ProcessBuilder builder = new ProcessBuilder(
                "/bin/sh",
                "-c",
                "exec \"$JAVA\" -XX:TieredStopAtLevel=1 -Dfolder=\"$(printf '" + option + "')\" -cp \"$CLASSES\" "
                        + Main.class.getName() + " put app --content \"$(printf '" + octal + "')\"");
        builder.environment()
                .put(
                        "JAVA",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString());
        builder.environment().put("CLASSES", System.getProperty("java.class.path"));
        builder.environment().put("LC_ALL", locale);
        builder.environment().put("DIAMOND_SERVER", diamond.uri().toString());
        builder.environment().put("DIAMOND_CALL_TIMEOUT", "60s");
        builder.environment().put("XDG_CONFIG_HOME", home.toString());
        builder.redirectOutput(home.resolve("out").toFile());
        Process put = builder.redirectError(home.resolve("err").toFile()).start();
        put.waitFor();
        return put;
    }

    @Test
    void sign_thatStandsForNoText_is2_andIsNotPublished() {
        Ran ran = cli.run("put", "app", "--content", "a\uFFFDb");

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("no text in UTF-8").contains("-f FILE").hasLineCount(1);
        assertThat(diamond.requests()).isEmpty();
    }

    @Test
    void text_inALocaleWithoutIt_is2_andIsNotPublished() throws Exception {
        Process put = put("C", "t\\303\\274r");

        assertThat(put.exitValue()).isEqualTo(2);
        assertThat(home.resolve("err")).content().contains("LC_ALL=C.UTF-8");
        assertThat(diamond.requests()).isEmpty();
    }

    @Test
    void text_ofAnOptionOfJava_inALocaleWithoutIt_isNoArgument() throws Exception {
        Process put = put("C", "tea", "t\\303\\274r");

        assertThat(put.exitValue()).as(Files.readString(home.resolve("err"))).isZero();
        assertThat(last().body()).isEqualTo("tea");
    }

    @Test
    void bytes_thatAreNoText_are2_andAreNotPublished() throws Exception {
        assertThat(put("C.UTF-8", "t\\374r").exitValue()).isEqualTo(2);
        assertThat(diamond.requests()).isEmpty();
    }

    @Test
    void text_comesAsItWasTyped() throws Exception {
        Process put = put("C.UTF-8", "t\\303\\274r");

        assertThat(put.exitValue()).as(Files.readString(home.resolve("err"))).isZero();
        assertThat(last().body()).isEqualTo("t\u00fcr");
    }
}
