/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.edge;

/** How a command ends, as the shell is told: one number a cause, the same for all commands. */
public enum Exit {
    OK(0, "done; for diff and for dry runs: no difference"),
    FAILED(1, "failed for another reason, a full disk say; for diff: there are differences"),
    USAGE(2, "the command line is wrong: nothing was asked of a server"),
    NOT_FOUND(3, "what was asked for is not there"),
    ACCESS(4, "not signed in, or not allowed (401, 403)"),
    CONFLICT(5, "somebody was faster, or it is of another kind (409, 412, 422)"),
    INVALID(6, "the content or a name is refused (400, 413, 415), or is not UTF-8"),
    UNREACHABLE(7, "no Diamond answers in time, or none can now (429, 5xx)"),
    PARTLY(8, "some of many were done and some were not; each is told"),
    UNCHANGED(9, "for get --if-none-match: it is what you have already, and nothing was printed"),
    INTERRUPTED(130, "ended by Ctrl-C"),
    CLOSED_PIPE(141, "nobody reads the output any more");

    private final int code;
    private final String meaning;

    Exit(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /** The number. */
    public int code() {
        return code;
    }

    /** What it means, for the documents. */
    public String meaning() {
        return meaning;
    }

    /** What a refusal of this HTTP status is to a shell; never {@link #OK}, whatever the status says. */
    public static Exit ofStatus(int status) {
        return switch (status) {
            case 401, 403 -> ACCESS;
            case 404 -> NOT_FOUND;
            case 409, 412, 422 -> CONFLICT;
            case 400, 405, 413, 414, 415 -> INVALID;
            default -> status == 429 || status >= 500 || (status >= 300 && status < 400) ? UNREACHABLE : FAILED;
        };
    }
}
