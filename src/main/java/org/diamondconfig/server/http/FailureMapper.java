/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.diamondconfig.server.problem.ProblemException;

/**
 * Tells the caller of everything that no resource foresaw: the container's own refusals (404, 405, 406, 415) in our form, and
 * our defects as 500 with a trace id under which the log has the stack. Thread-safe.
 */
@Provider
public final class FailureMapper implements ExceptionMapper<Throwable> {

    private static final Logger LOG = System.getLogger(FailureMapper.class.getName());

    @Context
    HttpServletRequest request;

    @Override
    public Response toResponse(Throwable failure) {
        return failure instanceof WebApplicationException refusal
                        && refusal.getResponse().getStatus() < 500
                ? refusal(refusal.getResponse())
                : defect(request, failure).toResponse();
    }

    private Response refusal(Response told) {
        Problem problem = container(request, told.getStatus());
        String allow = told.getHeaderString(HttpHeaders.ALLOW);
        return (allow == null ? problem : problem.with(HttpHeaders.ALLOW, allow)).toResponse();
    }

    /**
     * What is told of a failure that stands for input, for a rule of ours or for a defect, wherever it was thrown. A defect goes to
     * the log.
     */
    public static Problem problem(HttpServletRequest request, RuntimeException failure) {
        if (failure instanceof ProblemException refusal) {
            return ProblemMapper.problem(request, refusal);
        }
        return failure instanceof IllegalArgumentException refusal && ArgumentMapper.isRefusal(refusal)
                ? ArgumentMapper.problem(request, refusal)
                : defect(request, failure);
    }

    private static Problem defect(HttpServletRequest request, Throwable failure) {
        Problem problem =
                Problem.of(request, 500, "INTERNAL", "The server failed. The log has the reason under this trace id.");
        LOG.log(Level.ERROR, "Request failed, trace " + problem.traceId(), failure);
        return problem;
    }

    /** A refusal by the container, told in our words. */
    public static Problem container(HttpServletRequest request, int status) {
        return switch (status) {
            case 404 -> Problem.of(request, 404, "NO_SUCH_PATH", "There is nothing at this path.");
            case 405 -> Problem.of(request, 405, "METHOD_NOT_ALLOWED", "This path does not know that method.");
            case 406 -> Problem.of(request, 406, "NOT_ACCEPTABLE", "This path answers in no type that Accept allows.");
            case 413 -> Problem.of(request, 413, "BODY_TOO_LARGE", "The body is larger than the server takes.");
            case 415 ->
                Problem.of(request, 415, "UNSUPPORTED_MEDIA_TYPE", "This path does not take that Content-Type.");
            default -> Problem.of(request, status, "REFUSED", "The request is malformed.");
        };
    }
}
