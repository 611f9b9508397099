/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.gdiamond;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.diamondconfig.server.http.Problem;
import org.diamondconfig.server.problem.ProblemException;

/** A path of this face: it takes any method alike, and refuses by a status and a sentence. Thread-safe. */
abstract class PlainServlet extends HttpServlet {

    static final String TEXT = "text/plain;charset=UTF-8";

    private static final long serialVersionUID = 1;

    @Override
    protected final void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            answer(request, response);
        } catch (ProblemException e) {
            refuse(request, response, e);
        }
    }

    /** Answers, or throws a {@link ProblemException}. */
    abstract void answer(HttpServletRequest request, HttpServletResponse response) throws IOException;

    static void refuse(HttpServletRequest request, HttpServletResponse response, ProblemException refusal)
            throws IOException {
        Problem problem = Problem.of(request, refusal);
        response.setStatus(problem.status());
        problem.headers().forEach(response::setHeader);
        write(response, (problem.detail() + '\n').getBytes(StandardCharsets.UTF_8));
    }

    /** Writes a text that nobody on the way may keep. */
    static void write(HttpServletResponse response, byte[] text) throws IOException {
        response.setContentType(TEXT);
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(text.length);
        response.getOutputStream().write(text);
    }
}
