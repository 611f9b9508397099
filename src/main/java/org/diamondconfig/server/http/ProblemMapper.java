/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.diamondconfig.server.problem.ProblemException;

/** Tells the caller of our own refusals. Thread-safe. */
@Provider
public final class ProblemMapper implements ExceptionMapper<ProblemException> {

    private static final Logger LOG = System.getLogger(ProblemMapper.class.getName());

    @Context
    HttpServletRequest request;

    @Override
    public Response toResponse(ProblemException e) {
        return problem(request, e).toResponse();
    }

    static Problem problem(HttpServletRequest request, ProblemException e) {
        Problem problem = Problem.of(request, e);
        if (e.status() >= 500) {
            LOG.log(Level.DEBUG, () -> problem.code() + " told, trace " + problem.traceId());
        }
        return problem;
    }
}
