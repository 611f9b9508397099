/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.reader;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
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

    private final Path socket;

    Asking(Path socket) {
        this.socket = socket;
    }

    /** The agent's answer, or why there is none. */
    String ask(ConfigKey key, Duration wait) {
        String line = "get " + wait.toMillis() + ' ' + ConfigKey.displayNamespace(key.namespace()) + ' ' + key.group()
                + ' ' + key.dataId() + '\n';
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
                Selector selector = Selector.open()) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)));
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            return answer(
                    channel, selector, System.nanoTime() + wait.plus(SLACK).toNanos());
        } catch (IOException e) {
            return socket + ": " + e.getMessage();
        }
    }

    private static String answer(SocketChannel channel, Selector selector, long untilNanos) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(MAX_ANSWER);
        while (buffer.hasRemaining()) {
            long left = TimeUnit.NANOSECONDS.toMillis(untilNanos - System.nanoTime());
            if (left <= 0 || Thread.currentThread().isInterrupted()) {
                return "no answer in time";
            }
            selector.select(left);
            if (channel.read(buffer) < 0) {
                break;
            }
            selector.selectedKeys().clear();
        }
        return new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8).strip();
    }
}
