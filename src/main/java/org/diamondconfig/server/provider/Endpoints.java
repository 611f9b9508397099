/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.provider;

import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Knob;
import org.diamondconfig.server.edge.Networks;
import org.diamondconfig.server.edge.Settings;

/**
 * The networks whose addresses this node may dial, and what a datumId says of an address. Immutable.
 *
 * <p>Who publishes a datum chooses its id, and so where this node would connect to. Therefore only ids that are an IP address and
 * a port are dialled, {@code 10.0.0.7:80} or {@code [fd00::7]:80}, never a name, so that nothing is asked of DNS; and only
 * inside of what the setting names.
 */
@Component
final class Endpoints {

    private static final Pattern ENDPOINT = Pattern.compile("(\\[[0-9a-fA-F:]{2,39}]|[0-9.]{7,15}):([0-9]{1,5})");
    private static final int MOST_PORT = 65_535;

    private final Optional<Networks> allowed;

    @Inject
    Endpoints(Settings settings) {
        allowed = Networks.of(settings, Knob.CHECK_NETWORKS);
    }

    /** Whether nothing may be dialled. */
    boolean isEmpty() {
        return allowed.isEmpty();
    }

    /** Where this provider is dialled; empty if it is not. */
    Optional<InetSocketAddress> dialable(String datumId) {
        return endpoint(datumId).filter(endpoint -> allows(endpoint.getAddress()));
    }

    /** Why this provider is not dialled; empty if it is. */
    Optional<String> objection(String datumId) {
        Optional<InetSocketAddress> endpoint = endpoint(datumId);
        if (endpoint.isEmpty()) {
            return Optional.of("its datumId is not an IP address and a port");
        }
        return allows(endpoint.get().getAddress())
                ? Optional.empty()
                : Optional.of("its address is outside of the networks that this node may dial");
    }

    /** The address of no machine would reach this one; one of many machines says nothing of any. */
    private boolean allows(InetAddress address) {
        return !address.isAnyLocalAddress()
                && !address.isMulticastAddress()
                && allowed.filter(networks -> networks.hold(address)).isPresent();
    }

    private static Optional<InetSocketAddress> endpoint(String datumId) {
        Matcher parts = ENDPOINT.matcher(datumId);
        if (!parts.matches()) {
            return Optional.empty();
        }
        int port = Integer.parseInt(parts.group(2));
        String host = parts.group(1).replaceAll("[\\[\\]]", "");
        return port < 1 || port > MOST_PORT
                ? Optional.empty()
                : Networks.address(host).map(address -> new InetSocketAddress(address, port));
    }
}
