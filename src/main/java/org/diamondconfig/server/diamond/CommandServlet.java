/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.diamond;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.diamondconfig.server.diamond.Commands.Ask;
import org.diamondconfig.server.gbk.Form;
import org.diamondconfig.server.gbk.Page;
import org.diamondconfig.server.http.Door;
import org.diamondconfig.server.problem.ProblemException;

/** {@code *.do}: the original's controllers, each a path, of which the parameter {@code method} chooses what is done. Thread-safe. */
public final class CommandServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    // Given by the container, which makes servlets by their constructor without arguments.
    @Inject
    private transient Commands commands;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Page page;
        try {
            page = run(request);
        } catch (ProblemException e) {
            page = Page.of(e);
        }
        page.write(response);
    }

    private Page run(HttpServletRequest request) {
        boolean post = request.getMethod().equals("POST");
        if (!post && !request.getMethod().equals("GET")) {
            return Page.NEITHER_GET_NOR_POST;
        }
        Form form = Form.of(request, post ? commands.maxForm() : 0);
        return commands.find(request.getServletPath(), request.getMethod(), form.text("method"))
                .run(new Ask(Door.caller(request), form));
    }
}
