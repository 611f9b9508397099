/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A wire between two processes that can be slow, frozen, cut or gone: it listens on a loopback port of its own and hands
 * bytes on, both ways, to a port of the loopback. One proxy a link, so that each can fail alone. Thread-safe.
 *
 * <p>A new one is sound. A fault holds for the connections that stand and for those that come, until {@link #heal()}.
 */
public final class TcpProxy implements AutoCloseable {

    /** When a connection is cut for the sake of what it carries. */
    public enum Moment {
        /** The bytes do not reach the server. */
        BEFORE,
        /** The server has them and has begun to answer; nothing of the answer reaches the client. */
        ANSWERED
    }

    /** Cuts the first connection over which a client sends these texts, in this order; once. */
    static final class Trap {

        private final List<byte[]> texts;
        private final Moment moment;
        private volatile boolean struck;

        private Trap(Moment moment, List<byte[]> texts) {
            this.moment = moment;
            this.texts = texts;
        }

        List<byte[]> texts() {
            return texts;
        }

        Moment moment() {
            return moment;
        }

        void strike() {
            struck = true;
        }
    }

    private final int port;
    private final int target;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Trap> armed = new AtomicReference<>();
    private volatile Trap latest;
    private volatile long cutAfter = Long.MAX_VALUE;

    /** What a client sends to get no answer; empty: everybody gets theirs. */
    private volatile String swallowed = "";

    /** Guarded by this, as the next six. */
    private ServerSocket listener;

    private Thread acceptor;
    private boolean closed;
    private boolean frozen;
    private boolean deaf;
    private Duration delay = Duration.ZERO;

    /** Null: as fast as it comes. */
    private PoorLine poor;

    /** So many bytes a second over each connection, and how often a piece is lost. */
    private record PoorLine(int bytesASecond, double lost) {

        /** After so long TCP sends again, at the least. */
        private static final long AGAIN_NANOS = Duration.ofMillis(200).toNanos();

        long nanos(int bytes) {
            boolean sentAgain = ThreadLocalRandom.current().nextDouble() < lost;
            return bytes * TimeUnit.SECONDS.toNanos(1) / bytesASecond + (sentAgain ? AGAIN_NANOS : 0);
        }
    }

    private TcpProxy(int target) {
        this.target = target;
        port = Ports.free();
        listen();
    }

    /** A sound wire to this port of the loopback. */
    public static TcpProxy to(int target) {
        return new TcpProxy(target);
    }

    /** The port of the loopback at which it listens, the same for all its life. */
    public int port() {
        return port;
    }

    /** How many connections stand. */
    public int connections() {
        return links.size();
    }

    /** Everything that is sent takes this much longer, each way. */
    public synchronized void delay(Duration each) {
        delay = each;
        notifyAll();
    }

    /**
     * A poor line: so many bytes a second pass over each connection, each way, and of this share of the pieces each comes only when
     * it is sent again, 200 ms later, as TCP makes up for a packet that was lost.
     */
    public synchronized void impair(int bytesASecond, double lost) {
        poor = new PoorLine(bytesASecond, lost);
    }

    /** Nothing passes and nothing is closed, as if the other side had stopped; what is sent is kept. */
    public synchronized void freeze() {
        frozen = true;
    }

    /** What clients send does not pass and is kept; what the server sends passes: a partition one way. */
    public synchronized void deafen() {
        deaf = true;
    }

    /** Connections that stand go on; new ones are refused. */
    public synchronized void refuse() {
        if (listener != null) {
            close(listener);
            join(acceptor);
            listener = null;
        }
    }

    /** Ends every connection as a process does that ends. */
    public void cut() {
        links.forEach(Link::cut);
    }

    /** Ends every connection as a crash does: the other side finds it reset. */
    public void reset() {
        links.forEach(Link::reset);
    }

    /** Each connection is cut once the server has sent this many bytes over it. */
    public void cutAfter(long bytes) {
        cutAfter = bytes;
    }

    /** The first connection over which a client sends these texts, in this order, is cut; all others are not. */
    public void cutAt(Moment moment, String... texts) {
        Trap trap = new Trap(
                moment,
                Arrays.stream(texts)
                        .map(text -> text.getBytes(StandardCharsets.UTF_8))
                        .toList());
        latest = trap;
        armed.set(trap);
    }

    /** Whoever sends this text over a connection gets nothing more over it, and is not told so: the bytes vanish. */
    public void swallowAnswersTo(String text) {
        swallowed = text;
    }

    /** Whether the answers to what a client sends now vanish. */
    boolean swallows(byte[] bytes, int count) {
        String text = swallowed;
        return !text.isEmpty() && new String(bytes, 0, count, StandardCharsets.ISO_8859_1).contains(text);
    }

    /** Whether the latest {@link #cutAt} has found its connection and cut it. */
    public boolean struck() {
        Trap trap = latest;
        return trap != null && trap.struck;
    }

    /** Ends every fault: what was kept passes, new connections are accepted, no trap is set. */
    public synchronized void heal() {
        delay = Duration.ZERO;
        poor = null;
        frozen = false;
        deaf = false;
        cutAfter = Long.MAX_VALUE;
        armed.set(null);
        swallowed = "";
        if (listener == null && !closed) {
            listen();
        }
        notifyAll();
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            refuse();
            heal();
        }
        reset();
    }

    private synchronized void listen() {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            listener = socket;
            acceptor = Link.start("diamond-proxy-" + port, () -> accept(socket));
        } catch (IOException e) {
            throw new UncheckedIOException("port " + port, e);
        }
    }

    private void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                connect(socket.accept());
            } catch (IOException refusedOrTargetGone) {
                // Closed by refuse(), or there is nobody behind: the client finds its connection closed.
            }
        }
    }

    private void connect(Socket client) throws IOException {
        try {
            Link link = new Link(this, client, new Socket(InetAddress.getLoopbackAddress(), target));
            links.add(link);
            link.start();
        } catch (IOException e) {
            close(client);
            throw e;
        }
    }

    /** Waits as long as so many bytes must wait that a client has sent. */
    synchronized void awaitUp(int bytes) throws InterruptedException {
        while (deaf) {
            wait();
        }
        await(bytes);
    }

    /** Waits as long as so many bytes must wait that are to pass now. */
    synchronized void await(int bytes) throws InterruptedException {
        long start = System.nanoTime();
        long slowness = poor == null ? 0 : poor.nanos(bytes);
        while (true) {
            long left = delay.toNanos() + (poor == null ? 0 : slowness) - (System.nanoTime() - start);
            if (frozen) {
                wait();
            } else if (left > 0) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } else {
                return;
            }
        }
    }

    /** The trap that is set, if a client may run into it. */
    Trap trap() {
        return armed.get();
    }

    /** Whether this link is the one that the trap cuts. */
    boolean springs(Trap trap) {
        return armed.compareAndSet(trap, null);
    }

    long cutAfter() {
        return cutAfter;
    }

    void ended(Link link) {
        links.remove(link);
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            throw new IllegalStateException("a socket does not close", e);
        }
    }

    /** A port is free again only when the thread that listened there has gone. */
    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
