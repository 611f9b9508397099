/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench.http;

import java.nio.charset.StandardCharsets;

/** A request as bytes, encoded once and sent often. Immutable. */
public final class Request {

    private final byte[] bytes;

    private Request(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A request without a body. Each header is {@code Name: value}. */
    public static Request of(String method, String target, String... headers) {
        return new Request(
                head(method, target, headers).append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
    }

    /** A request with a body. */
    public static Request withBody(String method, String target, byte[] body, String... headers) {
        byte[] head = head(method, target, headers)
                .append("Content-Length: ")
                .append(body.length)
                .append("\r\n\r\n")
                .toString()
                .getBytes(StandardCharsets.US_ASCII);
        byte[] bytes = new byte[head.length + body.length];
        System.arraycopy(head, 0, bytes, 0, head.length);
        System.arraycopy(body, 0, bytes, head.length, body.length);
        return new Request(bytes);
    }

    private static StringBuilder head(String method, String target, String... headers) {
        StringBuilder head = new StringBuilder(256)
                .append(method)
                .append(' ')
                .append(target)
                .append(" HTTP/1.1\r\nHost: localhost\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return head;
    }

    /** The bytes; not to be changed. */
    byte[] bytes() {
        return bytes;
    }
}
