/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench.bare;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Holds requests and knows nothing of them: what the container keeps for a request that is asynchronous. The body is read and
 * dropped. A DELETE answers all that are held, a GET tells how many they are. Thread-safe.
 */
@WebServlet(urlPatterns = "/hold", asyncSupported = true)
public class HoldServlet extends HttpServlet {

    private static final Queue<AsyncContext> HELD = new ConcurrentLinkedQueue<>();

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        request.getInputStream().transferTo(OutputStream.nullOutputStream());
        AsyncContext held = request.startAsync(request, response);
        held.setTimeout(0);
        HELD.add(held);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        write(Integer.toString(HELD.size()), response);
    }

    @Override
    protected void doDelete(HttpServletRequest request, HttpServletResponse response) throws IOException {
        for (AsyncContext held = HELD.poll(); held != null; held = HELD.poll()) {
            write("released", (HttpServletResponse) held.getResponse());
            held.complete();
        }
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }

    private static void write(String text, HttpServletResponse response) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        response.setContentType("text/plain;charset=UTF-8");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
