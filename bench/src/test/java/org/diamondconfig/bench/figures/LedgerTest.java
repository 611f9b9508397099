/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.diamondconfig.wire.Json;
import org.diamondconfig.wire.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {

    private final Ledger ledger = new Ledger("read wildfly", "32 connections", Instant.parse("2026-11-21T22:30:00Z"));

    @Test
    void isMet_onlyWhenEveryMedianReachesItsBound() {
        ledger.add(new Figure("rate", "x", Sample.of(0.8, 0.9, 1.0), Bound.atLeast(0.9)));
        assertThat(ledger.isMet()).isTrue();

        ledger.add(new Figure("wake", "x", Sample.of(1.0, 1.6, 1.7), Bound.atMost(1.5)));
        assertThat(ledger.isMet()).isFalse();
    }

    @Test
    void print_showsSpreadGoalAndVerdict() {
        ledger.add(new Figure("rate", "x", Sample.of(0.5, 0.5, 0.5), Bound.atLeast(0.9)));

        assertThat(printed().lines().filter(line -> line.startsWith("rate")).findFirst())
                .hasValueSatisfying(line -> assertThat(line.split("\\s+"))
                        .containsExactly("rate", "x", "0.500", "0.500", "0.500", "3", ">=", "0.900", "MISSED"));
    }

    @Test
    void keep_writesWhatAReaderOfJsonTakesBack(@TempDir Path folder) throws IOException {
        ledger.add("rate", "1/s", Pairs.measure(10, () -> 9, () -> 10), Bound.atLeast(0.9));

        Path file = ledger.keep(folder.resolve("results"));

        JsonObject kept = Json.parseObject(Files.readAllBytes(file));
        assertThat(file).hasFileName("read-wildfly-20261121-223000.json");
        assertThat(kept.objects("figures")).hasSize(3);
        assertThat(kept.objects("figures").get(0).string("median")).isEqualTo("0.900000");
        assertThat(kept.objects("figures").get(0).number("n")).isEqualTo(10);
        assertThat(kept.objects("figures").get(0).flag("met", false)).isTrue();
    }

    private String printed() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ledger.print(new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }
}
