/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;

/** One connection through a {@link TcpProxy}: two sockets, and a thread for each way. Thread-safe. */
final class Link {

    private static final int BUFFER = 64 * 1024;

    private final TcpProxy proxy;
    private final Socket client;
    private final Socket server;

    /** Set once the client has sent what the trap waits for: the server's next bytes end the link. */
    private volatile TcpProxy.Trap sprung;

    /** Whether the server's bytes vanish. */
    private volatile boolean mute;

    Link(TcpProxy proxy, Socket client, Socket server) throws IOException {
        this.proxy = proxy;
        this.client = client;
        this.server = server;
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
    }

    void start() {
        start("diamond-proxy-up-" + client.getPort(), () -> pump(this::up));
        start("diamond-proxy-down-" + client.getPort(), () -> pump(this::down));
    }

    static Thread start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    void cut() {
        closeQuietly(client);
        closeQuietly(server);
        proxy.ended(this);
    }

    void reset() {
        try {
            client.setSoLinger(true, 0);
            server.setSoLinger(true, 0);
        } catch (IOException closedAlready) {
            // Then there is nothing to reset.
        }
        cut();
    }

    /** One way of the link, until it ends. */
    private interface Way {
        void run() throws IOException, InterruptedException;
    }

    private void pump(Way way) {
        try {
            way.run();
        } catch (IOException ended) {
            // Either side has closed, or a fault has.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            cut();
        }
    }

    private void up() throws IOException, InterruptedException {
        InputStream from = client.getInputStream();
        OutputStream to = server.getOutputStream();
        byte[] buffer = new byte[BUFFER];
        Watch watch = new Watch(null);
        for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
            TcpProxy.Trap trap = proxy.trap();
            if (trap != watch.trap) {
                watch = new Watch(trap);
            }
            if (trap != null && watch.isOver(buffer, read) && proxy.springs(trap)) {
                if (trap.moment() == TcpProxy.Moment.BEFORE) {
                    cut();
                    trap.strike();
                    return;
                }
                sprung = trap;
            }
            if (proxy.swallows(buffer, read)) {
                mute = true;
            }
            proxy.awaitUp(read);
            to.write(buffer, 0, read);
        }
    }

    /** How far a trap's texts have been seen on this link. */
    private static final class Watch {

        private final TcpProxy.Trap trap;
        private int next;
        private byte[] tail = {};

        Watch(TcpProxy.Trap trap) {
            this.trap = trap;
        }

        /** Whether with these bytes the last text has been seen. */
        boolean isOver(byte[] bytes, int count) {
            byte[] seen = Arrays.copyOf(tail, tail.length + count);
            System.arraycopy(bytes, 0, seen, tail.length, count);
            int from = 0;
            for (byte[] text = trap.texts().get(next); ; text = trap.texts().get(next)) {
                int found = indexOf(seen, text, from);
                if (found < 0) {
                    tail = Arrays.copyOfRange(seen, Math.max(from, seen.length - text.length + 1), seen.length);
                    return false;
                }
                from = found + text.length;
                if (++next == trap.texts().size()) {
                    next = 0;
                    return true;
                }
            }
        }

        private static int indexOf(byte[] seen, byte[] text, int from) {
            for (int at = from; at + text.length <= seen.length; at++) {
                if (Arrays.equals(seen, at, at + text.length, text, 0, text.length)) {
                    return at;
                }
            }
            return -1;
        }
    }

    private void down() throws IOException, InterruptedException {
        InputStream from = server.getInputStream();
        OutputStream to = client.getOutputStream();
        byte[] buffer = new byte[BUFFER];
        long passed = 0;
        for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
            TcpProxy.Trap trap = sprung;
            if (trap != null) {
                cut();
                trap.strike();
                return;
            }
            proxy.await(read);
            if (mute) {
                continue;
            }
            long left = proxy.cutAfter() - passed;
            to.write(buffer, 0, (int) Math.max(0, Math.min(read, left)));
            passed += read;
            if (read >= left) {
                return;
            }
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed as far as we are concerned.
        }
    }
}
