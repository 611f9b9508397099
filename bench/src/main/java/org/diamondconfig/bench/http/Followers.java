/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Clients that poll without end, each over a connection of its own: who is told of the one configuration that all watch comes back at
 * once with what he was told. One thread of theirs serves them all. Thread-safe.
 */
public final class Followers implements AutoCloseable {

    private static final Pattern TOLD = Pattern.compile("\"version\":(\\d+),\"md5\":\"([0-9a-f]{32})\"");
    private static final Duration TURN = Duration.ofMillis(100);

    /** What a client has of the configuration that all watch. */
    public record Held(long version, String md5) {}

    /** The polls of these clients. */
    public interface Polls {

        /** The poll of a client that holds this, and applied it after it was told. */
        Request of(int client, Held held);
    }

    private static final class Member {
        private final int client;
        private final SocketChannel channel;
        private final AnswerParser parser = new AnswerParser();
        private final ByteArrayOutputStream seen = new ByteArrayOutputStream();
        private Held held;
        private ByteBuffer out = ByteBuffer.allocate(0);

        Member(int client, SocketChannel channel, Held held) {
            this.client = client;
            this.channel = channel;
            this.held = held;
        }
    }

    private final Polls polls;
    private final Selector selector;
    private final List<Member> members = new ArrayList<>();
    private final ByteBuffer in = ByteBuffer.allocateDirect(64 * 1024);
    private final Thread thread = new Thread(this::turn, "bench-followers");
    private volatile boolean closed;

    // Guarded by this: the newest version that a client came back with, how many did, and when the last of all did.
    private long newest;
    private int back;
    private double allBackAt;
    private Exception failure;

    /** Connects so many clients that hold this, and lets them poll. */
    public Followers(InetSocketAddress server, int size, Held first, Polls polls) {
        this.polls = polls;
        try {
            selector = Selector.open();
            for (int client = 0; client < size; client++) {
                SocketChannel channel = SocketChannel.open(server);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.configureBlocking(false);
                Member member = new Member(client, channel, first);
                channel.register(selector, SelectionKey.OP_READ, member);
                members.add(member);
                poll(member);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("connection " + members.size() + " of " + size, e);
        }
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Waits until every client has come back with the newest version that any of them was told.
     *
     * @return when the last one did, in milliseconds of the wall clock
     * @throws IllegalStateException if that takes longer, or a poll was answered by something else
     */
    public synchronized double awaitAllBack(Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        try {
            while (back < members.size()) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (failure != null || left <= 0) {
                    throw new IllegalStateException(
                            back + " of " + members.size() + " came back with " + newest, failure);
                }
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        return allBackAt;
    }

    private void turn() {
        try {
            while (!closed) {
                selector.select(this::onReady, TURN.toMillis());
            }
        } catch (IOException | RuntimeException e) {
            synchronized (this) {
                failure = e;
                notifyAll();
            }
        }
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
            throw new UncheckedIOException("client " + member.client, e);
        }
    }

    private void poll(Member member) throws IOException {
        member.out = ByteBuffer.wrap(polls.of(member.client, member.held).bytes());
        write(member);
    }

    private void write(Member member) throws IOException {
        member.channel.write(member.out);
        int wanted = member.out.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ;
        member.channel.keyFor(selector).interestOps(wanted);
    }

    private void read(Member member) throws IOException {
        in.clear();
        if (member.channel.read(in) < 0) {
            throw new IOException("the server closed a connection with a poll on it");
        }
        in.flip();
        byte[] bytes = new byte[in.remaining()];
        in.duplicate().get(bytes);
        member.seen.writeBytes(bytes);
        if (!member.parser.take(in)) {
            return;
        }
        if (member.parser.status() != 200) {
            throw new IOException("expected 200, answered " + member.parser.head());
        }
        Matcher told = TOLD.matcher(member.seen.toString(StandardCharsets.UTF_8));
        member.seen.reset();
        if (told.find()) {
            member.held = new Held(Long.parseLong(told.group(1)), told.group(2));
            poll(member);
            cameBack(member.held.version);
        } else {
            poll(member);
        }
    }

    private synchronized void cameBack(long version) {
        if (version > newest) {
            newest = version;
            back = 0;
        }
        if (version == newest && ++back == members.size()) {
            allBackAt = System.currentTimeMillis();
            notifyAll();
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
            for (Member member : members) {
                member.channel.close();
            }
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
