/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.dump.ConfigDumped;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.ManualTicker;
import org.diamondconfig.server.http.Query;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.Epoch;
import org.diamondconfig.wire.Md5;
import org.junit.jupiter.api.Test;

/** One stream whose reader the test is: he reads when he likes, or not at all. */
class LiveStreamTest {

    private static final Epoch EPOCH = Epoch.parse("1-0123456789abcdef");
    private static final Caller CALLER = new Caller("token:1", "127.0.0.1", "", "");

    private final ManualTicker ticker = new ManualTicker();
    private final Ring ring = new Ring();
    private final Run run = new Run();
    private final Set<ConfigKey> hidden = new HashSet<>();
    private final Access access = new Access() {
        @Override
        protected boolean decide(Caller caller, Action action, String namespace, ConfigKey key) {
            return key == null || !hidden.contains(key);
        }
    };
    private final Reading outlet = new Reading();
    private final AtomicInteger ends = new AtomicInteger();
    private boolean standing = true;

    private static final class Reading implements Outlet {

        private final StringBuilder told = new StringBuilder();
        private final CountDownLatch writing = new CountDownLatch(1);
        private volatile CountDownLatch duringWrite = new CountDownLatch(0);
        private volatile boolean closed;
        private boolean reads = true;
        private boolean fails;
        private int flushes;
        private int writes; // after it was closed

        @Override
        public void begin(Ear ear) {
            // The test calls the stream itself.
        }

        @Override
        public boolean isReady() {
            return reads;
        }

        @Override
        public void write(byte[] bytes) throws IOException {
            if (fails) {
                throw new IOException("gone");
            }
            await();
            writes += closed ? 1 : 0;
            told.append(new String(bytes, StandardCharsets.UTF_8));
        }

