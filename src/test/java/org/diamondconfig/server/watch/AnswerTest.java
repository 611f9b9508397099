/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diamondconfig.server.http.Fakes.fake;
import static org.diamondconfig.server.http.Fakes.into;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.diamondconfig.server.problem.Unavailable;
import org.diamondconfig.server.watch.Answer.Reply;
import org.junit.jupiter.api.Test;

/** What a held request is answered by the servlet that holds it. */
class AnswerTest {

    private static final Reply NO_CONTENT = new Reply(Reply.NOT_MODIFIED, Map.of("Diamond-Level", "dump"), new byte[0]);

    private final List<String> done = new ArrayList<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private String method = "GET";
    private boolean committed;
    private boolean completed;

    private final Answer answer = Answer.of(context(), null);

    private AsyncContext context() {
        return fake(AsyncContext.class, (proxy, called, arguments) -> {
            if (completed) {
                throw new IllegalStateException("completed");
            }
            switch (called.getName()) {
                case "setTimeout" -> assertThat(arguments[0]).isEqualTo(0L);
                case "complete" -> {
                    completed = true;
                    done.add("complete");
                }
                case "getRequest" -> {
                    return fake(
                            HttpServletRequest.class,
                            (request, asked, of) -> asked.getName().equals("getMethod") ? method : null);
                }
                case "getResponse" -> {
                    return response();
                }
                default -> throw new AssertionError(called.getName());
            }
            return null;
        });
    }

    private HttpServletResponse response() {
        return fake(HttpServletResponse.class, (proxy, called, arguments) -> {
            if (called.getName().equals("isCommitted")) {
                return committed;
            }
            if (called.getName().equals("getOutputStream")) {
                return into(body);
            }
            done.add(called.getName() + " " + (arguments == null ? "" : arguments[0]));
            return null;
        });
    }

    @Test
    void reply_isWritten_andTheRequestEnded() {
        answer.send(NO_CONTENT);

        assertThat(done).containsExactly("setStatus 304", "setHeader Diamond-Level", "complete");
    }

    @Test
    void reply_toAHead_hasItsLengthAndNoBody() {
        method = "HEAD";

        answer.send(new Reply(200, Map.of(), new byte[7]));

        assertThat(done).containsExactly("setStatus 200", "setContentLength 7", "complete");
        assertThat(body.size()).isZero();
    }

    @Test
    void refusal_isToldAsAnywhereElse() {
        answer.fail(new Unavailable("DUMP_LOADING", "Not yet.", 1));

        assertThat(done).contains("setStatus 503", "setContentType application/problem+json", "setHeader Retry-After");
        assertThat(done).last().isEqualTo("complete");
        assertThat(body.toString()).contains("\"DUMP_LOADING\"");
    }

    @Test
    void defect_isToldWithoutWhatItIs() {
        answer.fail(new IllegalArgumentException("a defect"));

        assertThat(done).contains("setStatus 500", "setContentType application/problem+json");
        assertThat(done).last().isEqualTo("complete");
        assertThat(body.toString()).contains("\"INTERNAL\"").doesNotContain("a defect");
    }

    @Test
    void whatIsWrittenAlready_isEndedAndNotWrittenTwice() {
        committed = true;

        answer.send(NO_CONTENT);

        assertThat(done).containsExactly("complete");
    }

    @Test
    void whatHasEnded_isLeftAlone() {
        completed = true;

        answer.send(NO_CONTENT);

        assertThat(done).isEmpty();
    }
}
