/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.diamondconfig.bench.figures.Sample;

/**
 * Connections that each send the same request, wait for its answer, and send it again: throughput with keep-alive and
 * without pipelining. One thread serves them all. Confined to one thread.
 */
public final class ClosedLoop implements AutoCloseable {

    /**
     * What one slice gave.
     *
     * @param perSecond answers a second
     * @param micros time from sending a request to the end of its answer
     */
    public record Slice(double perSecond, Sample micros) {}

    private final class Line {
        private final SocketChannel channel;
        private final AnswerParser parser = new AnswerParser();
        private final ByteBuffer out = ByteBuffer.wrap(request.bytes());
        private long sentAt;

        Line(SocketChannel channel) {
            this.channel = channel;
        }

        void send() throws IOException {
            out.clear();
            sentAt = System.nanoTime();
            if (channel.write(out) < out.capacity()) {
                throw new IOException("the socket's buffer does not hold one request");
            }
        }

        /** Whether the server has closed the connection since the last answer, tired of waiting. */
        boolean isClosed() throws IOException {
            in.clear();
            return channel.read(in) < 0;
        }

        /** Takes what has arrived; true when that ends the answer. */
        boolean receive() throws IOException {
            in.clear();
            if (channel.read(in) < 0) {
                throw new IOException("the server closed a connection amid requests");
            }
            in.flip();
            if (!parser.take(in)) {
                return false;
            }
            if (parser.status() != status) {
                throw new IOException("expected " + status + ", answered " + parser.head());
            }
            return true;
        }
    }

    private final InetSocketAddress server;
    private final Request request;
    private final int status;
    private final Selector selector;
    private final List<Line> lines = new ArrayList<>();
    private final ByteBuffer in = ByteBuffer.allocateDirect(64 * 1024);

    private long[] nanos = new long[1 << 16];
    private int answers;
    private int underway;

    /**
     * Opens the connections.
     *
     * @param status what every answer must have
     */
    public ClosedLoop(InetSocketAddress server, int connections, Request request, int status) {
        this.server = server;
        this.request = request;
        this.status = status;
        try {
            selector = Selector.open();
            for (int i = 0; i < connections; i++) {
                lines.add(connect());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Line connect() throws IOException {
        SocketChannel channel = SocketChannel.open(server);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        Line line = new Line(channel);
        channel.register(selector, SelectionKey.OP_READ, line);
        return line;
    }

    /**
     * Runs for this long, then waits for the answers underway, which do not count. Connections that the server closed while
     * others were measured are opened again first.
     */
    public Slice run(Duration length) {
        answers = 0;
        try {
            reconnect();
            long end = System.nanoTime() + length.toNanos();
            for (Line line : lines) {
                line.send();
                underway++;
            }
            while (underway > 0) {
                selector.select(key -> onReadable((Line) key.attachment(), end), 10_000);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Slice(answers / (length.toNanos() / 1e9), Sample.micros(nanos, answers));
    }

    private void reconnect() throws IOException {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).isClosed()) {
                lines.get(i).channel.close();
                lines.set(i, connect());
            }
        }
    }

    private void onReadable(Line line, long end) {
        try {
            if (!line.receive()) {
                return;
            }
            long now = System.nanoTime();
            if (now - end >= 0) {
                underway--;
                return;
            }
            count(now - line.sentAt);
            line.send();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void count(long took) {
        if (answers == nanos.length) {
            nanos = Arrays.copyOf(nanos, answers * 2);
        }
        nanos[answers++] = took;
    }

    @Override
    public void close() {
        try {
            for (Line line : lines) {
                line.channel.close();
            }
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
