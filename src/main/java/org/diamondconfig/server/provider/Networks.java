/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.provider;

import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Knob;
import org.diamondconfig.server.edge.Settings;

/**
 * The networks whose addresses this node may dial, and what a datumId says of an address. Immutable.
 *
 * <p>Who publishes a datum chooses its id, and so where this node would connect to. Therefore only ids that are an IP address and
 * a port are dialled, {@code 10.0.0.7:80} or {@code [fd00::7]:80}, never a name, so that nothing is asked of DNS; and only
 * inside of what the setting names.
 */
@Component
final class Networks {

    private static final Pattern ENDPOINT = Pattern.compile("(\\[[0-9a-fA-F:]{2,39}]|[0-9.]{7,15}):([0-9]{1,5})");
    private static final Pattern OCTET = Pattern.compile("0|[1-9][0-9]{0,2}");
    private static final Pattern GROUP = Pattern.compile("[0-9a-fA-F]{1,4}");
    private static final int FOUR_GROUPS = 4;
    private static final int SIX_GROUPS = 8;
    private static final int SIX_BYTES = 16;
    private static final int MOST_OCTET = 255;
    private static final int MOST_PORT = 65_535;

    private final List<Network> allowed;

    @Inject
    Networks(Settings settings) {
        String written = settings.text(Knob.CHECK_NETWORKS);
        allowed = written.isEmpty()
                ? List.of()
                : Arrays.stream(written.split(",", -1))
                        .map(String::strip)
                        .map(Networks::network)
                        .toList();
    }

    /** All addresses whose first bits are these. Immutable. */
    private record Network(InetAddress first, int bits) {

        boolean contains(InetAddress address) {
            return firstBits(address.getAddress(), bits).equals(firstBits(first.getAddress(), bits));
        }

        /** Those and zeros for the rest; of the same length as the address, so that no IPv4 address equals one of IPv6. */
        static ByteBuffer firstBits(byte[] address, int bits) {
            byte[] kept = new byte[address.length];
            for (int bit = 0; bit < Math.min(bits, Byte.SIZE * kept.length); bit++) {
                int mask = 0x80 >> bit % Byte.SIZE;
                kept[bit / Byte.SIZE] |= (byte) (address[bit / Byte.SIZE] & mask);
            }
            return ByteBuffer.wrap(kept);
        }
    }

    private static Network network(String written) {
        String[] parts = written.split("/", 2);
        InetAddress first = address(parts[0]).orElseThrow(() -> bad("write networks as 10.0.0.0/8 or fd00::/8"));
        int most = Byte.SIZE * first.getAddress().length;
        String bits = parts.length == 1 ? Integer.toString(most) : parts[1];
        if (!OCTET.matcher(bits).matches() || Integer.parseInt(bits) > most) {
            throw bad("behind the slash of a network stands a number up to " + most);
        }
        Network network = new Network(first, Integer.parseInt(bits));
        if (!Network.firstBits(first.getAddress(), network.bits).equals(ByteBuffer.wrap(first.getAddress()))) {
            throw bad("a network has an address with bits beyond the number behind its slash; make them 0");
        }
        return network;
    }

    private static IllegalArgumentException bad(String sentence) {
        return new IllegalArgumentException(Knob.CHECK_NETWORKS.key() + ": " + sentence);
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
                && allowed.stream().anyMatch(network -> network.contains(address));
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
                : address(host).map(address -> new InetSocketAddress(address, port));
    }

    private static Optional<InetAddress> address(String written) {
        return written.indexOf(':') < 0 ? ofFour(written) : ofSix(written);
    }

    /** A leading zero is octal to some and decimal to others, so it is refused. */
    private static Optional<InetAddress> ofFour(String written) {
        String[] octets = written.split("\\.", -1);
        byte[] bytes = new byte[FOUR_GROUPS];
        if (octets.length != FOUR_GROUPS) {
            return Optional.empty();
        }
        for (int i = 0; i < FOUR_GROUPS; i++) {
            if (!OCTET.matcher(octets[i]).matches() || Integer.parseInt(octets[i]) > MOST_OCTET) {
                return Optional.empty();
            }
            bytes[i] = (byte) Integer.parseInt(octets[i]);
        }
        return Optional.of(ofBytes(bytes));
    }

    private static Optional<InetAddress> ofSix(String text) {
        int gap = text.indexOf("::");
        List<String> head = groups(gap < 0 ? text : text.substring(0, gap));
        List<String> tail = groups(gap < 0 ? "" : text.substring(gap + 2));
        int known = head.size() + tail.size();
        boolean whole = gap < 0 ? known == SIX_GROUPS : known < SIX_GROUPS;
        if (!whole
                || !head.stream().allMatch(Networks::isGroup)
                || !tail.stream().allMatch(Networks::isGroup)) {
            return Optional.empty();
        }
        byte[] bytes = new byte[SIX_BYTES];
        ByteBuffer written = ByteBuffer.wrap(bytes);
        head.forEach(group -> written.putShort((short) Integer.parseInt(group, 16)));
        written.position(SIX_BYTES - Short.BYTES * tail.size());
        tail.forEach(group -> written.putShort((short) Integer.parseInt(group, 16)));
        return Optional.of(ofBytes(bytes));
    }

    private static List<String> groups(String written) {
        return written.isEmpty() ? List.of() : List.of(written.split(":", -1));
    }

    private static boolean isGroup(String written) {
        return GROUP.matcher(written).matches();
    }

    /** An address of IPv6 that stands for one of IPv4 becomes that one. */
    private static InetAddress ofBytes(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("neither 4 nor 16 bytes", e);
        }
    }
}
