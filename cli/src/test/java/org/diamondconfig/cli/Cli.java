/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.diamondconfig.cli.edge.Interruption;
import org.diamondconfig.cli.edge.Surroundings;
import org.diamondconfig.cli.edge.Terminal;
import org.diamondconfig.client.test.FakeDiamond;

/** Runs command lines in this process, in a home and an environment of the test's own. Confined to one thread. */
final class Cli {

    private final Path home;
    private final Map<String, String> environment = new HashMap<>();
    private final Interruption interruption = new Interruption();
    private byte[] in = {};
    private OutputStream out;

    Cli(Path home) {
        this.home = home;
        environment.put("DIAMOND_CALL_TIMEOUT", "3s");
    }

    /** One that talks to this server. */
    static Cli of(FakeDiamond diamond, Path home) {
        return new Cli(home).with("DIAMOND_SERVER", diamond.uri().toString());
    }

    Cli with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Cli input(byte[] bytes) {
        in = bytes;
        return this;
    }

    Cli input(String text) {
        return input(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Its output goes there. */
    Cli to(OutputStream stream) {
        out = stream;
        return this;
    }

    /** Ctrl-C. */
    Interruption interruption() {
        return interruption;
    }

    /** What became of it. */
    record Ran(int code, byte[] bytes, String err) {

        String out() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /** Runs this command with more options. */
    Ran run(List<String> command, String... more) {
        return run(Stream.concat(command.stream(), Stream.of(more)).toArray(String[]::new));
    }

    Ran run(String... arguments) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        Surroundings around = new Surroundings(
                new ByteArrayInputStream(in),
                out == null ? printed : out,
                new PrintStream(said, true, StandardCharsets.UTF_8),
                environment,
                home,
                Optional.empty(),
                Terminal.NONE,
                interruption);
        int code = new Main(around).run(arguments);
        return new Ran(code, printed.toByteArray(), said.toString(StandardCharsets.UTF_8));
    }
}
