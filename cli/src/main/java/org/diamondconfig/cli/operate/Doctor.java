/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.operate;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.diamondconfig.cli.api.Answer;
import org.diamondconfig.cli.api.Told;
import org.diamondconfig.cli.core.Root;
import org.diamondconfig.cli.core.Session;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.Refused;
import org.diamondconfig.cli.edge.Rows;
import org.diamondconfig.client.ClientSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Looks for what keeps this machine from its servers, and says what to do. */
@Command(
        name = "doctor",
        description = {
            "Look at names, ports, certificates, clock, token and list of servers, and say what to do.",
            "Exit 1 if anything is wrong."
        })
public final class Doctor implements Callable<Integer> {

    private static final int CONNECT_MILLIS = 3_000;
    private static final Duration CLOCK = Duration.ofSeconds(30);
    private static final Duration SECOND = Duration.ofSeconds(1);

    /** Where a server is. */
    interface Names {

        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    @ParentCommand
    private Root root;

    private final Names names;
    private final InstantSource clock;
    private boolean sound = true;

    /** By the names and the clock of this machine. */
    public Doctor() {
        this(InetAddress::getAllByName, InstantSource.system());
    }

    Doctor(Names names, InstantSource clock) {
        this.names = names;
        this.clock = clock;
    }

    @Override
    public Integer call() {
        Session session = root.session();
        ClientSettings settings = session.target().settings();
        boolean answered = false;
        try (Rows rows = session.out().rows("check", "result", "what", "advice")) {
            for (URI server : settings.tuning().servers()) {
                answered |= isReached(rows, server) && answers(rows, session, server);
            }
            if (answered) {
                token(rows, session);
                list(rows, session);
            }
        }
        return sound ? Exit.OK.code() : Exit.FAILED.code();
    }

    private boolean isReached(Rows rows, URI server) {
        int port = server.getPort() > 0 ? server.getPort() : "https".equals(server.getScheme()) ? 443 : 80;
        InetAddress[] addresses;
        try {
            addresses = names.addresses(server.getHost());
            tell(rows, "name", true, server.getHost() + " is " + addresses[0].getHostAddress(), "");
        } catch (UnknownHostException e) {
            tell(
                    rows,
                    "name",
                    false,
                    server.getHost() + " is unknown",
                    "mend the name in --server, or DNS, or /etc/hosts");
            return false;
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(addresses[0], port), CONNECT_MILLIS);
            tell(rows, "port", true, server.getHost() + ":" + port + " is open", "");
            return true;
        } catch (IOException e) {
            tell(
                    rows,
                    "port",
                    false,
                    server.getHost() + ":" + port + ": " + e.getMessage(),
                    "start the server, mend the port, or let a firewall pass it");
            return false;
        }
    }

    private boolean answers(Rows rows, Session session, URI server) {
        Instant before = clock.instant();
        Answer ready;
        try {
            ready = session.api().one(server, "/health/ready");
        } catch (Refused e) {
            String why = String.valueOf(e.getMessage());
            boolean tls = why.contains("certificate");
            tell(rows, tls ? "certificate" : "server", false, why, adviceOn(why));
            return false;
        }
        if ("https".equals(server.getScheme())) {
            tell(rows, "certificate", true, server.getHost() + " shows one that is trusted", "");
        }
        health(rows, ready);
        clock(rows, ready, before);
        return true;
    }

    /** What to do where the client says this. */
    static String adviceOn(String why) {
        if (why.contains("key-store")) {
            return "name what this machine shows of itself: DIAMOND_TLS_KEY_STORE; or let the server speak TLS 1.2";
        }
        if (why.contains("has expired")) {
            return "give the server a new certificate";
        }
        if (why.contains("not valid yet")) {
            return "set this machine's clock, or give the server a certificate of today";
        }
        if (why.contains("for another name")) {
            return "name the server as its certificate does";
        }
        if (why.contains("speaks no TLS")) {
            return "write http:// in --server, or mend the port";
        }
        return why.contains("certificate")
                ? "name the authority: DIAMOND_TLS_TRUST_STORE=ca.pem"
                : "is it Diamond's base URL, with /diamond-server?";
    }

    private void list(Rows rows, Session session) {
        try {
            Answer list = session.api().get("/namesrv/addrs").ask();
            String text = new String(list.body(), java.nio.charset.StandardCharsets.UTF_8).strip();
            boolean good = list.status() == 200 && !text.startsWith("<");
            String told = good
                    ? text.replace("\n", " ")
                    : "HTTP " + list.status() + (list.status() == 200 ? ", and no list" : "");
            tell(rows, "server list", good, told, good ? "" : "set diamond.cluster.address on the server");
        } catch (Refused e) {
            tell(rows, "server list", false, e.getMessage(), "look again once the server answers");
        }
    }

    private void health(Rows rows, Answer ready) {
        List<Told> checks;
        try {
            checks = ready.json().objects("checks");
        } catch (Refused e) {
            tell(rows, "server", false, "HTTP " + ready.status() + ", and not Diamond's health", "mend --server");
            return;
        }
        for (Told check : checks) {
            boolean up = check.optionalString("status").orElse("").equals("UP");
            String what = check.has("data") ? String.valueOf(check.value("data")) : "";
            tell(rows, check.string("name"), up, what, up ? "" : "see the server's log and /health/ready");
        }
    }

    private void clock(Rows rows, Answer ready, Instant before) {
        try {
            Instant theirs = ZonedDateTime.parse(ready.header("Date").orElse(""), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration ahead = ahead(theirs, before, clock.instant());
            Duration off = ahead.abs();
            boolean near = off.compareTo(CLOCK) < 0;
            String side = near ? " s off" : ahead.isNegative() ? " s behind" : " s ahead of";
            tell(
                    rows,
                    "clock",
                    near,
                    off.toSeconds() + side + " the server's",
                    near ? "" : "set the clock of this machine, or the server's, by NTP say");
        } catch (DateTimeParseException e) {
            tell(rows, "clock", true, "the server tells no time", "");
        }
    }

    /**
     * How far this machine's clock is before the server's, which tells whole seconds; negative if it is behind. However slow the answer
     * was is no fault of the clock.
     */
    static Duration ahead(Instant theirs, Instant before, Instant after) {
        if (before.isAfter(theirs.plus(SECOND))) {
            return Duration.between(theirs.plus(SECOND), before);
        }
        return after.isBefore(theirs) ? Duration.between(theirs, after) : Duration.ZERO;
    }

    private void token(Rows rows, Session session) {
        try {
            Answer who = session.api().get("/whoami").ask();
            boolean known = who.status() == 200;
            tell(
                    rows,
                    "token",
                    known,
                    known ? "you are " + who.json().string("subject") : "HTTP " + who.status() + " " + who.code(),
                    known ? "" : "diamond login, or DIAMOND_TOKEN_FILE");
        } catch (Refused e) {
            tell(
                    rows,
                    "token",
                    false,
                    String.valueOf(e.getMessage()),
                    "is it Diamond's base URL, with /diamond-server?");
        }
    }

    private void tell(Rows rows, String check, boolean good, String what, String advice) {
        sound &= good;
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("check", check);
        row.put("result", good ? "ok" : "WRONG");
        row.put("what", what);
        row.put("advice", advice);
        rows.add(row);
    }
}
