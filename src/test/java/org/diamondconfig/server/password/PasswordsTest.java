/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.diamondconfig.server.edge.ManualScheduler;
import org.diamondconfig.server.edge.ManualTicker;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.edge.Ticker;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.server.problem.TooMany;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Hashes: what fits them, how long they stay good, and how little of the machine they get. */
class PasswordsTest {

    private static final String PASSWORD = "nobody guesses this";
    private static final int CORES = 2;
    private static final String HERE = "192.0.2.7";
    private static final String NEXT_DOOR = "192.0.2.250";
    private static final String ELSEWHERE = "198.51.100.7";

    private final ManualTicker ticker = new ManualTicker();
    private final ManualScheduler scheduler = new ManualScheduler(ticker);
    private final Passwords passwords = passwords(1000, ticker);
    private final ExecutorService crowd = Executors.newCachedThreadPool();

    private Passwords passwords(int iterations, Ticker time) {
        Settings settings = Settings.of(Map.of("diamond.password.iterations", Integer.toString(iterations)));
        return new Passwords(settings, time, scheduler, CORES);
    }

    @AfterEach
    void sendTheCrowdHome() {
        crowd.shutdownNow();
    }

    @Test
    void hash_fitsItsPasswordAndNoOther() {
        Optional<String> hash = Optional.of(passwords.hash(PASSWORD));

        assertThat(passwords.matches(PASSWORD, hash, HERE)).isTrue();
        assertThat(passwords.matches(PASSWORD + " ", hash, HERE)).isFalse();
        assertThat(passwords.matches(PASSWORD.toUpperCase(Locale.ROOT), hash, HERE))
                .isFalse();
    }

    @Test
    void hash_saysHowItWasMade_andIsAnotherEachTime() {
        assertThat(passwords.hash(PASSWORD))
                .matches("pbkdf2-sha256\\$1000\\$[A-Za-z0-9_-]{22}\\$[A-Za-z0-9_-]{43}")
                .isNotEqualTo(passwords.hash(PASSWORD));
    }

    /** Made by Python's hashlib.pbkdf2_hmac of the same password, the salt 00 01 to 0f. */
    @Test
    void hashOfAnotherProgram_fits() {
        String foreign = "pbkdf2-sha256$1000$AAECAwQFBgcICQoLDA0ODw$" + "cICP2k9z38zIgHU-6MLrcSUgX6S7ry-OCAJ4u98WFoo";

        assertThat(passwords.matches(PASSWORD, Optional.of(foreign), HERE)).isTrue();
    }

    @Test
    void hashOfFewerRounds_stillFits_andIsOutdated() {
        String old = passwords.hash(PASSWORD);
        Passwords raised = passwords(2000, ticker);

        assertThat(raised.matches(PASSWORD, Optional.of(old), HERE)).isTrue();
        assertThat(raised.isOutdated(old)).isTrue();
        assertThat(raised.isOutdated(raised.hash(PASSWORD))).isFalse();
        assertThat(passwords.isOutdated(old)).isFalse();
    }

    @Test
    void samePasswordFromAnotherKeyboard_fits() {
        Optional<String> composed = Optional.of(passwords.hash("caf\u00e9 am morgen"));

        assertThat(passwords.matches("cafe\u0301 am morgen", composed, HERE)).isTrue();
    }

    @Test
    void noHashAndSpoiltHash_fitNothing() {
        assertThat(passwords.matches(PASSWORD, Optional.empty(), HERE)).isFalse();
        assertThat(passwords.matches(PASSWORD, Optional.of(""), HERE)).isFalse();
        assertThat(passwords.matches(PASSWORD, Optional.of("pbkdf2-sha256$1$$"), HERE))
                .isFalse();
        assertThat(passwords.matches(PASSWORD, Optional.of(PASSWORD), HERE)).isFalse();
    }

    @Test
    void passwordLongerThanAny_isRefusedBeforeItIsHashed() {
        Ticker untouched = () -> {
            throw new AssertionError("it was hashed");
        };

        assertThatThrownBy(() -> passwords(1000, untouched).matches("x".repeat(1 << 20), Optional.empty(), HERE))
                .isInstanceOf(BadRequest.class)
                .hasMessageContaining("1 to 128");
        assertThatThrownBy(() -> passwords(1000, untouched).matches("", Optional.empty(), HERE))
                .isInstanceOf(BadRequest.class);
    }

    /** Each hash takes 100 ms of this machine of two cores, and rests for 400: 10 % of both. */
    private Passwords busy() {
        Passwords busy = passwords(1000, () -> {
            ticker.advance(Duration.ofMillis(100));
            return ticker.nanos();
        });
        busy.hash(PASSWORD);
        return busy;
    }

    /** Tries a password there in vain, on a thread of its own, and waits until it waits. */
    private Future<Boolean> attempt(Passwords busy, String address) {
        int before = busy.waiting();
        Future<Boolean> attempt = crowd.submit(() -> busy.matches(PASSWORD, Optional.empty(), address));
        while (busy.waiting() == before) {
            Thread.onSpinWait();
        }
        return attempt;
    }

    private static void assertRefused(Passwords busy, String address) {
        assertThatThrownBy(() -> busy.matches(PASSWORD, Optional.empty(), address))
                .isInstanceOfSatisfying(
                        TooMany.class, refused -> assertThat(refused.code()).isEqualTo("SIGN_IN_BUSY"));
    }

    @Test
    @Timeout(30)
    void whoFloodsTheSignIn_getsATenthOfTheMachine_andThenRefusals() throws Exception {
        Passwords busy = busy();
        Future<Boolean> first = attempt(busy, HERE);
        for (int i = 1; i < 7; i++) {
            attempt(busy, "10.0." + i + ".1");
        }

        assertRefused(busy, ELSEWHERE);
        scheduler.advance(Duration.ofMillis(399));
        assertThat(busy.waiting()).isEqualTo(7);
        scheduler.advance(Duration.ofMillis(1));
        assertThat(first.get()).as("whoever came first").isFalse();
        assertThat(busy.waiting()).isLessThan(7);
    }

    @Test
    @Timeout(30)
    void oneNetwork_hasTwoOfThePlaces_andLeavesTheOthersTheirs() throws Exception {
        Passwords busy = busy();
        Future<Boolean> first = attempt(busy, HERE);
        attempt(busy, NEXT_DOOR);

        assertRefused(busy, HERE);
        assertRefused(busy, NEXT_DOOR);
        attempt(busy, ELSEWHERE);
        attempt(busy, "2001:db8:0:1::1");
        attempt(busy, "2001:db8:0:1::2");
        assertRefused(busy, "2001:db8:0:1:ffff::3");
        scheduler.advance(Duration.ofMillis(400));
        first.get();

        attempt(busy, NEXT_DOOR);
        assertRefused(busy, HERE);
    }
}
