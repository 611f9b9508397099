/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.diamondconfig.server.edge.ManualScheduler;
import org.diamondconfig.server.edge.ManualTicker;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.edge.Ticker;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.server.problem.TooMany;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Hashes: what fits them, how long they stay good, and how little of the machine they get. */
class PasswordsTest {

    private static final String PASSWORD = "nobody guesses this";
    private static final int CORES = 2;

    private final ManualTicker ticker = new ManualTicker();
    private final ManualScheduler scheduler = new ManualScheduler(ticker);
    private final Passwords passwords = passwords(1000, ticker);

    private Passwords passwords(int iterations, Ticker time) {
        Settings settings = Settings.of(Map.of("diamond.password.iterations", Integer.toString(iterations)));
        return new Passwords(settings, time, scheduler, CORES);
    }

    @Test
    void hash_fitsItsPasswordAndNoOther() {
        Optional<String> hash = Optional.of(passwords.hash(PASSWORD));

        assertThat(passwords.matches(PASSWORD, hash)).isTrue();
        assertThat(passwords.matches(PASSWORD + " ", hash)).isFalse();
        assertThat(passwords.matches(PASSWORD.toUpperCase(Locale.ROOT), hash)).isFalse();
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

        assertThat(passwords.matches(PASSWORD, Optional.of(foreign))).isTrue();
    }

    @Test
    void hashOfFewerRounds_stillFits_andIsOutdated() {
        String old = passwords.hash(PASSWORD);
        Passwords raised = passwords(2000, ticker);

        assertThat(raised.matches(PASSWORD, Optional.of(old))).isTrue();
        assertThat(raised.isOutdated(old)).isTrue();
        assertThat(raised.isOutdated(raised.hash(PASSWORD))).isFalse();
        assertThat(passwords.isOutdated(old)).isFalse();
    }

    @Test
    void samePasswordFromAnotherKeyboard_fits() {
        Optional<String> composed = Optional.of(passwords.hash("caf\u00e9 am morgen"));

        assertThat(passwords.matches("cafe\u0301 am morgen", composed)).isTrue();
    }

    @Test
    void noHashAndSpoiltHash_fitNothing() {
        assertThat(passwords.matches(PASSWORD, Optional.empty())).isFalse();
        assertThat(passwords.matches(PASSWORD, Optional.of(""))).isFalse();
        assertThat(passwords.matches(PASSWORD, Optional.of("pbkdf2-sha256$1$$")))
                .isFalse();
        assertThat(passwords.matches(PASSWORD, Optional.of(PASSWORD))).isFalse();
    }

    @Test
    void passwordLongerThanAny_isRefusedBeforeItIsHashed() {
        Ticker untouched = () -> {
            throw new AssertionError("it was hashed");
        };

        assertThatThrownBy(() -> passwords(1000, untouched).matches("x".repeat(1 << 20), Optional.empty()))
                .isInstanceOf(BadRequest.class)
                .hasMessageContaining("1 to 128");
        assertThatThrownBy(() -> passwords(1000, untouched).matches("", Optional.empty()))
                .isInstanceOf(BadRequest.class);
    }

    /** Each hash takes 100 ms of this machine of two cores, and rests for 150: 20 % of both. */
    @Test
    @Timeout(30)
    void whoFloodsTheSignIn_getsAFifthOfTheMachine_andThenRefusals() throws Exception {
        Passwords busy = passwords(1000, () -> {
            ticker.advance(Duration.ofMillis(100));
            return ticker.nanos();
        });
        busy.hash(PASSWORD);
        ExecutorService crowd = Executors.newCachedThreadPool();
        CompletionService<String> waiting = new ExecutorCompletionService<>(crowd);
        for (int i = 0; i < 20; i++) {
            waiting.submit(() -> busy.hash(PASSWORD));
        }
        while (busy.waiting() < 20) {
            Thread.onSpinWait();
        }

        assertThatThrownBy(() -> busy.hash(PASSWORD))
                .isInstanceOfSatisfying(
                        TooMany.class, refused -> assertThat(refused.code()).isEqualTo("SIGN_IN_BUSY"));
        scheduler.advance(Duration.ofMillis(149));
        assertThat(busy.waiting()).isEqualTo(20);
        scheduler.advance(Duration.ofMillis(1));
        assertThat(waiting.take().get()).as("whoever came first").startsWith("pbkdf2-sha256");
        crowd.shutdownNow();
    }
}
