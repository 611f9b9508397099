/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;

/** One connection that sends exactly the bytes it is given, right or wrong, and reads what comes back. Confined to one thread. */
final class RawHttp implements AutoCloseable {

    /** Each request that waits has a thread of its own: of a pool for all there are as few as the machine has cores. */
    static final Executor LATER = RawHttp::onAThread;

    private static final int TIMEOUT_MILLIS = 60_000;

    private final Socket socket;
    private final Charset charset;
    private final InputStream in;

    /**
     * What came back.
     *
     * @param headers by lower-case name, the last of a name
     */
    record Reply(int status, Map<String, String> headers, String body) {

        String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }
    }

    private static void onAThread(Runnable work) {
        Thread thread = new Thread(work, "diamond-test-later");
        thread.setDaemon(true);
        thread.start();
    }

    RawHttp(String host, int port) throws IOException {
        this(host, port, StandardCharsets.UTF_8);
    }

    /** @param charset of the answers' bodies */
    RawHttp(String host, int port, Charset charset) throws IOException {
        this(new Socket(host, port), charset);
    }

    private RawHttp(Socket socket, Charset charset) throws IOException {
        this.charset = charset;
        this.socket = socket;
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** One that comes from this of the machine's own addresses. */
    static RawHttp from(String address, String host, int port) throws IOException {
        return new RawHttp(new Socket(host, port, InetAddress.getByName(address), 0), StandardCharsets.UTF_8);
    }

    /** Sends a request without reading its answer. */
    void send(byte[] request) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(request);
        out.flush();
    }

    /** Sends a request and reads its answer; the connection stays open if the server lets it. */
    Reply exchange(byte[] request) throws IOException {
        try {
            send(request);
        } catch (IOException refusedWhileSending) {
            return reply(request);
        }
        return reply(request);
    }

    /** Reads that the server begins with a request that expects to be told so, and waits for its body. */
    void awaitContinue() throws IOException {
        int status = head().status();
        if (status != 100) {
            throw new IOException("100 expected, but the server answers " + status);
        }
    }

    /** The answer to a request that was sent. */
    Reply reply(byte[] request) throws IOException {
        Reply reply = head();
        while (reply.status() == 100) {
            reply = head();
        }
        boolean bodiless = reply.status() == 204 || reply.status() == 304 || startsWith(request, "HEAD ");
        return bodiless ? reply : new Reply(reply.status(), reply.headers(), body(reply));
    }

    /** Tells the server that nothing more is sent; what it answers can still be read. */
    void endSending() throws IOException {
        socket.shutdownOutput();
    }

    /** Whether an answer has begun to come. */
    boolean hears() throws IOException {
        return in.available() > 0;
    }

    /** Whether nothing comes for so long, not even the end. */
    boolean hearsNothingFor(Duration time) throws IOException {
        socket.setSoTimeout((int) time.toMillis());
        in.mark(1);
        try {
            in.read();
            in.reset();
            return false;
        } catch (SocketTimeoutException silence) {
            return true;
        } finally {
            socket.setSoTimeout(TIMEOUT_MILLIS);
        }
    }

    /** Whether the server has nothing more to say, and says so. */
    boolean isOver() throws IOException {
        return in.read() < 0;
    }

    private static boolean startsWith(byte[] request, String method) {
        return new String(request, 0, Math.min(request.length, 8), StandardCharsets.ISO_8859_1).startsWith(method);
    }

    private Reply head() throws IOException {
        String[] status = line().split(" ", 3);
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            String[] parts = line.split(":", 2);
            headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1].strip());
        }
        return new Reply(Integer.parseInt(status[1]), headers, "");
    }

    private String body(Reply reply) throws IOException {
        if (reply.header("Transfer-Encoding").equalsIgnoreCase("chunked")) {
            return chunked();
        }
        String length = reply.header("Content-Length");
        byte[] bytes = length.isEmpty() ? in.readAllBytes() : in.readNBytes(Integer.parseInt(length));
        return new String(bytes, charset);
    }

    private String chunked() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            body.write(in.readNBytes(size));
            line();
        }
        line();
        return body.toString(charset);
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(line().strip(), 16);
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the server closed the connection after: " + line);
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
