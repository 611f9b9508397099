/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.diamondconfig.server.RawHttp.Reply;

/**
 * A conversation as it is written down in a file, byte for byte, to be replayed against a server over raw sockets. The file says
 * itself how it is read. Immutable; each replay has connections of its own.
 */
final class Recording {

    private static final Pattern LINE = Pattern.compile("(\\w+) ([<>]) (.*)");
    private static final Pattern BYTE = Pattern.compile("\\\\(?:x([0-9A-F]{2})|(.))");
    private static final String ANY = "{*}";

    /**
     * What one of those who take part says, or is answered.
     *
     * @param bytes a character each
     */
    private record Turn(String who, boolean asks, String bytes) {

        boolean goesOnWith(String otherWho, boolean otherAsks) {
            return who.equals(otherWho) && asks == otherAsks;
        }
    }

    private final List<Turn> turns = new ArrayList<>();

    private Recording() {}

    /** The recording in this file of the class path. */
    static Recording of(String file) throws IOException {
        Recording recording = new Recording();
        try (InputStream in = Recording.class.getResourceAsStream("/" + file)) {
            new String(in.readAllBytes(), ISO_8859_1)
                    .lines()
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .forEach(recording::add);
        }
        return recording;
    }

    private void add(String line) {
        Matcher parts = LINE.matcher(line);
        assertThat(parts.matches()).as(line).isTrue();
        String who = parts.group(1);
        boolean asks = parts.group(2).equals(">");
        String bytes = BYTE.matcher(parts.group(3)).replaceAll(Recording::unescaped);
        int last = turns.size() - 1;
        if (last >= 0 && turns.get(last).goesOnWith(who, asks)) {
            turns.set(last, new Turn(who, asks, turns.get(last).bytes() + bytes));
        } else {
            turns.add(new Turn(who, asks, bytes));
        }
    }

    private static String unescaped(MatchResult escape) {
        String hex = escape.group(1);
        String plain = hex != null
                ? Character.toString(Integer.parseInt(hex, 16))
                : switch (escape.group(2)) {
                    case "r" -> "\r";
                    case "n" -> "\n";
                    default -> escape.group(2);
                };
        return Matcher.quoteReplacement(plain);
    }

    /** One of those who take part, over one connection as long as the server keeps it. */
    private static final class Party implements AutoCloseable {

        private final String host;
        private final int port;
        private RawHttp connection;
        private byte[] asked;

        Party(String host, int port) {
            this.host = host;
            this.port = port;
        }

        void ask(String bytes) throws IOException {
            if (connection == null) {
                connection = new RawHttp(host, port, ISO_8859_1);
            }
            asked = bytes.getBytes(ISO_8859_1);
            connection.send(asked);
        }

        Reply hear() throws IOException {
            Reply reply = connection.reply(asked);
            if (reply.header("Connection").equalsIgnoreCase("close")) {
                close();
            }
            return reply;
        }

        @Override
        public void close() throws IOException {
            if (connection != null) {
                connection.close();
                connection = null;
            }
        }
    }

    /** Says what is to be said, in turn, and demands the answers. */
    void replay(String host, int port) throws IOException {
        Map<String, Party> parties = new HashMap<>();
        try {
            for (Turn turn : turns) {
                Party party = parties.computeIfAbsent(turn.who(), who -> new Party(host, port));
                if (turn.asks()) {
                    party.ask(turn.bytes());
                } else {
                    requireSame(turn.bytes(), party.hear());
                }
            }
        } finally {
            for (Party party : parties.values()) {
                party.close();
            }
        }
    }

    private static void requireSame(String expected, Reply reply) {
        String[] headAndBody = expected.split("\r\n\r\n", 2);
        List<String> head = Arrays.asList(headAndBody[0].split("\r\n"));
        assertThat("HTTP/1.1 " + reply.status() + " ").as(reply.toString()).matches(pattern(head.get(0)));
        for (String header : head.subList(1, head.size())) {
            String[] nameAndValue = header.split(": ", 2);
            assertThat(reply.header(nameAndValue[0])).as(nameAndValue[0]).matches(pattern(nameAndValue[1]));
        }
        assertThat(reply.body()).matches(pattern(headAndBody[1]));
    }

    private static Pattern pattern(String expected) {
        return Pattern.compile(
                Arrays.stream(expected.split(Pattern.quote(ANY), -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".*")),
                Pattern.DOTALL);
    }
}
