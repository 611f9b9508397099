/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** Finds ports for servers that come and go. */
final class Ports {

    /**
     * Below the ports the kernel gives to outgoing connections: while a node is down, no client of anything may sit on its
     * port, and none may by chance connect to itself there.
     */
    private static final int FIRST = 20_000;

    private static final int COUNT = 10_000;
    private static final int TRIES = 1_000;

    private Ports() {}

    /** A port of the loopback that nobody listens at now. */
    static int free() {
        for (int i = 0; i < TRIES; i++) {
            int port = FIRST + ThreadLocalRandom.current().nextInt(COUNT);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port between " + FIRST + " and " + (FIRST + COUNT));
    }

    /** Different ports of the loopback that nobody listens at now. */
    static List<Integer> free(int count) {
        return Stream.generate(Ports::free).distinct().limit(count).toList();
    }

    /** Whether nobody listens at this port of the loopback now. */
    static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
