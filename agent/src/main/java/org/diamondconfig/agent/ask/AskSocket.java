/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.ask;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.diamondconfig.agent.follow.Following;
import org.diamondconfig.agent.reader.StoreRecord;
import org.diamondconfig.agent.store.Permissions;
import org.diamondconfig.wire.ConfigKey;

/**
 * Where readers ask for keys of one cluster that the store does not have: one line {@code get <milliseconds> <namespace> <group>
 * <dataId>}, one line back. {@code present} and {@code absent}: it is in the store now; {@code later}: it is asked for; {@code
 * refused <sentence>}. Thread-safe: so many askers at once, the others are refused.
 */
public final class AskSocket implements AutoCloseable {

    private static final Logger LOG = System.getLogger(AskSocket.class.getName());
    private static final int THREADS = 64;
    private static final int MAX_LINE = 600;
    private static final Duration AFTER_FAILURE = Duration.ofMillis(100);
    private static final Duration LINE_WITHIN = Duration.ofSeconds(2);

    private final Following following;
    private final AskedKeys asked;
    private final Duration longest;
    private final Path path;
    private final ServerSocketChannel server;
    private final ExecutorService threads = new ThreadPoolExecutor(
            0, THREADS, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> new Thread(task, "diamond-ask"));
    private final ScheduledThreadPoolExecutor closer =
            new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "diamond-ask-closer"));
    private final Thread acceptor;

    /**
     * Begins to listen; a socket that a dead agent left is replaced.
     *
     * @param asked where the keys are kept that were asked for
     * @param longest the longest time that an asker is kept waiting
     * @throws IOException if the path cannot be bound
     */
    public AskSocket(Following following, Path path, Permissions permissions, AskedKeys asked, Duration longest)
            throws IOException {
        this.following = following;
        this.asked = asked;
        this.longest = longest;
        this.path = path;
        this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        Files.deleteIfExists(path);
        server.bind(UnixDomainSocketAddress.of(path));
        permissions.shared(path);
        closer.setRemoveOnCancelPolicy(true);
        acceptor = new Thread(this::accept, "diamond-ask-acceptor");
        acceptor.start();
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                hand(server.accept());
            } catch (IOException e) {
                if (server.isOpen()) {
                    // No descriptors left, say: it would fail again at once.
                    LOG.log(Level.WARNING, path + ": " + e);
                    LockSupport.parkNanos(AFTER_FAILURE.toNanos());
                }
            }
        }
    }

    private void hand(SocketChannel asker) {
        try {
            threads.execute(() -> serve(asker));
        } catch (RejectedExecutionException e) {
            close(asker);
        } catch (Throwable e) { // no thread to be had: this asker's loss, not that of all later ones
            LOG.log(Level.WARNING, path + ": " + e);
            close(asker);
            LockSupport.parkNanos(AFTER_FAILURE.toNanos());
        }
    }

    private void serve(SocketChannel asker) {
        ScheduledFuture<?> closing = closer.schedule(() -> close(asker), LINE_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        try (asker) {
            String line = line(asker);
            closing.cancel(false);
            String answer = answer(line) + '\n';
            asker.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException e) {
            LOG.log(Level.DEBUG, path + ": an asker has left: " + e);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, path + ": a question is not answered", e);
        } finally {
            closing.cancel(false);
        }
    }

    private static void close(SocketChannel asker) {
        try {
            asker.close();
        } catch (IOException e) {
            // It is closed all the same.
        }
    }

    private static String line(SocketChannel asker) throws IOException {
        ByteBuffer line = ByteBuffer.allocate(MAX_LINE);
        while (line.hasRemaining() && asker.read(line) >= 0) {
            if (line.position() > 0 && line.get(line.position() - 1) == '\n') {
                break;
            }
        }
        return new String(line.array(), 0, line.position(), StandardCharsets.ISO_8859_1).stripTrailing();
    }

    private String answer(String line) throws IOException {
        String[] words = line.split(" ", -1);
        if (words.length != 5 || !words[0].equals("get") || !words[1].matches("[0-9]{1,6}")) {
            return "refused: get <milliseconds> <namespace> <group> <dataId> expected";
        }
        ConfigKey key;
        try {
            key = ConfigKey.of(words[2], words[3], words[4]);
        } catch (IllegalArgumentException e) {
            return "refused: " + e.getMessage();
        }
        Optional<StoreRecord> known = following.find(key);
        if (known.isPresent()) {
            return word(known.get());
        }
        if (!following.follows(key) && !asked.add(key)) {
            return "refused: readers have asked for as many keys as they may; see asked-max";
        }
        Duration wait = Duration.ofMillis(Long.parseLong(words[1]));
        return waited(key, wait.compareTo(longest) < 0 ? wait : longest);
    }

    private String waited(ConfigKey key, Duration wait) {
        try {
            return word(following.follow(key).get(wait.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return "later";
        } catch (ExecutionException e) {
            return "refused: " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "later";
        }
    }

    private static String word(StoreRecord found) {
        return found.present() ? "present" : "absent";
    }

    @Override
    public void close() throws IOException {
        server.close();
        Files.deleteIfExists(path);
        threads.shutdownNow();
        closer.shutdownNow();
    }
}
