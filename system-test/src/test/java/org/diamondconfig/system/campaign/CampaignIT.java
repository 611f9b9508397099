/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.diamondconfig.system.Cluster;
import org.diamondconfig.system.history.Verdict;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Three servers on one MariaDB under the traffic of three client processes: whatever fault comes, the history of all that the
 * clients were told is one that a right store could have made (G1 to G9, G11).
 *
 * <p>{@code -Dcampaign.seed=N} repeats the chances of a run, though never its timing; {@code -Dcampaign.faults=F2,F12} plays these in
 * place of those of every build, {@code -Dcampaign.minutes=N} all of them in rounds, in an order of chance, for so long, and
 * {@code -Dcampaign.kills=N} kills servers and the database so often.
 */
class CampaignIT {

    private static final String MINUTES = "campaign.minutes";
    private static final String KILLS = "campaign.kills";
    private static final int KILLS_A_VERDICT = 10;

    @RegisterExtension
    static final Cluster CLUSTER = Cluster.of(3).wired();

    private static final long SEED = Long.getLong("campaign.seed", System.nanoTime() & 0xFFFF);
    private static Campaign campaign;

    @BeforeAll
    static void start() throws Exception {
        Path home = Path.of(System.getProperty("nodes.home")).resolveSibling("histories");
        campaign = new Campaign(CLUSTER, home.resolve(SEED + "-" + System.nanoTime()), SEED);
    }

    @AfterAll
    static void report() {
        if (campaign != null) {
            Campaign.LOG.log(System.Logger.Level.INFO, campaign.report());
            campaign.close();
        }
    }

    /** Those that are asked for by their rows, else those of every build. */
    static Stream<Fault> faults() {
        List<String> rows = List.of(System.getProperty("campaign.faults", "").split(","));
        List<Fault> asked = Stream.of(Fault.values())
                .filter(fault -> rows.contains(fault.row()))
                .toList();
        return (asked.isEmpty() ? Fault.SMOKE : asked).stream();
    }

    @ParameterizedTest
    @MethodSource("faults")
    @DisabledIfSystemProperty(named = MINUTES, matches = "[1-9].*")
    @DisabledIfSystemProperty(named = KILLS, matches = "[1-9].*")
    void fault_leavesARightHistory(Fault fault) throws Exception {
        assumeTrue(fault.possible(), fault + " cannot be made on this machine");
        assertThat(campaign.play(fault)).matches(Verdict::right);
        assertNoGetFailed();
    }

    private static void assertNoGetFailed() {
        assertThat(campaign.figures().failedGets())
                .as("failed gets of keys that the client had")
                .isZero();
    }

    @Test
    @EnabledIfSystemProperty(named = MINUTES, matches = "[1-9].*")
    void longCampaign_staysRight() throws Exception {
        Random random = new Random(SEED);
        long deadline =
                System.nanoTime() + Duration.ofMinutes(Long.getLong(MINUTES)).toNanos();
        List<Fault> round = new ArrayList<>();
        while (System.nanoTime() < deadline) {
            if (round.isEmpty()) {
                Stream.of(Fault.values()).filter(Fault::possible).forEach(round::add);
                Collections.shuffle(round, random);
            }
            assertThat(campaign.play(round.remove(0))).matches(Verdict::right);
        }
        assertNoGetFailed();
    }

    @Test
    @EnabledIfSystemProperty(named = KILLS, matches = "[1-9].*")
    void kills_loseNothingAcknowledged() throws Exception {
        Random random = new Random(SEED);
        for (int left = Integer.getInteger(KILLS); left > 0; left -= KILLS_A_VERDICT) {
            Fault[] faults = Stream.generate(
                            () -> random.nextBoolean() ? Fault.F1_SERVER_KILLED : Fault.F5_DATABASE_KILLED)
                    .limit(Math.min(left, KILLS_A_VERDICT))
                    .toArray(Fault[]::new);
            assertThat(campaign.play(faults)).matches(Verdict::right);
        }
        assertNoGetFailed();
        Figures.Hearing hearing = campaign.figures().hearing();
        assertThat(hearing.listeners()).as("listeners whose server was killed").isPositive();
        assertThat(hearing.p99()).as("%s", hearing).isLessThanOrEqualTo(3);
        assertThat(hearing.longest()).as("%s", hearing).isLessThanOrEqualTo(35);
    }
}