        private void await() {
            if (duringWrite.getCount() > 0) {
                writing.countDown();
                try {
                    assertThat(duringWrite.await(60, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        }

        @Override
        public void flush() {
            flushes++;
            writes += closed ? 1 : 0;
        }

        @Override
        public void close() {
            closed = true;
        }

        String take() {
            String all = told.toString();
            told.setLength(0);
            return all;
        }
    }

    private LiveStream stream(String query) {
        LiveStream.Reader reader =
                new LiveStream.Reader(CALLER, Wish.read(Query.parse(query, Wish.PARAMETERS)), () -> standing);
        LiveStream.Source source = new LiveStream.Source(ring, run, access, ticker);
        LiveStream stream = new LiveStream(reader, source, outlet, Optional.of(ring.last()), ends::incrementAndGet);
        stream.pump();
        outlet.take();
        return stream;
    }

    private static ConfigKey key(String dataId) {
        return ConfigKey.of("G", dataId);
    }

    private void change(String dataId, long version) {
        ring.add(new ConfigDumped(key(dataId), EPOCH, version, Md5.hex(dataId), ConfigType.TEXT));
        List<Happening> next = ring.unsettled(1);
        ring.settle(next);
    }

    private void pass(LiveStream stream, Duration time) {
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plusSeconds(1)) {
            ticker.advance(Duration.ofSeconds(1));
            stream.tick();
        }
    }

    @Test
    void changes_areToldInTheirOrder_andSentAtOnce() {
        LiveStream stream = stream("");
        int before = outlet.flushes;
        change("a", 1);
        change("b", 1);

        stream.pump();

        assertThat(outlet.flushes).isEqualTo(before + 1);
        assertThat(outlet.take())
                .matches("(?s)event: change\nid: [\\w-]{48}\ndata: \\{[^\n]*\"a\"[^\n]*}\n\n"
                        + "event: change\nid: [\\w-]{48}\ndata: \\{[^\n]*\"b\"[^\n]*}\n\n");
    }

    @Test
    void whatIsNotSettled_isNotTold() {
        LiveStream stream = stream("");
        ring.add(new ConfigDumped(key("a"), EPOCH, 1, "", ConfigType.TEXT));

        stream.pump();

        assertThat(outlet.take()).isEmpty();
    }

    @Test
    void whatCameBefore_isNotTold_evenIfNobodyHadSettledIt() {
        ring.add(new ConfigDumped(key("old"), EPOCH, 1, "", ConfigType.TEXT));
        LiveStream stream = stream("");
        change("a", 1);
        change("b", 1);

        stream.pump();

        assertThat(outlet.take()).contains("\"a\"").doesNotContain("old");
    }

    @Test
    void rightToReadAKey_isAskedWhenTheEventIsSent() {
        LiveStream stream = stream("");
        outlet.reads = false;
        change("secret", 1);
        change("a", 1);
        stream.pump();
        hidden.add(key("secret"));

        outlet.reads = true;
        stream.writable();

        assertThat(outlet.take()).contains("\"a\"").doesNotContain("secret");
    }

    @Test
    void readerWhoLosesHisPlace_isToldToReadAnew_andGoesOn() {
        LiveStream stream = stream("");
        outlet.reads = false;
        for (int i = 1; i <= Ring.CAPACITY + 1; i++) {
            change("a", i);
        }

        outlet.reads = true;
        stream.writable();
        assertThat(outlet.take()).startsWith("event: reset\n").doesNotContain("change");

        change("b", 1);
        stream.pump();
        assertThat(outlet.take()).startsWith("event: change\n");
    }

    @Test
    void streamThatIsDropped_isNotClosedUnderAWrite() throws Exception {
        LiveStream stream = stream("");
        outlet.duringWrite = new CountDownLatch(1);
        change("a", 1);
        Thread writer = new Thread(stream::pump, "writer");
        writer.start();
        assertThat(outlet.writing.await(60, TimeUnit.SECONDS)).isTrue();

        stream.drop();

        assertThat(ends).as("it counts no more").hasPositiveValue();
        assertThat(outlet.closed)
                .as("what belongs to another request by now is not written to")
                .isFalse();
        outlet.duringWrite.countDown();
        writer.join(60_000);
        assertThat(outlet.closed).isTrue();
        assertThat(outlet.writes).as("after it was closed").isZero();
    }

    @Test
    void readerWhoTakesNothing_isLetGo() {
        LiveStream stream = stream("");
        outlet.reads = false;
        change("a", 1);
        stream.pump();

        pass(stream, LiveStream.PATIENCE);
        assertThat(outlet.closed).isFalse();
        pass(stream, Duration.ofSeconds(1));

        assertThat(outlet.closed).isTrue();
        assertThat(ends).hasPositiveValue();
    }

    @Test
    void readerWhoHasGone_isForgotten() {
        LiveStream stream = stream("");
        outlet.fails = true;
        change("a", 1);

        stream.pump();

        assertThat(outlet.closed).isTrue();
        assertThat(ends).hasPositiveValue();
    }

    @Test
    void streamWithoutNews_beats() {
        LiveStream stream = stream("");

        pass(stream, LiveStream.BEAT);
        assertThat(outlet.take()).isEqualTo(": \n\n");
        pass(stream, LiveStream.BEAT.minusSeconds(1));
        assertThat(outlet.take()).isEmpty();
    }

    @Test
    void ofArrivals_onlyTheNewestIsKeptForWhoIsSlow() {
        LiveStream stream = stream("group=G&dataId=a&topics=arrivals");
        outlet.reads = false;
        stream.tellArrivals("{\"n\":1}".getBytes(StandardCharsets.UTF_8));
        stream.tellArrivals("{\"n\":2}".getBytes(StandardCharsets.UTF_8));

        outlet.reads = true;
        stream.writable();

        assertThat(outlet.take()).isEqualTo("event: arrivals\ndata: {\"n\":2}\n\n");
    }

    @Test
    void arrivalsAreAskedForAlone_ofChangesNothingIsTold() {
        LiveStream stream = stream("group=G&dataId=a&topics=arrivals");
        change("a", 1);

        stream.pump();

        assertThat(outlet.take()).isEmpty();
    }

    @Test
    void endOfTheSession_endsTheStream_andItsReaderIsToldWhy() {
        LiveStream stream = stream("");
        standing = false;

        stream.tick();

        assertThat(outlet.take()).isEqualTo("event: end\ndata: {\"code\":\"SIGN_IN_REQUIRED\"}\n\n");
        assertThat(outlet.closed).isTrue();
        change("a", 1);
        stream.pump();
        assertThat(outlet.take()).isEmpty();
    }

    @Test
    void lossOfTheRightToTheOnlyKey_endsTheStream() {
        LiveStream stream = stream("group=G&dataId=a&topics=changes,arrivals");
        hidden.add(key("a"));
        stream.tellArrivals("{}".getBytes(StandardCharsets.UTF_8));
        assertThat(outlet.take()).isEmpty();

        stream.tick();

        assertThat(outlet.take()).contains("FORBIDDEN");
        assertThat(outlet.closed).isTrue();
    }

    @Test
    void streamThatIsToLastAWhile_ends() {
        LiveStream stream = stream("wait=3s");

        pass(stream, Duration.ofSeconds(2));
        assertThat(outlet.closed).isFalse();
        pass(stream, Duration.ofSeconds(1));

        assertThat(outlet.take()).contains("TIME_OVER");
        assertThat(outlet.closed).isTrue();
    }

    private static String id(String frame) {
        return frame.lines()
                .filter(line -> line.startsWith("id: "))
                .findFirst()
                .orElseThrow()
                .substring(4);
    }

    @Test
    void idOfAnotherRun_saysNothing() {
        assertThat(run.number(run.id(7))).hasValue(7L);
        assertThat(new Run().number(run.id(7))).isEmpty();
        assertThat(run.number("")).isEmpty();
        assertThat(run.number(run.id(7) + "0")).isEmpty();
        assertThat(run.number(run.id(7).substring(1))).isEmpty();
        assertThat(run.number("0123456789abcdef.7")).isEmpty();
    }

    @Test
    void id_saysNothingOfHowMuchElseChanged() {
        LiveStream stream = stream("");
        hidden.add(key("secret"));
        change("a", 1);
        stream.pump();
        String first = outlet.take();
        change("secret", 1);
        change("a", 2);
        stream.pump();
        String second = outlet.take();

        assertThat(id(first)).hasSameSizeAs(id(second));
        assertThat(run.number(id(second)).orElseThrow() - run.number(id(first)).orElseThrow())
                .isEqualTo(2);
        assertThat(run.id(7))
                .as("so nobody sees by two that nothing came between them")
                .isNotEqualTo(run.id(7));
    }
}
