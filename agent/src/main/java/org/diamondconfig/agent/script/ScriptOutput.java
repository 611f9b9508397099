/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.script;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Where one script prints to, and all that comes of it, however long that lives: the first bytes go to a file, the rest to
 * nowhere. A process of its own reads, and never this one: what the JDK reads of an ended process that left a printing child behind
 * has no bound.
 *
 * <p>Used by one thread.
 */
final class ScriptOutput implements AutoCloseable {

    /** Ends when nobody has the pipe open any more. A file that reaches its limit is an error to cat, and the signal is ignored. */
    private static final String SINK =
            "trap '' XFSZ; (ulimit -f \"$2\"; exec cat >\"$1\" 2>/dev/null); exec cat >/dev/null";

    private static final int BLOCK = 512;
    private static final long MKFIFO_SECONDS = 5;
    /** What was printed last is read so long after the end; a child that was left behind keeps the pipe open for ever. */
    private static final long SETTLE_MILLIS = 200;

    private final Path pipe;
    private final Path file;
    private final int bytes;
    private RandomAccessFile open;
    private Process sink;

    private ScriptOutput(Path work, int bytes) {
        String name = "value-" + UUID.randomUUID();
        this.pipe = work.resolve(name + ".pipe");
        this.file = work.resolve(name + ".out");
        this.bytes = bytes;
    }

    static ScriptOutput open(Path work, int bytes) throws IOException, InterruptedException {
        ScriptOutput output = new ScriptOutput(work, bytes);
        try {
            output.start();
            return output;
        } catch (IOException | InterruptedException e) {
            output.close();
            throw e;
        }
    }

    private void start() throws IOException, InterruptedException {
        Process making = quiet("mkfifo", "-m", "600", pipe.toString()).start();
        if (!making.waitFor(MKFIFO_SECONDS, TimeUnit.SECONDS) || making.exitValue() != 0) {
            making.destroyForcibly();
            throw new IOException(pipe + ": mkfifo failed");
        }
        Files.createFile(file);
        // For both ways, which waits for nobody; so do the other two openings then.
        open = new RandomAccessFile(pipe.toFile(), "rw");
        long blocks = bytes / BLOCK + 1L;
        sink = quiet("/bin/sh", "-c", SINK, "sh", file.toString(), Long.toString(blocks))
                .redirectInput(pipe.toFile())
                .start();
    }

    private static ProcessBuilder quiet(String... command) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
        return builder;
    }

    /** Prints there, errors, too. */
    Process started(ProcessBuilder script) throws IOException {
        Process process = script.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(pipe.toFile()))
                .start();
        process.getOutputStream().close();
        letGo();
        return process;
    }

    private void letGo() {
        try {
            if (open != null) {
                open.close();
            }
        } catch (IOException e) {
            // It is closed all the same.
        }
    }

    /** What was printed so far, to the bound. */
    String text() throws InterruptedException {
        sink.waitFor(SETTLE_MILLIS, TimeUnit.MILLISECONDS);
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(bytes), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "(" + e + ")";
        }
    }

    /** The sink goes on for whoever prints still. */
    @Override
    public void close() {
        letGo();
        ScriptRun.delete(pipe);
        ScriptRun.delete(file);
    }
}
