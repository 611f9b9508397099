/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.edge;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Map;

/** The end of a command that could not do what it was asked to: how the process ends, and what its user is told. */
public final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Exit exit;
    private final transient Map<String, Object> problem;
    private final boolean open;

    /** Ends so, with this sentence. */
    public Refused(Exit exit, String sentence) {
        this(exit, sentence, Map.of());
    }

    /** Ends so, with what the server said. */
    public Refused(Exit exit, String sentence, Map<String, Object> problem) {
        this(exit, sentence, problem, false);
    }

    private Refused(Exit exit, String sentence, Map<String, Object> problem, boolean open) {
        super(sentence);
        this.exit = exit;
        this.problem = problem;
        this.open = open;
    }

    /** Why a file was not read or written, for a sentence that names it: of some causes Java says nothing else. */
    public static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "there is no such file or folder";
        }
        if (e instanceof AccessDeniedException) {
            return "access denied";
        }
        if (e instanceof FileAlreadyExistsException) {
            return "it is there already, and no folder";
        }
        String reason = e instanceof FileSystemException system ? system.getReason() : e.getMessage();
        return reason == null ? e.toString() : reason;
    }

    /** The same, where nobody knows whether what was asked for was done. */
    public Refused open() {
        return new Refused(exit, getMessage(), problem, true);
    }

    /** Whether what was asked for may have been done nevertheless. */
    public boolean isOpen() {
        return open;
    }

    /** How the process ends. */
    public Exit exit() {
        return exit;
    }

    /** The server's problem as it was read; empty if it is not a server's. */
    public Map<String, Object> problem() {
        return problem == null ? Map.of() : problem;
    }
}
