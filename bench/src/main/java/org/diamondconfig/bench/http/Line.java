/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One blocking connection, for latencies and for setting things up. Confined to one thread at a time. */
public final class Line implements AutoCloseable {

    private final Socket socket;
    private final InputStream in;
    private final byte[] buffer = new byte[64 * 1024];
    private int position;
    private int limit;

    /** Connects. */
    public Line(InetSocketAddress server) {
        try {
            socket = new Socket(server.getAddress(), server.getPort());
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(120_000);
            in = socket.getInputStream();
        } catch (IOException e) {
            throw new UncheckedIOException(server + ": cannot connect", e);
        }
    }

    /** Sends a request and waits for its answer. */
    public Answer exchange(Request request) {
        send(request);
        return receive();
    }

    /** Sends a request. */
    public void send(Request request) {
        try {
            socket.getOutputStream().write(request.bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the answer to what was sent. */
    public Answer receive() {
        try {
            String head = head();
            int status = Integer.parseInt(head.substring(9, 12));
            byte[] body = status == 304 || status == 204 ? new byte[0] : body(head);
            return new Answer(status, head, new String(body, StandardCharsets.UTF_8), System.nanoTime());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String head() throws IOException {
        StringBuilder head = new StringBuilder(512);
        for (String line = line(); !line.isEmpty(); line = line()) {
            head.append(line).append('\n');
        }
        return head.toString();
    }

    private byte[] body(String text) throws IOException {
        Answer head = new Answer(0, text, "", 0);
        if (head.header("Transfer-Encoding").filter("chunked"::equalsIgnoreCase).isPresent()) {
            return chunks();
        }
        return bytes(head.header("Content-Length").map(Integer::parseInt).orElse(0));
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            body.writeBytes(bytes(size));
            line();
        }
        line();
        return body.toByteArray();
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(line().split(";", 2)[0].strip(), 16);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int next = next(); next != '\n'; next = next()) {
            line.append((char) next);
        }
        line.setLength(Math.max(0, line.length() - 1));
        return line.toString();
    }

    private byte[] bytes(int count) throws IOException {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; ) {
            if (position == limit) {
                fill();
            }
            int taken = Math.min(count - i, limit - position);
            System.arraycopy(buffer, position, bytes, i, taken);
            position += taken;
            i += taken;
        }
        return bytes;
    }

    private int next() throws IOException {
        if (position == limit) {
            fill();
        }
        return buffer[position++] & 0xff;
    }

    private void fill() throws IOException {
        int read = in.read(buffer);
        if (read < 0) {
            throw new EOFException("the server closed the connection");
        }
        position = 0;
        limit = read;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A query parameter's value, escaped. */
    public static String escape(String value) {
        return java.net.URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
