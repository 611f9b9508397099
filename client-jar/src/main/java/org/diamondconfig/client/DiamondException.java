/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client;

import java.io.IOException;
import org.diamondconfig.client.internal.Gateway;

/**
 * A call of the application that could not be done. Only calls that the application makes throw it; what fails in the
 * background goes to the log and {@link DiamondClient#status()}.
 */
public final class DiamondException extends RuntimeException {

    /** The status when no server gave an answer. */
    public static final int NO_ANSWER = 0;

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final long currentVersion;

    DiamondException(String message, Throwable cause) {
        this(message, cause, new Answer(NO_ANSWER, "", -1));
    }

    DiamondException(String message, Throwable cause, Answer answer) {
        super(message, cause);
        this.status = answer.status();
        this.code = answer.code();
        this.currentVersion = answer.currentVersion();
    }

    /** What became of a call about this key or prefix. */
    static DiamondException of(Record about, IOException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof Gateway.Refusal refusal) {
                Answer answer = new Answer(refusal.status(), refusal.code(), refusal.currentVersion());
                return new DiamondException(about + ": " + e.getMessage(), e, answer);
            }
        }
        return new DiamondException(about + ": " + e.getMessage(), e);
    }

    /** The end of a call whose thread was interrupted; the flag is restored. */
    static DiamondException of(Record about, InterruptedException e) {
        Thread.currentThread().interrupt();
        return new DiamondException(about + ": interrupted", e);
    }

    /** What the server said. */
    record Answer(int status, String code, long currentVersion) {}

    /** The HTTP status: 403, 404, 412, ...; {@link #NO_ANSWER} if there was none: then it is not known whether a write happened. */
    public int status() {
        return status;
    }

    /** The server's code for the problem, as in its documents; empty if it gave none. */
    public String code() {
        return code;
    }

    /** After 412 the version the key has now; -1 if not told. */
    public long currentVersion() {
        return currentVersion;
    }

    /** A call to a server. */
    interface Call<T> {

        T make() throws IOException, InterruptedException;
    }

    /** Makes a call; whatever it throws says which key it was about. */
    static <T> T made(Record key, Call<T> call) {
        try {
            return call.make();
        } catch (IOException e) {
            throw of(key, e);
        } catch (IllegalArgumentException e) {
            throw new DiamondException(key + ": the answer cannot be read: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw of(key, e);
        }
    }
}
