/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.account;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Knob;
import org.diamondconfig.server.edge.Networks;
import org.diamondconfig.server.edge.Settings;

/**
 * The proxies that are believed when they say for whom they ask. What anybody else says of that is not heeded. Thread-safe.
 */
@Component
public final class Proxies {

    private static final String FOR = "X-Forwarded-For";

    /** Looked for by name, since a walk over all headers would cost each read more. */
    private static final List<String> HEADERS = List.of(
            FOR,
            "X-Forwarded-Host",
            "X-Forwarded-Proto",
            "X-Forwarded-Port",
            "X-Forwarded-Server",
            "X-Forwarded-Prefix",
            "Forwarded",
            "Via",
            "X-Real-IP");

    private final Optional<Networks> believed;

    /** The other end of a connection that was judged last: behind proxies there are but a few. */
    private volatile Judged last = new Judged("", false);

    /** Whether the proxy at this address is believed. */
    private record Judged(String address, boolean believed) {}

    @Inject
    public Proxies(Settings settings) {
        believed = Networks.of(settings, Knob.PROXIES);
    }

    /** Whether a proxy, of whatever network, passes this request on and says so. */
    static boolean forward(HttpServletRequest request) {
        for (String name : HEADERS) {
            if (request.getHeader(name) != null) {
                return true;
            }
        }
        return false;
    }

    /** Whether this comes from this very machine, and nobody handed it on. */
    public static boolean isFromHere(HttpServletRequest request) {
        String address = request.getRemoteAddr();
        boolean loopback = address.startsWith("127.") || address.equals("0:0:0:0:0:0:0:1") || address.equals("::1");
        return loopback && !forward(request);
    }

    private boolean isBelieved(String address) {
        Judged before = last;
        if (!before.address.equals(address)) {
            before = new Judged(address, believed.orElseThrow().hold(address));
            last = before;
        }
        return before.believed;
    }

    /**
     * The address of whoever asks: the last one that the chain of proxies names and that is no proxy itself; that of the
     * connection when no believed proxy is at its end, or what it says is no list of addresses.
     */
    public String address(HttpServletRequest request) {
        String nearest = request.getRemoteAddr();
        if (believed.isEmpty() || !isBelieved(nearest) || request.getHeader(FOR) == null) {
            return nearest;
        }
        List<String> chain = Arrays.asList(
                String.join(",", Collections.list(request.getHeaders(FOR))).split(",", -1));
        String address = nearest;
        for (int i = chain.size() - 1; i >= 0 && believed.get().hold(address); i--) {
            String before = chain.get(i).strip();
            if (Networks.address(before).isEmpty()) {
                return address;
            }
            address = before;
        }
        return address;
    }
}
