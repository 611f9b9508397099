/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.diamondconfig.client.internal.Helds.KEY;
import static org.diamondconfig.client.internal.ScriptedTransport.busy;
import static org.diamondconfig.client.internal.ScriptedTransport.content;
import static org.diamondconfig.client.internal.ScriptedTransport.dropped;
import static org.diamondconfig.client.internal.ScriptedTransport.status;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.diamondconfig.client.internal.edge.Transport;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Epoch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads and comparisons against servers as a test wrote them, on time that it moves. */
class EngineTest {

    private static final URI A = URI.create("http://a:1");
    private static final URI B = URI.create("http://b:1");

    @TempDir
    Path home;

    private final ManualTiming timing = new ManualTiming();
    private final ScriptedTransport servers = new ScriptedTransport();
    private Engine<Held> engine;

    @BeforeEach
    void open() {
        start(Tunings.of(home, List.of(A)));
    }

    private void start(Tuning tuning) {
        engine = new Engine<>(
                tuning, servers, timing, "id=1", held -> Optional.of(held).filter(Held::present));
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private String read(ConfigKey key) {
        try {
            return engine.get(key).orElseThrow().content();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void get_triesEveryServerOnce() {
        start(Tunings.of(home, List.of(A, B)));
        servers.then(A, dropped()).then(B, busy(503, 1));

        assertThatIOException().isThrownBy(() -> engine.get(KEY));
        assertThat(servers.hosts()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void contentThatIsTooLarge_isAskedOfOneServerOnly_andMakesNoneAFailedOne() {
        start(Tunings.of(home, List.of(A, B)));
        servers.whoever(call -> {
            throw new Transport.TooLarge(10);
        });

        assertThatIOException().isThrownBy(() -> engine.get(KEY)).withMessageContaining("diamond.body.max");
        assertThat(servers.hosts()).hasSize(1);
        assertThat(engine.health().lastError()).as("servers are well").isEmpty();
        assertThat(timing.pauses()).isEmpty();
    }

    @Test
    void contentThatIsTooLarge_leavesTheCopy_andIsNoFailure() throws IOException, InterruptedException {
        start(Tunings.of(home, List.of(A)));
        engine.snapshots().write(Helds.held(3, "copy"));
        servers.then(A, call -> {
            throw new Transport.TooLarge(10);
        });

        assertThat(engine.get(KEY).orElseThrow().content()).isEqualTo("copy");
        assertThat(engine.health().lastError()).isEmpty();
    }

    @Test
    void fetchedContentThatIsNotItsMd5_comesFromTheNextServer() throws IOException, InterruptedException {
        start(Tunings.of(home, List.of(A, B)));
        Held held = Helds.held(4, "right");
        Map<String, String> headers =
                Map.of("diamond-epoch", Helds.STORE.toString(), "diamond-version", "4", "diamond-md5", held.md5());
        servers.whoever(status(200, headers, "cut"), content(held));

        assertThat(engine.get(KEY).orElseThrow().content()).isEqualTo("right");
        assertThat(servers.hosts()).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void hangingServer_leavesTimeForTheNext() throws IOException, InterruptedException {
        start(Tunings.of(home, List.of(A, B)));
        ScriptedTransport.Turn hang = call -> {
            timing.advance(call.timeout());
            throw new IOException("no answer");
        };
        servers.whoever(hang, content(Helds.held(1, "x")));

        assertThat(engine.get(KEY).orElseThrow().content()).isEqualTo("x");
        assertThat(timing.nanos()).isLessThan(Duration.ofSeconds(3).toNanos());
    }

    @Test
    void comparison_findsWhatAPushSwallowed() throws IOException, InterruptedException {
        servers.then(A, content(Helds.held(1, "old")), content(Helds.held(2, "new")));
        assertThat(engine.get(KEY).orElseThrow().content()).isEqualTo("old");

        engine.reads().compareAll();

        assertThat(engine.get(KEY).orElseThrow().content()).isEqualTo("new");
        assertThat(servers.calls().get(1).headers()).containsEntry("If-None-Match", "\"1.1\"");
    }

    /** What a proxy may cost that swallows every answer to a poll: 60 s, of which a round may take six. */
    @Test
    void comparisons_areRepeatedSoThatARoundEndsWithinTheInterval() {
        assertThat(timing.periods()).contains(Duration.ofSeconds(54));
    }

    @Test
    void pollingOnly_changesComeByComparisonAlone() throws IOException, InterruptedException {
        servers.then(A, content(Helds.held(1, "old")), content(Helds.held(2, "new")));
        engine.get(KEY);
        engine.reads().compareAll();

        assertThat(servers.calls()).extracting(Transport.Call::method).containsOnly("GET");
    }

    @Test
    void comparison_waitsForABusyServer() throws IOException, InterruptedException {
        servers.then(A, content(Helds.held(1, "old")), busy(503, 9), content(Helds.held(2, "new")));
        engine.get(KEY);
        engine.reads().compareAll();
        engine.reads().compareAll();
        assertThat(servers.calls()).hasSize(2);

        timing.advance(Duration.ofSeconds(11));
        engine.reads().compareAll();

        assertThat(engine.get(KEY).orElseThrow().content()).isEqualTo("new");
    }

    @Test
    void serverThatIsAskedTooOften_isNotReadFromBeforeItsTime() {
        servers.then(A, busy(429, 1), content(Helds.held(1, "x")));
        assertThatIOException().isThrownBy(() -> engine.get(KEY)).withMessageContaining("429");
        assertThat(timing.pauses()).isEmpty();

        assertThat(read(KEY)).isEqualTo("x");

        assertThat(timing.pauses())
                .singleElement()
                .satisfies(pause -> assertThat(pause).isBetween(Duration.ofSeconds(1), Duration.ofMillis(1_200)));
    }

    @Test
    void serverThatIsAskedTooOften_isNotWrittenToBeforeItsTime() throws IOException, InterruptedException {
        Writes writes = new Writes(engine.gateway());
        servers.then(A, busy(429, 1), content(Helds.held(1, "x")));
        assertThatIOException().isThrownBy(() -> writes.publish(KEY, "x", Writes.ANY_VERSION, Optional.empty()));
        engine.gateway().servers().succeeded(A); // a poll that was held all the while

        Held written = writes.publish(KEY, "x", Writes.ANY_VERSION, Optional.empty());

        assertThat(written.version()).isEqualTo(1);
        assertThat(timing.pauses())
                .singleElement()
                .satisfies(pause -> assertThat(pause).isBetween(Duration.ofSeconds(1), Duration.ofMillis(1_200)));
    }

    /** The server counts them apart, and polls apart from both. */
    @Test
    void serverThatIsWrittenToTooOften_isReadFromAsBefore() {
        Writes writes = new Writes(engine.gateway());
        servers.then(A, busy(429, 1), content(Helds.held(1, "x")));
        assertThatIOException().isThrownBy(() -> writes.publish(KEY, "x", Writes.ANY_VERSION, Optional.empty()));

        assertThat(read(KEY)).isEqualTo("x");

        assertThat(timing.pauses()).isEmpty();
    }

    @Test
    void serverThatIsAskedTooOften_isNotWaitedForLongerThanACallMayTake() {
        servers.then(A, busy(429, 9), content(Helds.held(1, "x")));
        assertThatIOException().isThrownBy(() -> engine.get(KEY));

        assertThatIOException().isThrownBy(() -> engine.get(KEY)).withMessageContaining("too often");
        assertThat(servers.calls()).hasSize(1);
        assertThat(timing.pauses()).isEmpty();

        timing.advance(Duration.ofSeconds(11));
        assertThat(read(KEY)).isEqualTo("x");
        assertThat(timing.pauses()).isEmpty();
    }

    @Test
    void whoIsToldThatItAsksOneServerTooOften_asksTheNextAtOnce() {
        start(Tunings.of(home, List.of(A, B)));
        servers.whoever(busy(429, 9), content(Helds.held(1, "x")));

        assertThat(read(KEY)).isEqualTo("x");

        assertThat(servers.hosts()).containsExactlyInAnyOrder("a", "b");
        assertThat(timing.pauses()).isEmpty();
    }

    @Test
    void snapshot_isShownWhenAllServersAreDown_andConfirmedBy304() throws IOException, InterruptedException {
        engine.snapshots().write(Helds.held(7, "kept"));
        servers.then(A, dropped(), status(304, Map.of("diamond-epoch", Helds.STORE.toString()), ""));
        assertThat(engine.get(KEY).orElseThrow().origin()).isEqualTo(Held.Origin.SNAPSHOT);

        engine.reads().compareAll();

        assertThat(engine.get(KEY).orElseThrow().origin()).isEqualTo(Held.Origin.SERVER);
        assertThat(engine.get(KEY).orElseThrow().content()).isEqualTo("kept");
    }

    @Test
    void staleServer_neverTakesANewerSnapshotBack() throws IOException, InterruptedException {
        engine.snapshots().write(Helds.held(7, "kept"));
        servers.then(A, content(Helds.held(6, "stale")));

        assertThat(engine.get(KEY).orElseThrow().content()).isEqualTo("kept");
    }

    /** What one server said of a version binds what any other may say, by poll or by comparison, whichever server it is. */
    @Test
    void versionOfOneServer_isNeverTakenBackByAnotherThatLags() throws IOException, InterruptedException {
        start(Tunings.of(home, List.of(A, B)));
        servers.whoever(content(Helds.held(5, "five")), dropped(), content(Helds.held(4, "four")));
        assertThat(read(KEY)).isEqualTo("five");

        engine.reads().compareAll(); // the first server is gone, the other one has not heard yet

        assertThat(servers.hosts()).hasSize(3).contains("a", "b");
        assertThat(read(KEY)).isEqualTo("five");

        servers.whoever(content(Helds.held(6, "six")));
        engine.reads().compareAll();
        engine.reads().compareAll();
        assertThat(read(KEY)).isEqualTo("six");
    }

    /** The history checker found it (M1): a server without its database answered the first read. */
    @Test
    void ownWriteOfAKeyThatWasNotReadYet_isNotTakenBack_norAfterARestart() {
        engine.learn(Helds.held(5, "five"));
        servers.then(A, content(Helds.held(4, "four")), dropped());

        assertThat(read(KEY)).isEqualTo("five");

        engine.close();
        start(Tunings.of(home, List.of(A)));
        assertThat(read(KEY)).isEqualTo("five");
    }

    @Test
    void bare404_isNoAbsence() {
        servers.then(A, status(404, Map.of(), "Not Found"));

        assertThatIOException().isThrownBy(() -> engine.get(KEY)).withMessageContaining("not a Diamond server");
    }

    @Test
    void addressUrls_areAskedInTurn() throws IOException, InterruptedException {
        URI names = URI.create("http://names:1/addrs");
        URI others = URI.create("http://others:1/addrs");
        servers.then(URI.create("http://names:1"), status(200, Map.of(), "<html>"));
        servers.then(URI.create("http://others:1"), status(200, Map.of(), "http://a:1\nhttp://b:1\n"));
        start(Tunings.addressed(home, List.of(names, others)));

        engine.refreshServers();

        assertThat(engine.servers()).containsExactly(A, B);
        assertThat(servers.hosts()).contains("names", "others");
    }

    /** Else whoever answers for the address URL would have the token told in the clear. */
    @Test
    void listThatCameOverHttp_leadsNobodyFromHttpsToHttp() {
        URI secure = URI.create("https://names:2/addrs");
        URI plain = URI.create("http://names:1/addrs");
        servers.then(URI.create("http://names:1"), status(200, Map.of(), "https://a:1\nhttp://b:1\n"));
        start(Tunings.addressed(home, List.of(secure, plain)));

        engine.refreshServers();

        assertThat(engine.servers()).isEmpty();

        servers.then(URI.create("https://names:2"), status(200, Map.of(), "http://b:1\n"));
        engine.refreshServers();

        assertThat(engine.servers()).containsExactly(B);
    }

    @Test
    void listenerThatRemovesItselfAndReadsTheKey_deadlocksNobody() throws IOException, InterruptedException {
        servers.then(A, content(Helds.held(1, "one")), content(Helds.held(2, "two")));
        engine.get(KEY);
        StringBuilder heard = new StringBuilder();
        Runnable[] end = new Runnable[1];
        end[0] = engine.listen(
                KEY,
                held -> {
                    heard.append(read(held.key())).append(' ');
                    if (held.version() == 2) {
                        end[0].run();
                    }
                },
                Optional.of(Runnable::run));
        engine.reads().compareAll();
        servers.then(A, content(Helds.held(3, "three")));
        engine.reads().compareAll();
        engine.reads().compareAll();

        assertThat(heard).hasToString("one two ");
        assertThat(engine.get(KEY).orElseThrow().content()).isEqualTo("three");
    }

    @Test
    void contentIsUtf8OrNothing() {
        Map<String, String> headers =
                Map.of("diamond-epoch", Helds.STORE.toString(), "diamond-version", "4", "diamond-md5", "x");
        servers.then(A, call -> new Transport.Reply(200, headers, "é".getBytes(StandardCharsets.ISO_8859_1)));

        assertThatIOException().isThrownBy(() -> engine.get(KEY));
    }

    /** Two stores of one generation never replace one another, whichever came first. */
    @Test
    void epochOfASnapshot_bindsTheClient() throws IOException {
        Epoch ours = Helds.STORE;
        engine.snapshots().write(Helds.held(7, "kept"));
        servers.then(A, content(Helds.held(Helds.OTHER_STORE, 99, "theirs")));

        assertThat(read(KEY)).isEqualTo("kept");
        assertThat(engine.health().epoch()).contains(ours);
    }
}
