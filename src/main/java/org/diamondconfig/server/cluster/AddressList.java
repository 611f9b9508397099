/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.cluster;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The text form of a list of nodes: one a line or separated by commas, each a base URL or {@code host[:port]}, which stands
 * for {@code http://host:8080/diamond-server}. A line that begins with {@code #} is a remark. Stateless.
 *
 * <p>A list with one bad line is refused whole: whoever reads it keeps the list it had. Every refusal is an
 * {@link IllegalArgumentException} that says which line and why, without repeating it.
 */
final class AddressList {

    /** Most nodes of one list. */
    static final int MAX_LINES = 1_000;

    /** Longest text. */
    static final int MAX_LENGTH = 64 * 1024;

    private static final int MAX_ADDRESS = 256;
    private static final int DEFAULT_PORT = 8080;
    private static final String DEFAULT_PATH = "/diamond-server";
    private static final int MAX_PORT = 65_535;

    /** An IP address in its usual form, so that reading it asks no name server. */
    private static final Pattern LITERAL = Pattern.compile("\\[.*]|(0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}");

    /** What some resolvers take for an IP address in an unusual form: 0xA9FEA9FE, 2852039166. */
    private static final Pattern NUMBER = Pattern.compile("(.*\\.)?\\d[^.]*\\.?");

    /** Where clouds hand out credentials to whoever asks from within; no node is there. */
    private static final Set<String> METADATA =
            Set.of("metadata.google.internal", "metadata", "100.100.100.200", "192.0.0.192", "[fd00:ec2::254]");

    private AddressList() {}

    /** The addresses of this text, each once, in its order; there may be none. */
    static List<URI> parse(String text) {
        return parse(text, AddressList::address);
    }

    /** The URLs of address servers in this text, each once, in its order; there may be none. */
    static List<URI> urls(String text) {
        return parse(text, AddressList::url);
    }

    private static List<URI> parse(String text, Function<String, URI> reader) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("the list is longer than " + MAX_LENGTH + " characters");
        }
        Set<URI> addresses = new LinkedHashSet<>();
        int number = 0;
        for (String entry : entries(text)) {
            number++;
            if (number > MAX_LINES) {
                throw new IllegalArgumentException("the list has more than " + MAX_LINES + " nodes");
            }
            try {
                addresses.add(reader.apply(entry));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("node " + number + ": " + e.getMessage(), e);
            }
        }
        return List.copyOf(addresses);
    }

    private static List<String> entries(String text) {
        return text.lines()
                .filter(line -> !line.strip().startsWith("#"))
                .flatMap(line -> Stream.of(line.split(",", -1)))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
    }

    /** One address, in the form in which all nodes write it: no slash at its end, the port named. */
    static URI address(String text) {
        if (text.length() > MAX_ADDRESS) {
            throw new IllegalArgumentException("longer than " + MAX_ADDRESS + " characters");
        }
        boolean bare = !text.contains("://");
        URI uri = url(bare ? "http://" + text : text);
        String path = uri.getRawPath().isEmpty() && bare ? DEFAULT_PATH : uri.getRawPath();
        String port = uri.getPort() >= 0 ? ":" + uri.getPort() : bare ? ":" + DEFAULT_PORT : "";
        return uri(uri.getScheme() + "://" + uri.getHost().toLowerCase(Locale.ROOT) + port
                + (path.endsWith("/") ? path.substring(0, path.length() - 1) : path));
    }

    /** A URL that this server may ask: of an address server, or of a node. */
    static URI url(String text) {
        URI uri = uri(text);
        boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!http || uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("an http or https URL without user and fragment expected");
        }
        if (uri.getRawQuery() != null) {
            throw new IllegalArgumentException("a URL without a query expected");
        }
        if (uri.getPort() == 0 || uri.getPort() > MAX_PORT) {
            throw new IllegalArgumentException("the port is 1 to " + MAX_PORT);
        }
        requireOrdinary(uri.getHost().toLowerCase(Locale.ROOT));
        return uri;
    }

    private static void requireOrdinary(String host) {
        boolean literal = LITERAL.matcher(host).matches();
        boolean disguised = !literal && NUMBER.matcher(host).matches();
        if (disguised || METADATA.contains(host) || (literal && !isOrdinary(host))) {
            throw new IllegalArgumentException("no node is at a link-local, metadata, multicast or wildcard address");
        }
    }

    private static boolean isOrdinary(String literal) {
        try {
            InetAddress address = InetAddress.getByName(literal);
            return !address.isLinkLocalAddress() && !address.isMulticastAddress() && !address.isAnyLocalAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not a URL", e);
        }
    }
}
