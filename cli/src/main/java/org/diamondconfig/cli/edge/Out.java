/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.edge;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Where a command prints: data to the standard output, talk to the standard error. A write that fails ends the command.
 * Thread-safe.
 */
public final class Out {

    private final OutputStream data;
    private final Surroundings around;
    private final Format format;
    private final boolean quiet;

    /** The line that moves now, if any does. */
    private Optional<Progress> moving = Optional.empty();

    /** Prints there in this format; a quiet one says nothing but errors. */
    public Out(Surroundings around, Format format, boolean quiet) {
        this.data = new BufferedOutputStream(new MadeWay(around.out()), 1 << 16);
        this.around = around;
        this.format = format;
        this.quiet = quiet;
    }

    /** The format that was asked for. */
    public Format format() {
        return format;
    }

    /** Whether JSON was asked for. */
    public boolean json() {
        return format == Format.JSON;
    }

    /** Prints these bytes as they are. */
    public synchronized void bytes(byte[] bytes) {
        try {
            data.write(bytes);
        } catch (IOException e) {
            throw refused(e);
        }
    }

    /** Prints a line of data. */
    public void line(String text) {
        bytes((text + '\n').getBytes(StandardCharsets.UTF_8));
    }

    /** Prints an object as one line of JSON. */
    public void object(Map<String, ?> object) {
        line(JsonText.of(object));
    }

    /** Rows of these columns, which the caller closes. */
    public Rows rows(String... columns) {
        return new Rows(this, List.of(columns), around.width());
    }

    /** Prints one row of these columns. */
    public void row(Map<String, Object> row, String... columns) {
        try (Rows rows = rows(columns)) {
            rows.add(row);
        }
    }

    /** Says something to a person who looks on. */
    public void say(String sentence) {
        if (!quiet) {
            moving.ifPresent(Progress::hide);
            around.err().println(Rows.printable(sentence));
        }
    }

    /** Hands over all that was printed. */
    public synchronized void flush() {
        try {
            data.flush();
        } catch (IOException e) {
            throw refused(e);
        }
    }

    /** A line that tells how far long work is. */
    public Progress progress(String what) {
        return progress(what, System::nanoTime);
    }

    Progress progress(String what, LongSupplier nanos) {
        Progress progress = new Progress(around, !quiet && around.terminal().err(), what, nanos);
        moving = Optional.of(progress);
        return progress;
    }

    /** Data that comes to a terminal on which a line moves. */
    private final class MadeWay extends FilterOutputStream {

        MadeWay(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            if (around.terminal().out()) {
                moving.ifPresent(Progress::hide);
            }
            out.write(bytes, from, length);
        }
    }

    private static Refused refused(IOException e) {
        String reason = String.valueOf(e.getMessage());
        return reason.contains("Broken pipe") || reason.contains("pipe is being closed")
                ? new Refused(Exit.CLOSED_PIPE, "")
                : new Refused(Exit.FAILED, "the output cannot be written: " + reason);
    }
}
