/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.edge;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Networks as people write them: {@code 10.0.0.0/8}, {@code 2001:db8::/32}, or one address. Immutable. Only digits are understood,
 * so that nothing is ever asked of DNS.
 */
public final class Networks {

    /** Every address. */
    public static final Networks ALL = new Networks(List.of(), List.of());

    /** Of IPv6 as machines write it, where nothing need be parsed to know the /64; an address of IPv4 may look like zeros first. */
    private static final Pattern FIRST_GROUPS = Pattern.compile("(?!0:0:0:0:)(?:(?:0|[1-9a-f][0-9a-f]{0,3}):){4}");

    private static final String LAST_GROUPS = "0:0:0:0/";
    private static final Pattern OCTET = Pattern.compile("0|[1-9][0-9]{0,2}");
    private static final Pattern GROUP = Pattern.compile("[0-9a-fA-F]{1,4}");
    /** How sockets that take both families write an address of IPv4. */
    private static final String MAPPED = "::ffff:";

    private static final int HOLDER_BITS = 64;
    private static final int FOUR_GROUPS = 4;
    private static final int SIX_GROUPS = 8;
    private static final int SIX_BYTES = 16;
    private static final int MOST_OCTET = 255;

    private final List<String> texts;
    private final List<Network> networks;

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

    private Networks(List<String> texts, List<Network> networks) {
        this.texts = texts;
        this.networks = networks;
    }

    /**
     * These networks; no text means {@link #ALL}.
     *
     * @throws IllegalArgumentException if one is none, or has an address with bits beyond the number behind its slash
     */
    public static Networks of(List<String> texts) {
        return new Networks(
                List.copyOf(texts), texts.stream().map(Networks::network).toList());
    }

    /**
     * The networks of a setting, with commas between them; empty if it names none.
     *
     * @throws IllegalArgumentException that names the setting, if one is none
     */
    public static Optional<Networks> of(Settings settings, Knob knob) {
        List<String> texts = Arrays.stream(settings.text(knob).split(",", -1))
                .map(String::strip)
                .toList();
        try {
            return settings.isSet(knob) ? Optional.of(of(texts)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(knob.key() + ": " + e.getMessage(), e);
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
        return new IllegalArgumentException("networks: " + sentence);
    }

    /** Whether an address lies in one of them. */
    public boolean hold(InetAddress address) {
        return texts.isEmpty() || networks.stream().anyMatch(network -> network.contains(address));
    }

    /** Whether an address, in digits, lies in one of them. */
    public boolean hold(String address) {
        return texts.isEmpty() || address(address).filter(this::hold).isPresent();
    }

    /** As they were written. */
    public List<String> texts() {
        return texts;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Networks that && texts.equals(that.texts);
    }

    @Override
    public int hashCode() {
        return texts.hashCode();
    }

    @Override
    public String toString() {
        return texts.toString();
    }

    /** The address that a text is, in digits; empty if it is none. */
    public static Optional<InetAddress> address(String written) {
        if (written.regionMatches(true, 0, MAPPED, 0, MAPPED.length()) && written.indexOf('.') > 0) {
            return ofFour(written.substring(MAPPED.length()));
        }
        return written.indexOf(':') < 0 ? ofFour(written) : ofSix(written);
    }

    /** Whom an address is counted for, as text: itself; of IPv6 the network {@link #around} it. */
    public static String holder(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        Matcher written = FIRST_GROUPS.matcher(address);
        return written.lookingAt()
                ? address.substring(0, written.end()) + LAST_GROUPS + HOLDER_BITS
                : around(address, Integer.SIZE);
    }

    /**
     * The network that an address is in, as text; the text itself if it is no address. Of IPv6 it is the /64: whoever has one
     * address there has them all.
     *
     * @param bitsOfFour how many first bits all in it have in common if it is IPv4
     */
    public static String around(String address, int bitsOfFour) {
        int scope = address.indexOf('%');
        return address(scope < 0 ? address : address.substring(0, scope))
                .map(InetAddress::getAddress)
                .map(bytes -> {
                    int bits = bytes.length == FOUR_GROUPS ? bitsOfFour : HOLDER_BITS;
                    return ofBytes(Network.firstBits(bytes, bits).array()).getHostAddress() + '/' + bits;
                })
                .orElse(address);
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
