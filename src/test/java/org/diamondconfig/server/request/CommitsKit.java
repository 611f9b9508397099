/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.diamondconfig.server.problem.ProblemException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** {@link Commits} of its own for each test. */
abstract class CommitsKit {

    /** How many places there are for those who write, with a pool of this size. */
    static final int PLACES = 24;

    private static final int POOL = 32;

    @TempDir
    Path folder;

    Commits commits;

    @BeforeEach
    void start() {
        commits = new Commits(folder, POOL);
    }

    @AfterEach
    void stop() {
        commits.close();
    }

    /** With this code, by the call itself or by what it waited for. */
    static void assertRefused(String code, ThrowingCallable call) {
        assertThatThrownBy(call).satisfies(failure -> {
            Throwable why = failure instanceof ProblemException ? failure : failure.getCause();
            assertThat(((ProblemException) why).code()).isEqualTo(code);
        });
    }
}
