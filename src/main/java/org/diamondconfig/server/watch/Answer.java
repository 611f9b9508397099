/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.watch;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
import org.diamondconfig.server.http.FailureMapper;
import org.diamondconfig.server.http.Problem;
import org.diamondconfig.server.problem.ProblemException;

/**
 * The way back to one client whose request is held, and how it is spoken to. It is used once. A client that has gone away is no
 * failure: it says what it holds when it asks again. Not thread-safe; who settles the poll has it alone.
 *
 * <p>Neither adapter sets a timeout of the container's: those keep what was answered in memory until they fire.
 */
public interface Answer {

    /** How this client is spoken to. */
    Rendering rendering();

    /** Writes the answer and ends the exchange. */
    void send(Reply reply);

    /** Answers with a problem, a {@link ProblemException} or a defect, and ends the exchange. */
    void fail(RuntimeException problem);

    /** The way back through JAX-RS, which has suspended this request. */
    static Answer of(AsyncResponse response, Rendering rendering) {
        return new OverJaxRs(response, rendering);
    }

    /** The way back through a servlet that has begun to be asynchronous. */
    static Answer of(AsyncContext context, Rendering rendering) {
        context.setTimeout(0);
        return new OverServlet(context, rendering);
    }

    /** How the outcomes of a poll read on one face. */
    interface Rendering {

        /** Something differs. Throws a {@link ProblemException} if that is not to be shown, as of a key that is gone. */
        Reply changed(Changes changes);

        /** Nothing differed in time. Throws as above. */
        Reply unchanged();
    }

    /**
     * An answer before it is written. Never compared, so that the array in it does no harm.
     *
     * @param headers all but Content-Length
     * @param body not to be changed; a 304 has none
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Reply(int status, Map<String, String> headers, byte[] body) {

        /** The status of an answer without a body. */
        public static final int NOT_MODIFIED = 304;

        /** A refusal written down now, to be sent when there may be nobody left who maps exceptions. */
        static Reply of(ProblemException refusal) {
            Problem problem = Problem.of(refusal);
            Map<String, String> headers = new HashMap<>(problem.headers());
            headers.put("Content-Type", Problem.MEDIA_TYPE);
            headers.put("Cache-Control", "no-store");
            return new Reply(problem.status(), headers, problem.toJson());
        }

        boolean hasBody() {
            return status != NOT_MODIFIED;
        }

        Response toResponse() {
            Response.ResponseBuilder builder = Response.status(status);
            headers.forEach(builder::header);
            return (hasBody() ? builder.entity(body) : builder).build();
        }
    }

    /** JAX-RS as the way back. */
    record OverJaxRs(AsyncResponse response, Rendering rendering) implements Answer {

        @Override
        public void send(Reply reply) {
            response.resume(reply.toResponse());
        }

        @Override
        public void fail(RuntimeException problem) {
            response.resume(problem);
        }
    }

    /** A servlet as the way back. */
    record OverServlet(AsyncContext context, Rendering rendering) implements Answer {

        private static final Logger LOG = System.getLogger("diamond.watch");

        @Override
        public void send(Reply reply) {
            end(response -> {
                response.setStatus(reply.status());
                reply.headers().forEach(response::setHeader);
                if (reply.hasBody()) {
                    response.setContentLength(reply.body().length);
                    if (!isHead()) {
                        response.getOutputStream().write(reply.body());
                    }
                }
            });
        }

        private boolean isHead() {
            return "HEAD".equals(((HttpServletRequest) context.getRequest()).getMethod());
        }

        @Override
        public void fail(RuntimeException problem) {
            end(response -> FailureMapper.problem((HttpServletRequest) context.getRequest(), problem)
                    .write(response));
        }

        private void end(Writing writing) {
            try {
                HttpServletResponse response = (HttpServletResponse) context.getResponse();
                try {
                    if (!response.isCommitted()) {
                        writing.write(response);
                    }
                } finally {
                    context.complete();
                }
            } catch (IOException | IllegalStateException e) {
                LOG.log(Level.DEBUG, "the client of a poll has gone, or was answered", e);
            }
        }

        private interface Writing {
            void write(HttpServletResponse response) throws IOException;
        }
    }
}
