/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench.bare;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A bare servlet that answers every GET with the headers and bytes it was once given by PUT: the fastest way in which this
 * container can write what Diamond writes. An If-None-Match equal to the ETag gets 304 with the same headers.
 *
 * <p>The PUT's body is the header lines, an empty line and the content. Thread-safe: what it answers is one immutable field.
 */
@WebServlet("/mirror")
public class MirrorServlet extends HttpServlet {

    private record Header(String name, String value) {}

    /** What is answered. A class, for its array. */
    private static final class Mirrored {
        private final Header[] headers;
        private final byte[] content;
        private final String etag;

        Mirrored(List<Header> headers, byte[] content) {
            this.headers = headers.toArray(Header[]::new);
            this.content = content;
            this.etag = headers.stream()
                    .filter(header -> header.name.equalsIgnoreCase("ETag"))
                    .findFirst()
                    .map(Header::value)
                    .orElse("");
        }
    }

    private transient volatile Mirrored mirrored;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Mirrored now = mirrored;
        for (Header header : now.headers) {
            response.setHeader(header.name, header.value);
        }
        if (now.etag.equals(request.getHeader("If-None-Match"))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        response.setContentType("text/plain;charset=UTF-8");
        response.setContentLength(now.content.length);
        response.getOutputStream().write(now.content);
    }

    @Override
    protected void doPut(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String all = new String(request.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        int end = all.indexOf("\n\n");
        List<Header> headers = all.substring(0, end)
                .lines()
                .map(line -> new Header(
                        line.substring(0, line.indexOf(':')),
                        line.substring(line.indexOf(':') + 1).strip()))
                .toList();
        mirrored = new Mirrored(headers, all.substring(end + 2).getBytes(StandardCharsets.ISO_8859_1));
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }
}
