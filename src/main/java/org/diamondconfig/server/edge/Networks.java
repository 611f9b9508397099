/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.edge;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Networks as people write them: {@code 10.0.0.0/8}, {@code 2001:db8::/32}, or one address. Immutable. Names are never looked
 * up.
 */
public final class Networks {

    /** Every address. */
    public static final Networks ALL = new Networks(List.of(), List.of());

    private static final Pattern LITERAL =
            Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    private final List<String> texts;
    private final List<Network> networks;

    /** The addresses that begin with the same bits. */
    private static final class Network {

        private final byte[] prefix;
        private final int bits;

        Network(byte[] prefix, int bits) {
            this.prefix = prefix;
            this.bits = bits;
        }

        boolean holds(byte[] address) {
            if (address.length != prefix.length) {
                return false;
            }
            int whole = bits / 8;
            int rest = bits % 8;
            return Arrays.equals(address, 0, whole, prefix, 0, whole)
                    && (rest == 0 || ((address[whole] ^ prefix[whole]) & 0xff) >> (8 - rest) == 0);
        }
    }

    private Networks(List<String> texts, List<Network> networks) {
        this.texts = texts;
        this.networks = networks;
    }

    /**
     * These networks; no text means {@link #ALL}.
     *
     * @throws IllegalArgumentException if one is none
     */
    public static Networks of(List<String> texts) {
        return new Networks(
                List.copyOf(texts), texts.stream().map(Networks::network).toList());
    }

    private static Network network(String text) {
        int slash = text.indexOf('/');
        byte[] prefix = literal(slash < 0 ? text : text.substring(0, slash));
        int most = prefix.length * 8;
        int bits = slash < 0 ? most : number(text.substring(slash + 1));
        if (most == 0 || bits < 0 || bits > most) {
            throw new IllegalArgumentException("networks: write one as 10.0.0.0/8, 2001:db8::/32 or one address");
        }
        return new Network(prefix, bits);
    }

    private static int number(String text) {
        return text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : -1;
    }

    /** The bytes of an address in digits; none if it is not one. */
    private static byte[] literal(String text) {
        try {
            return LITERAL.matcher(text).matches() ? InetAddress.getByName(text).getAddress() : new byte[0];
        } catch (UnknownHostException e) {
            return new byte[0];
        }
    }

    /** Whether a text is an address in digits. */
    public static boolean isAddress(String text) {
        return literal(text).length > 0;
    }

    /** Whether an address, in digits, lies in one of them. */
    public boolean hold(String address) {
        if (texts.isEmpty()) {
            return true;
        }
        byte[] bytes = literal(address);
        return networks.stream().anyMatch(network -> network.holds(bytes));
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
}
