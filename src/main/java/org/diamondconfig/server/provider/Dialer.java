/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.provider;

import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Knob;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.edge.Ticker;

/**
 * Finds out which of many addresses take a TCP connection, {@value #AT_ONCE} at once on the caller's one thread. Thread-safe. A
 * connection is closed as soon as it stands; not a byte is sent. Tests override it.
 */
@Component
class Dialer {

    private static final int AT_ONCE = 256;

    /** How soon it sees that it is to end. */
    private static final long LONGEST_LOOK_MILLIS = 100;

    private final long patienceNanos;
    private final Ticker ticker;

    @Inject
    Dialer(Settings settings, Ticker ticker) {
        patienceNanos = settings.duration(Knob.CHECK_TIMEOUT).toNanos();
        this.ticker = ticker;
    }

    /**
     * Whether each of these took a connection in time. Blocks until that is known of all; one that this machine itself cannot dial
     * is left out, and so is the rest once {@code ended} or interrupted.
     *
     * @throws IOException if this machine cannot dial at all, for want of file descriptors say
     */
    Map<InetSocketAddress, Boolean> dial(Collection<InetSocketAddress> addresses, BooleanSupplier ended)
            throws IOException {
        if (addresses.isEmpty()) {
            return Map.of();
        }
        try (Dials dials = new Dials(addresses)) {
            while (!ended.getAsBoolean() && !Thread.currentThread().isInterrupted() && dials.goOn()) {
                // Each turn begins, answers or gives up some.
            }
            return dials.verdicts;
        }
    }

    /** One of them under way. */
    private record Dial(InetSocketAddress address, SocketChannel channel, long deadline) {}

    /** Those of one call. Confined to it. */
    private final class Dials implements AutoCloseable {

        private final Selector selector = Selector.open();
        private final Queue<InetSocketAddress> waiting;

        /** In the order of their deadlines. */
        private final Set<Dial> underWay = new LinkedHashSet<>();

        private final Map<InetSocketAddress, Boolean> verdicts = new HashMap<>();

        Dials(Collection<InetSocketAddress> addresses) throws IOException {
            waiting = new ArrayDeque<>(addresses);
        }

        /** One turn; false when there is nothing left to do. */
        boolean goOn() throws IOException {
            while (underWay.size() < AT_ONCE && !waiting.isEmpty()) {
                begin(waiting.remove());
            }
            if (underWay.isEmpty()) {
                return false;
            }
            selector.select(this::finish, millisToLook());
            giveUp();
            return true;
        }

        private void begin(InetSocketAddress address) throws IOException {
            SocketChannel channel = SocketChannel.open();
            Dial dial = new Dial(address, channel, ticker.nanos() + patienceNanos);
            underWay.add(dial);
            channel.configureBlocking(false);
            try {
                if (channel.connect(address)) {
                    end(dial, answers(channel));
                } else {
                    channel.register(selector, SelectionKey.OP_CONNECT, dial);
                }
            } catch (IOException refused) {
                end(dial, false);
            } catch (UnsupportedAddressTypeException withoutThatProtocol) {
                underWay.remove(dial);
                channel.close();
            }
        }

        private void finish(SelectionKey key) {
            Dial dial = (Dial) key.attachment();
            try {
                if (dial.channel.finishConnect()) {
                    end(dial, answers(dial.channel));
                }
            } catch (IOException refused) {
                end(dial, false);
            }
        }

        /** A port of this machine where nobody listens may be chosen for our end, and is then connected to itself. */
        private static boolean answers(SocketChannel channel) throws IOException {
            return !channel.getLocalAddress().equals(channel.getRemoteAddress());
        }

        private void giveUp() {
            long now = ticker.nanos();
            for (Iterator<Dial> all = underWay.iterator(); all.hasNext(); ) {
                Dial dial = all.next();
                if (dial.deadline - now > 0) {
                    return;
                }
                all.remove();
                verdicts.put(dial.address, false);
                hangUp(dial);
            }
        }

        private void end(Dial dial, boolean answered) {
            underWay.remove(dial);
            verdicts.put(dial.address, answered);
            hangUp(dial);
        }

        private static void hangUp(Dial dial) {
            try {
                dial.channel.close();
            } catch (IOException e) {
                // It was only to be known whether it stood.
            }
        }

        private long millisToLook() {
            long left = underWay.iterator().next().deadline - ticker.nanos();
            return Math.max(1, Math.min(LONGEST_LOOK_MILLIS, TimeUnit.NANOSECONDS.toMillis(left)));
        }

        @Override
        public void close() throws IOException {
            underWay.forEach(Dials::hangUp);
            selector.close();
        }
    }
}
