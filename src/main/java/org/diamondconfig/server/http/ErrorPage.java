/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.http;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.diamondconfig.server.problem.ProblemException;

/** The page that stands in for every error page of the container: a problem like any other. Thread-safe. */
public final class ErrorPage extends HttpServlet {

    private static final long serialVersionUID = 1;

    private static final Logger LOG = System.getLogger(ErrorPage.class.getName());

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        Object failure = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
        problem(request, status instanceof Integer code ? code : 404, failure).write(response);
    }

    private static Problem problem(HttpServletRequest request, int status, Object failure) {
        for (Object cause = failure; cause instanceof Throwable thrown; cause = thrown.getCause()) {
            if (thrown instanceof ProblemException refusal) {
                return Problem.of(request, refusal);
            }
        }
        if (status < 500) {
            return FailureMapper.container(request, status);
        }
        Problem problem = Problem.of(
                request, status, "INTERNAL", "The server failed. The log has the reason under this trace id.");
        if (failure instanceof Throwable thrown) {
            LOG.log(Level.ERROR, "Request failed, trace " + problem.traceId(), thrown);
        }
        return problem;
    }
}
