/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.reader;

import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.diamondconfig.wire.ConfigKey;

/**
 * Asks the agent for a key, one connection a question. Thread-safe.
 *
 * <p>The question is a line, {@code get <milliseconds> <namespace> <group> <dataId>}; the answer is another:
 * {@code present}, {@code absent}, {@code later}, or {@code refused <sentence>}.
 */
final class Asking {

    private static final int MAX_ANSWER = 1024;
    /** What the agent may be late by. */
    private static final Duration SLACK = Duration.ofMillis(100);

    private static final Duration BUSY = Duration.ofMillis(5);

    private final Path socket;

    Asking(Path socket) {
        this.socket = socket;
    }

    /** The agent's answer, or why there is none; without a wait it is told, and its answer not taken. */
    String ask(ConfigKey key, Duration wait) {
        String line = "get " + wait.toMillis() + ' ' + ConfigKey.displayNamespace(key.namespace()) + ' ' + key.group()
                + ' ' + key.dataId() + '\n';
        Duration within = wait.isZero() ? wait : wait.plus(SLACK);
        long untilNanos = System.nanoTime() + within.toNanos();
        try {
            Optional<String> answer = asked(line, untilNanos, wait.isZero());
            while (answer.isEmpty() && left(untilNanos) > 0) {
                LockSupport.parkNanos(BUSY.toNanos());
                answer = asked(line, untilNanos, false);
            }
            return answer.orElse(socket + ": the agent is too busy, or stopped");
        } catch (IOException e) {
            return socket + ": " + e.getMessage();
        }
    }

    /** Empty if too many wait for the agent already: a plain connect would wait with them, for ever if it is stopped. */
    private Optional<String> asked(String line, long untilNanos, boolean only) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.configureBlocking(false);
            if (!isConnected(channel, UnixDomainSocketAddress.of(socket))) {
                return Optional.empty();
            }
            channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)));
            return Optional.of(only ? "asked" : answer(channel, untilNanos));
        }
    }

    /** False if there is no place in the queue: some versions of Java say so, others let the system's word (EAGAIN) through. */
    static boolean isConnected(SocketChannel channel, UnixDomainSocketAddress address) throws IOException {
        try {
            return channel.connect(address);
        } catch (SocketException e) {
            if (String.valueOf(e.getMessage()).contains("temporarily unavailable")) {
                return false;
            }
            throw e;
        }
    }

    /** Milliseconds; none for a thread that is to end. */
    private static long left(long untilNanos) {
        return Thread.currentThread().isInterrupted()
                ? 0
                : TimeUnit.NANOSECONDS.toMillis(untilNanos - System.nanoTime());
    }

    private static String answer(SocketChannel channel, long untilNanos) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(MAX_ANSWER);
        try (Selector selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_READ);
            while (buffer.hasRemaining()) {
                long left = left(untilNanos);
                if (left <= 0) {
                    return "no answer in time";
                }
                selector.select(left);
                if (channel.read(buffer) < 0) {
                    break;
                }
                selector.selectedKeys().clear();
            }
        }
        return new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8).strip();
    }
}
