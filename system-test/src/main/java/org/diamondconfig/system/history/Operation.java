/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system.history;

import java.util.Locale;

/**
 * One thing that a client did, or that a listener was told, from begin to end. Immutable.
 *
 * @param process who: a client, {@code c1}, which keeps its name and its home over restarts, or one of its listeners,
 *     {@code c1/slow}
 * @param number counts the operations of a process; with it, it is the operation's name
 * @param act what was asked for
 * @param span when
 * @param told what came of it
 */
public record Operation(String process, long number, Act act, Span span, Told told) {

    /** No version is expected. */
    public static final long ANY_VERSION = -1;

    /** The value of an absent key, and what a removal writes. */
    public static final String ABSENT = "";

    /** What can be asked for. */
    public enum Kind {
        PUBLISH,
        /** A publish that expects a version; 0 = that the key is absent. */
        PUBLISH_IF,
        REMOVE,
        GET,
        /** A listener is registered. */
        LISTEN,
        /** A listener is called. */
        CALL,
        /** A listener still listens, and nothing has been written for as long as any value may take; tells the final version. */
        QUIET,
        /** The tester itself merged the final datums of an aggregate; tells the value that they come to. */
        MERGE;

        /** Whether it changes the key. */
        public boolean writes() {
            return this == PUBLISH || this == PUBLISH_IF || this == REMOVE;
        }
    }

    /** How it ended. */
    public enum Outcome {
        /** It was done. */
        OK,
        /** It is known not to have happened; of a call: the listener threw. */
        FAILED,
        /** It may have happened, or happen yet, or never; so it is with all that was never answered. */
        UNKNOWN
    }

    /** Who answered a read. */
    public enum Level {
        /** The client, from its memory. */
        CLIENT,
        /** A server, from its dump. */
        DUMP,
        /** A server, from the database: a strong read. */
        DATABASE
    }

    /**
     * What was asked for.
     *
     * @param value what was to be written, as the md5 of the bytes; no two writes have the same
     * @param expected the version that the key must have; {@link Operation#ANY_VERSION}
     */
    public record Act(Kind kind, String key, String value, long expected) {}

    /**
     * When it began and ended, by {@link System#nanoTime()}. On Linux that is CLOCK_MONOTONIC, which all processes of a machine
     * share (in one time namespace): only therefore may times of several JVMs be compared here.
     */
    public record Span(long start, long end) {

        /** The end of what was never answered. */
        public static final long NEVER = Long.MAX_VALUE;
    }

    /**
     * What came of it.
     *
     * @param version of the key; 0 = it never existed, or the version was not told
     * @param value the md5 of the bytes that were read; {@link Operation#ABSENT}
     * @param epoch of the store, as it is written in headers; versions are compared only within one
     */
    public record Told(Outcome outcome, long version, String value, String epoch, Level level) {}

    Kind kind() {
        return act.kind();
    }

    long version() {
        return told.version();
    }

    boolean ok() {
        return told.outcome() == Outcome.OK;
    }

    /** Whether it tells a value of the key: a read that was answered, or a call, even if the listener threw. */
    boolean tells() {
        return kind() == Kind.CALL || (kind() == Kind.GET && ok());
    }

    /** From when on it counts as told: a listener knows when it is called, everybody else when the call returns. */
    long toldAt() {
        return kind() == Kind.CALL ? span.start() : span.end();
    }

    /** The client alone, whichever of its listeners it is. */
    String client() {
        int slash = process.indexOf('/');
        return slash < 0 ? process : process.substring(0, slash);
    }

    /** As a sentence names it. */
    @Override
    public String toString() {
        String name = kind().name().toLowerCase(Locale.ROOT) + " #" + number + " of " + process;
        return version() == 0 ? name : name + " (version " + version() + ")";
    }
}
