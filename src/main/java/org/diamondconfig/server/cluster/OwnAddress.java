/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.cluster;

import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import javax.management.JMException;
import javax.management.ObjectName;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Knob;
import org.diamondconfig.server.edge.Settings;

/**
 * Where other nodes and clients reach this node: as configured, else found out. Thread-safe.
 *
 * <p>No API of Jakarta EE tells a server its own port. WildFly tells it by a management bean; elsewhere the first request says
 * at which port it arrived. The host is the first address of the machine's own at which that port answers, so that a listener
 * that is bound to the loopback is never announced as if it were reached from outside. What a request says in its Host header
 * is not believed.
 */
@Component
final class OwnAddress {

    /** Where an address comes from. */
    enum Source {
        /** The setting says it. */
        CONFIGURED,
        /** The container told the port, or the setting did, and the machine the host. */
        DETECTED,
        /** A request arrived there. */
        REQUEST,
        /** Not known yet. */
        UNKNOWN
    }

    private record Found(URI uri, Source source) {}

    private record Arrival(String host, int port, boolean secure) {}

    private static final String PATH = "/diamond-server";
    private static final String WILDFLY = "jboss.as:socket-binding-group=standard-sockets,socket-binding=";
    private static final int DIAL_MILLIS = 300;

    private final OptionalInt port;

    /** Null: not known yet. */
    private volatile Found found;

    /** The first request; null before it. */
    private volatile Arrival arrival;

    @Inject
    OwnAddress(Settings settings) {
        String written = settings.text(Knob.CLUSTER_ADDRESS);
        port = written.startsWith(":") ? OptionalInt.of(port(written)) : OptionalInt.empty();
        if (!written.isEmpty() && port.isEmpty()) {
            found = new Found(configured(written), Source.CONFIGURED);
        }
    }

    private static int port(String written) {
        return configured("localhost" + written).getPort();
    }

    private static URI configured(String written) {
        try {
            return AddressList.address(written);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(Knob.CLUSTER_ADDRESS.key() + ": " + e.getMessage(), e);
        }
    }

    /** The base URL, once it is known. */
    Optional<URI> uri() {
        return Optional.ofNullable(found).map(Found::uri);
    }

    Source source() {
        Found now = found;
        return now == null ? Source.UNKNOWN : now.source;
    }

    /** Whether no other machine can reach it. */
    boolean isLoopback() {
        Found now = found;
        return now != null && isLoopback(now.uri.getHost());
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }

    /** Whether a request would still tell something new. */
    boolean isAskingRequests() {
        return found == null && arrival == null;
    }

    /** A request arrived at this address of the machine; {@link #look} judges it later, on a thread of its own. */
    void arrived(String host, int localPort, boolean secure) {
        arrival = new Arrival(host, localPort, secure);
    }

    /** Finds out if it is not known yet. May take a second: it dials itself. */
    void look() {
        if (found != null) {
            return;
        }
        Arrival first = arrival;
        Optional<URI> told = port.isPresent()
                ? Optional.of(http(new InetSocketAddress(port.getAsInt())))
                : wildFly("http").map(OwnAddress::http).or(() -> overTls(first));
        if (told.isPresent()) {
            found = new Found(told.get(), Source.DETECTED);
        } else if (first != null) {
            found = new Found(uriOf(first), Source.REQUEST);
        }
    }

    /** Only once somebody came that way: while WildFly starts, a listener that it has besides may not be there yet. */
    private static Optional<URI> overTls(Arrival first) {
        return first != null && first.secure ? wildFly("https").map(OwnAddress::https) : Optional.empty();
    }

    private static URI uriOf(Arrival first) {
        InetSocketAddress at = new InetSocketAddress(first.host, first.port);
        InetSocketAddress bound = at.getAddress().isLoopbackAddress() ? new InetSocketAddress(first.port) : at;
        return first.secure ? https(bound) : http(bound);
    }

    private static URI http(InetSocketAddress bound) {
        return AddressList.address(hostFor(bound) + ":" + bound.getPort());
    }

    private static URI https(InetSocketAddress bound) {
        return AddressList.address("https://" + hostFor(bound) + ":" + bound.getPort() + PATH);
    }

    /** The address that the listener is bound to, or the one of ours at which it answers when it is bound to all. */
    private static String hostFor(InetSocketAddress bound) {
        InetAddress address = bound.getAddress();
        if (!address.isAnyLocalAddress()) {
            return literal(address);
        }
        return ownAddresses().stream()
                .filter(candidate -> answers(candidate, bound.getPort()))
                .findFirst()
                .map(OwnAddress::literal)
                .orElse("127.0.0.1");
    }

    private static String literal(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return text.indexOf(':') < 0 ? text : "[" + (zone < 0 ? text : text.substring(0, zone)) + "]";
    }

    /** The machine's addresses that others may know: IPv4 before IPv6, private ones before public ones. */
    private static List<InetAddress> ownAddresses() {
        try {
            return Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
                    .filter(OwnAddress::isUp)
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .sorted(Comparator.<InetAddress>comparingInt(address -> address.getAddress().length)
                            .thenComparing(address -> !address.isSiteLocalAddress()))
                    .toList();
        } catch (SocketException | UncheckedIOException e) {
            return List.of();
        }
    }

    private static boolean isUp(NetworkInterface candidate) {
        try {
            return candidate.isUp();
        } catch (SocketException e) {
            return false;
        }
    }

    private static boolean answers(InetAddress host, int port) {
        try (Socket dialled = new Socket()) {
            dialled.connect(new InetSocketAddress(host, port), DIAL_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Where a listener of WildFly, "http" or "https", is bound; empty elsewhere, without it, and before it is. */
    private static Optional<InetSocketAddress> wildFly(String listener) {
        try {
            var beans = ManagementFactory.getPlatformMBeanServer();
            ObjectName name = new ObjectName(WILDFLY + listener);
            return Optional.of(new InetSocketAddress((String) beans.getAttribute(name, "boundAddress"), (Integer)
                    beans.getAttribute(name, "boundPort")));
        } catch (JMException | RuntimeException e) {
            return Optional.empty();
        }
    }
}
