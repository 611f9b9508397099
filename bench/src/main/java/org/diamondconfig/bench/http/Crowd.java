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
import java.util.function.IntFunction;

/**
 * Thousands of connections that each send one request and wait for an answer that comes late: the clients of held polls. The
 * same connections ask again and again. Confined to one thread.
 */
public final class Crowd implements AutoCloseable {

    private static final class Member {
        private final SocketChannel channel;
        private final AnswerParser parser = new AnswerParser();
        private ByteBuffer out;

        Member(SocketChannel channel) {
            this.channel = channel;
        }
    }

    private final Selector selector;
    private final List<Member> members = new ArrayList<>();
    private final ByteBuffer in = ByteBuffer.allocateDirect(256 * 1024);

    private final long[] arrivals;
    private int arrived;

    /** Opens the connections. */
    public Crowd(InetSocketAddress server, int size) {
        arrivals = new long[size];
        try {
            selector = Selector.open();
            for (int i = 0; i < size; i++) {
                SocketChannel channel = SocketChannel.open(server);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.configureBlocking(false);
                Member member = new Member(channel);
                channel.register(selector, SelectionKey.OP_READ, member);
                members.add(member);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("connection " + members.size() + " of " + size, e);
        }
    }

    /**
     * Every member sends a request.
     *
     * @param requests the request of member i
     */
    public void ask(IntFunction<Request> requests) {
        arrived = 0;
        try {
            for (int i = 0; i < members.size(); i++) {
                Member member = members.get(i);
                member.out = ByteBuffer.wrap(requests.apply(i).bytes());
                write(member);
            }
            while (members.stream().anyMatch(member -> member.out != null)) {
                turn(Duration.ofSeconds(1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(Member member) throws IOException {
        member.channel.write(member.out);
        boolean whole = !member.out.hasRemaining();
        if (whole) {
            member.out = null;
        }
        int wanted = whole ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE;
        member.channel.keyFor(selector).interestOps(wanted);
    }

    /** How many answers have come since the last {@link #ask}. */
    public int arrived() {
        return arrived;
    }

    /**
     * Waits until all have their answer.
     *
     * @return when each answer's last byte came, as {@link System#nanoTime}, in the order of coming
     * @throws IllegalStateException if some are still missing after this long
     */
    public long[] awaitAll(Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        try {
            while (arrived < members.size()) {
                if (System.nanoTime() - end > 0) {
                    throw new IllegalStateException(arrived + " of " + members.size() + " answered in " + atMost);
                }
                turn(Duration.ofMillis(100));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Arrays.copyOf(arrivals, arrived);
    }

    /** Takes what comes for this long; nobody is expected to be answered. */
    public void idle(Duration length) {
        long end = System.nanoTime() + length.toNanos();
        try {
            while (System.nanoTime() - end < 0) {
                turn(Duration.ofMillis(50));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void turn(Duration atMost) throws IOException {
        selector.select(this::onReady, atMost.toMillis());
    }

    private void onReady(SelectionKey key) {
        Member member = (Member) key.attachment();
        try {
            if (key.isWritable()) {
                write(member);
            }
            if (key.isReadable()) {
                read(member);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(Member member) throws IOException {
        in.clear();
        if (member.channel.read(in) < 0) {
            throw new IOException("the server closed a connection with a poll on it");
        }
        in.flip();
        if (member.parser.take(in)) {
            if (member.parser.status() != 200) {
                throw new IOException("expected 200, answered " + member.parser.head());
            }
            arrivals[arrived++] = System.nanoTime();
        }
    }

    @Override
    public void close() {
        try {
            for (Member member : members) {
                member.channel.close();
            }
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
