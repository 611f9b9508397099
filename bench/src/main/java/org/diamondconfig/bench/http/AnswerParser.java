/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Finds the end of each answer on one connection, by Content-Length or chunks, and keeps its status. Confined to one thread.
 *
 * <p>It reads just enough: the head is looked at only for status, Content-Length and Transfer-Encoding. Answers follow one
 * another; bytes beyond an answer's end (nobody pipelines) are an error.
 */
final class AnswerParser {

    private static final byte[] LAST_CHUNK = "\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int HEAD_MAX = 16 * 1024;

    private final byte[] head = new byte[HEAD_MAX];
    private int headLength;
    private boolean inBody;
    private boolean complete;
    private boolean chunked;
    private long bodyLeft;
    private int lastChunkMatched;
    private int status;

    /**
     * Takes what has arrived.
     *
     * @return whether the answer is complete
     */
    boolean take(ByteBuffer arrived) {
        while (arrived.hasRemaining()) {
            if (!inBody && !takeHead(arrived)) {
                continue;
            }
            if (chunked ? takeChunks(arrived) : takeBody(arrived)) {
                return finish(arrived);
            }
        }
        return false;
    }

    /** The status of the last complete answer. */
    int status() {
        return status;
    }

    /** The head of the last complete answer, as text. */
    String head() {
        return new String(head, 0, headLength, StandardCharsets.ISO_8859_1);
    }

    private boolean finish(ByteBuffer arrived) {
        if (arrived.hasRemaining()) {
            throw new IllegalStateException(arrived.remaining() + " bytes after the end of an answer");
        }
        inBody = false;
        complete = true;
        return true;
    }

    /** Takes bytes of the head; true once it is whole. */
    private boolean takeHead(ByteBuffer arrived) {
        if (complete) {
            complete = false;
            headLength = 0;
        }
        while (arrived.hasRemaining()) {
            if (headLength == HEAD_MAX) {
                throw new IllegalStateException("the head of an answer is longer than " + HEAD_MAX + " bytes");
            }
            head[headLength++] = arrived.get();
            if (endsHead()) {
                readHead();
                return true;
            }
        }
        return false;
    }

    private boolean endsHead() {
        int start = headLength - 4;
        if (start < 0 || head[headLength - 1] != '\n') {
            return false;
        }
        return head[start] == '\r' && head[start + 1] == '\n' && head[start + 2] == '\r';
    }

    private void readHead() {
        status = (head[9] - '0') * 100 + (head[10] - '0') * 10 + head[11] - '0';
        inBody = true;
        lastChunkMatched = 2;
        chunked = value("transfer-encoding").equalsIgnoreCase("chunked");
        String length = value("content-length");
        bodyLeft = status == 304 || status == 204 || length.isEmpty() ? 0 : Long.parseLong(length);
    }

    /** A header's value; empty when there is none. Names are compared without regard to case. */
    private String value(String name) {
        int line = 0;
        for (int i = 0; i < headLength; i++) {
            if (head[i] == '\n') {
                line = i + 1;
            } else if (head[i] == ':' && i - line == name.length() && matches(line, name)) {
                return lineFrom(i + 1);
            }
        }
        return "";
    }

    private boolean matches(int line, String name) {
        for (int i = 0; i < name.length(); i++) {
            if ((head[line + i] | 0x20) != name.charAt(i) && head[line + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private String lineFrom(int start) {
        int end = start;
        while (head[end] != '\r') {
            end++;
        }
        return new String(head, start, end - start, StandardCharsets.US_ASCII)
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    private boolean takeBody(ByteBuffer arrived) {
        int taken = (int) Math.min(bodyLeft, arrived.remaining());
        arrived.position(arrived.position() + taken);
        bodyLeft -= taken;
        return bodyLeft == 0;
    }

    /**
     * Looks for the last chunk by its bytes. A body that holds these very bytes would end too early; bodies of configurations
     * come with a length, and ours hold none.
     */
    private boolean takeChunks(ByteBuffer arrived) {
        while (arrived.hasRemaining()) {
            byte next = arrived.get();
            if (next == LAST_CHUNK[lastChunkMatched]) {
                lastChunkMatched++;
            } else {
                lastChunkMatched = next == '\r' ? 1 : 0;
            }
            if (lastChunkMatched == LAST_CHUNK.length) {
                return true;
            }
        }
        return false;
    }
}
