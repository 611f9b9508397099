/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.application;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.diamondconfig.server.account.Account;
import org.diamondconfig.server.account.Accounts;
import org.diamondconfig.server.account.Gate;
import org.diamondconfig.server.account.Subject;
import org.diamondconfig.server.dump.Lookup;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Knob;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.edge.Ticker;
import org.diamondconfig.server.http.Door;
import org.diamondconfig.server.problem.ProblemException;
import org.diamondconfig.server.problem.Unauthorized;
import org.diamondconfig.wire.Md5;

/**
 * Who sends a request by the three headers of the original Diamond: the name of the application, the time in milliseconds, and
 * the MD5 of that time and the application's key. Thread-safe.
 *
 * <p>The original takes a signature of any time, any number of times. Here it is good for a while on both sides of this
 * server's clock, and once at each node; one from before the start of this node may have been shown to it then, and is refused. It
 * says nothing of what is asked, so whoever sees one first may use it for something else: it is for networks in which nobody
 * listens, and it counts on the old faces alone.
 */
@Component
public final class Signatures implements Gate.Applications {

    static final String APPLICATION = "Diamond-Client-AppName";
    static final String TIME = "Diamond-Client-RequestTS";
    static final String TOKEN = "Diamond-Client-RequestToken";

    private static final String API = "/api/";
    private static final Pattern MILLIS = Pattern.compile("[1-9][0-9]{0,14}");

    private final Accounts accounts;
    private final Gate gate;
    private final InstantSource clock;
    private final Duration window;
    private final Replays replays;

    /** Since when it is remembered here what was shown, by the clock. */
    private final long since;

    /** What a request shows. Immutable. */
    private record Signature(Subject application, String time, String token) {

        boolean isMadeWith(String key) {
            byte[] right =
                    Md5.hex((time + key).getBytes(StandardCharsets.US_ASCII)).getBytes(StandardCharsets.US_ASCII);
            return MessageDigest.isEqual(right, token.getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Inject
    Signatures(Accounts accounts, Gate gate, Settings settings, Ticker ticker, InstantSource clock) {
        this.accounts = accounts;
        this.gate = gate;
        this.clock = clock;
        window = settings.duration(Knob.APPLICATION_WINDOW);
        // The clock by which the window is judged, and the one that measures memory, do not tick alike.
        replays = new Replays(window.multipliedBy(2).plusSeconds(1), ticker);
        since = clock.millis();
    }

    /** Begins to let in who signs. */
    public void start() {
        gate.admit(this);
    }

    @Override
    public Optional<String> subject(HttpServletRequest request, String address) {
        return signature(request).map(signature -> judged(signature, address));
    }

    private Optional<Signature> signature(HttpServletRequest request) {
        String name = request.getHeader(APPLICATION);
        if (name == null || Door.path(request).startsWith(API)) {
            return Optional.empty();
        }
        String time = request.getHeader(TIME);
        String token = request.getHeader(TOKEN);
        if (time == null || token == null) {
            return Optional.empty();
        }
        if (!Subject.isName(name) || !MILLIS.matcher(time).matches()) {
            throw wrong();
        }
        return Optional.of(new Signature(new Subject(Subject.Kind.APPLICATION, name), time, token));
    }

    private String judged(Signature signature, String address) {
        if (!accounts.admits(signature.application(), address) || !isMadeWithAKeyOfIts(signature)) {
            throw wrong();
        }
        long time = Long.parseLong(signature.time());
        long off = Math.abs(clock.millis() - time);
        if (off > window.toMillis()) {
            throw new Unauthorized(
                    "STALE_SIGNATURE",
                    TIME + " is " + off / 1000 + " s off the clock of this server, which takes " + window.toSeconds()
                            + "; set the client's clock.");
        }
        if (time < since) {
            throw new Unauthorized(
                    "STALE_SIGNATURE",
                    TIME
                            + " is from before this server was started, which knows no more what it was shown then; sign anew.");
        }
        if (!replays.isFirst(signature.application().name(), signature.token())) {
            throw new Unauthorized(
                    "REPLAYED_SIGNATURE", "That " + TOKEN + " was shown before; sign each request anew.");
        }
        return signature.application().toString();
    }

    private boolean isMadeWithAKeyOfIts(Signature signature) {
        return accounts.find(signature.application()).map(Account::secrets).stream()
                .flatMap(List::stream)
                .anyMatch(signature::isMadeWith);
    }

    private ProblemException wrong() {
        if (!accounts.isComplete()) {
            return Lookup.loading();
        }
        return new Unauthorized(
                "BAD_SIGNATURE", "No application of that name is known here whose key makes that " + TOKEN + ".");
    }
}
