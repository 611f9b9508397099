/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.password;

import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Knob;
import org.diamondconfig.server.edge.Scheduler;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.edge.Ticker;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.server.problem.TooMany;

/**
 * Makes hashes of passwords, and holds passwords against them: PBKDF2 with HMAC-SHA256, written as
 * {@code pbkdf2-sha256$<iterations>$<salt>$<hash>}, so that a raised setting leaves older ones valid. Thread-safe.
 *
 * <p>It is slow on purpose, and whoever floods the sign-in must not slow down others: few are at work at once, each turn is
 * followed by a rest, so that all of them use a tenth of the machine's processors at most, a few more may {@linkplain Line wait},
 * and the rest is refused.
 */
@Component
public final class Passwords {

    private static final Logger LOG = System.getLogger("diamond.password");

    private static final String ALGORITHM = "PBKDF2WithHmacSHA256";
    private static final Pattern FORM =
            Pattern.compile("pbkdf2-sha256\\$([0-9]{1,9})\\$([A-Za-z0-9_-]{22})\\$([A-Za-z0-9_-]{43})");
    private static final int SALT_BYTES = 16;
    private static final int HASH_BITS = 256;
    private static final int ADVISED_ITERATIONS = 600_000;
    private static final int MOST_AT_ONCE = 4;
    private static final int CORES_PER_TURN = 4;
    private static final double SHARE = 0.1;

    /** Work that takes long because the machine has other work needs no longer rest. */
    private static final Duration MOST_REST = Duration.ofSeconds(1);

    /** The network of the server's own work. */
    private static final String OWN = "";

    private final SecureRandom random = new SecureRandom();
    private final Ticker ticker;
    private final Scheduler scheduler;
    private final PasswordRules rules;
    private final int iterations;
    private final Line line;
    private final double restPerWork;

    /** What the password of an unknown user is held against, so that he takes as long as a known one. */
    private final String nobodys;

    @Inject
    public Passwords(Settings settings, Ticker ticker, Scheduler scheduler) {
        this(settings, ticker, scheduler, Runtime.getRuntime().availableProcessors());
    }

    Passwords(Settings settings, Ticker ticker, Scheduler scheduler, int cores) {
        this.ticker = ticker;
        this.scheduler = scheduler;
        rules = new PasswordRules(settings.count(Knob.PASSWORD_LEAST));
        iterations = settings.count(Knob.PASSWORD_ITERATIONS);
        int atOnce = Math.max(1, Math.min(MOST_AT_ONCE, cores / CORES_PER_TURN));
        line = new Line(atOnce);
        restPerWork = Math.max(0, atOnce / (SHARE * cores) - 1);
        nobodys = written(iterations, randomBytes(SALT_BYTES), randomBytes(HASH_BITS / Byte.SIZE));
        if (iterations < ADVISED_ITERATIONS) {
            LOG.log(
                    Level.WARNING,
                    "{0} is {1}: who gets at the hashes of passwords guesses faster than with {2}",
                    Knob.PASSWORD_ITERATIONS.key(),
                    iterations,
                    ADVISED_ITERATIONS);
        }
    }

    /**
     * The hash of a new password.
     *
     * @param user whose it is to be
     * @param address where it came from
     * @throws BadRequest WEAK_PASSWORD if nobody should have this one
     * @throws TooMany SIGN_IN_BUSY if too many are being hashed
     */
    public String hashNew(String password, String user, String address) {
        check(password, user);
        return hashed(password, Attempts.network(address));
    }

    /**
     * Lets a password pass that somebody may have for his own.
     *
     * @param user whose it is to be
     * @throws BadRequest WEAK_PASSWORD if nobody should have this one
     */
    public void check(String password, String user) {
        rules.check(password, user);
    }

    /**
     * The hash of a password, whatever it is, for the server itself.
     *
     * @throws TooMany SIGN_IN_BUSY if too many are being hashed
     */
    public String hash(String password) {
        return hashed(password, OWN);
    }

    private String hashed(String password, String network) {
        byte[] salt = randomBytes(SALT_BYTES);
        return written(iterations, salt, derived(password, salt, iterations, network));
    }

    /**
     * Whether this is the password that the hash was made of. It takes as long when there is no hash.
     *
     * @param address where it came from
     * @throws BadRequest BAD_PASSWORD if no password is as long
     * @throws TooMany SIGN_IN_BUSY if too many are being hashed
     */
    public boolean matches(String password, Optional<String> hash, String address) {
        if (password.isEmpty() || password.length() > PasswordRules.MOST) {
            throw new BadRequest("BAD_PASSWORD", "password: 1 to " + PasswordRules.MOST + " characters expected.");
        }
        Optional<Matcher> known = hash.flatMap(Passwords::parts);
        Matcher parts = known.or(() -> parts(nobodys)).orElseThrow();
        byte[] salt = decoded(parts.group(2));
        byte[] derived = derived(password, salt, Integer.parseInt(parts.group(1)), Attempts.network(address));
        return MessageDigest.isEqual(derived, decoded(parts.group(3))) && known.isPresent();
    }

    private static Optional<Matcher> parts(String hash) {
        Matcher parts = FORM.matcher(hash);
        return parts.matches() ? Optional.of(parts) : Optional.empty();
    }

    /** Whether a hash was made with fewer iterations than the setting wants by now. */
    public boolean isOutdated(String hash) {
        return parts(hash)
                .filter(parts -> Integer.parseInt(parts.group(1)) < iterations)
                .isPresent();
    }

    private byte[] derived(String password, byte[] salt, int rounds, String network) {
        line.take(network);
        long begun = ticker.nanos();
        try {
            String one = Normalizer.normalize(password, Normalizer.Form.NFC);
            PBEKeySpec spec = new PBEKeySpec(one.toCharArray(), salt, rounds, HASH_BITS);
            byte[] hash =
                    SecretKeyFactory.getInstance(ALGORITHM).generateSecret(spec).getEncoded();
            spec.clearPassword();
            return hash;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        } finally {
            giveTurn(ticker.nanos() - begun);
        }
    }

    /** How many wait for a turn. */
    int waiting() {
        return line.waiting();
    }

    /** The turn is free again once the processors have had their rest. */
    private void giveTurn(long workNanos) {
        Duration rest = Duration.ofNanos(Math.min((long) (workNanos * restPerWork), MOST_REST.toNanos()));
        if (rest.toMillis() == 0) {
            line.give();
        } else {
            scheduler.after("rest after a password", rest, line::give, line::give);
        }
    }

    private static String written(int iterations, byte[] salt, byte[] hash) {
        return "pbkdf2-sha256$" + iterations + '$' + encoded(salt) + '$' + encoded(hash);
    }

    private byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] decoded(String text) {
        return Base64.getUrlDecoder().decode(text);
    }
}
