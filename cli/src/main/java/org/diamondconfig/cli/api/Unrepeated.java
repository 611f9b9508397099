/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.api;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.Refused;
import org.diamondconfig.client.internal.Gateway;
import org.diamondconfig.client.internal.edge.Transport;

/**
 * The way to the servers for what may not be done twice: one that has perhaps done it ends the command, and no other is asked. One that
 * cannot be reached, or says that it did nothing, is followed by the next. Thread-safe.
 */
final class Unrepeated implements Transport {

    /** What a server says that did something perhaps; by any other code it did nothing, and whoever says none is no server. */
    private static final Set<String> UNKNOWN = Set.of("", "INTERNAL", "OUTCOME_UNKNOWN");

    private static final String PERHAPS = "; what was asked for may have been done";

    private final Transport transport;

    /** @param transport which is closed by its owner */
    Unrepeated(Transport transport) {
        this.transport = transport;
    }

    /** Whether a problem of this code leaves open what was done. */
    static boolean isOpen(Object code) {
        return UNKNOWN.contains(code);
    }

    /** Whether no server was reached that could have done anything; without a whole handshake none reads what it is asked. */
    static boolean isUnreached(Throwable failure) {
        return failure instanceof ConnectException
                || failure instanceof HttpConnectTimeoutException
                || failure instanceof SSLHandshakeException;
    }

    @Override
    public Exchange start(Call call) {
        Exchange exchange = transport.start(call);
        return new Exchange() {
            @Override
            public Reply await() throws IOException, InterruptedException {
                return settled(call, exchange);
            }

            @Override
            public void cancel() {
                exchange.cancel();
            }
        };
    }

    private static Reply settled(Call call, Exchange exchange) throws IOException, InterruptedException {
        try {
            Reply reply = exchange.await();
            if (reply.status() >= 500) {
                requireUndone(call, Gateway.refusal(reply));
            }
            return reply;
        } catch (IOException e) {
            if (isUnreached(e.getCause())) {
                throw e;
            }
            throw new Refused(
                            Exit.UNREACHABLE,
                            "no server answers: " + call.uri().getAuthority() + ": " + e.getMessage() + PERHAPS)
                    .open();
        }
    }

    private static void requireUndone(Call call, Gateway.Refusal refusal) {
        if (isOpen(refusal.code())) {
            throw new Refused(
                            Exit.UNREACHABLE,
                            call.uri().getAuthority() + ": " + refusal.getMessage() + PERHAPS,
                            Map.of("status", (long) refusal.status(), "code", refusal.code()))
                    .open();
        }
    }

    @Override
    public void close() {
        // Its owner closes what is behind it.
    }
}
