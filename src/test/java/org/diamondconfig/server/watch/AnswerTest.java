/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.watch;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.container.AsyncResponse;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.diamondconfig.server.watch.Answer.Reply;
import org.junit.jupiter.api.Test;

/** What happens to the poll of a client when the container has taken JAX-RS away before the application ends. */
class AnswerTest {

    private static final Reply NO_CONTENT = new Reply(Reply.NOT_MODIFIED, Map.of("Diamond-Level", "dump"), new byte[0]);

    private final List<String> done = new ArrayList<>();
    private boolean committed;
    private boolean completed;

    private final Answer answer = Answer.of(request(), gone(), null);

    private static <T> T of(Class<T> type, InvocationHandler acts) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, acts));
    }

    /** As Jersey once it is destroyed. */
    private static AsyncResponse gone() {
        return of(AsyncResponse.class, (proxy, called, arguments) -> {
            throw new IllegalStateException("has been shut down");
        });
    }

    private HttpServletRequest request() {
        return of(HttpServletRequest.class, (proxy, called, arguments) -> context());
    }

    private AsyncContext context() {
        return of(AsyncContext.class, (proxy, called, arguments) -> {
            if (completed) {
                throw new IllegalStateException("completed");
            }
            if (called.getName().equals("complete")) {
                completed = true;
                done.add("complete");
                return null;
            }
            return response();
        });
    }

    private HttpServletResponse response() {
        return of(HttpServletResponse.class, (proxy, called, arguments) -> {
            if (called.getName().equals("isCommitted")) {
                return committed;
            }
            done.add(called.getName() + " " + arguments[0]);
            return null;
        });
    }

    @Test
    void answer_isWrittenByTheServlet_whenJaxRsIsGone() {
        answer.send(NO_CONTENT);

        assertThat(done).containsExactly("setStatus 304", "setHeader Diamond-Level", "complete");
    }

    @Test
    void failure_isToldByTheServlet_whenJaxRsIsGone() {
        answer.fail(new IllegalArgumentException("a defect"));

        assertThat(done).containsExactly("sendError 500", "complete");
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
