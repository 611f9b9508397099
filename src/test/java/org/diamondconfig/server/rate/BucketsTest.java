/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.rate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.diamondconfig.server.edge.ManualTicker;
import org.diamondconfig.server.rate.Bucket.Pace;
import org.junit.jupiter.api.Test;

/** Names without end take neither memory without end nor the tokens of those who were there before. */
class BucketsTest {

    private static final int MOST = 100;

    private final ManualTicker ticker = new ManualTicker();

    /** One token a second, two at once. */
    private final Buckets buckets = new Buckets(Pace.of(1, Duration.ofSeconds(1), 2), MOST, ticker.nanos());

    private boolean takes(String name) {
        return buckets.of(name, ticker.nanos()).take(ticker.nanos()) == 0;
    }

    private void fill() {
        IntStream.range(0, MOST).forEach(i -> assertThat(takes("name" + i)).isTrue());
    }

    @Test
    void eachName_hasABucketOfItsOwn() {
        assertThat(takes("a")).isTrue();
        assertThat(takes("a")).isTrue();
        assertThat(takes("a")).isFalse();

        assertThat(takes("b")).isTrue();
    }

    @Test
    void whenThereAreTooMany_newcomersShareOne_andNobodyElseFeelsIt() {
        fill();

        assertThat(takes("new")).isTrue();
        assertThat(takes("newer")).isTrue();
        assertThat(takes("newest")).as("the third of those who share").isFalse();

        assertThat(takes("name0")).as("who was there before").isTrue();
        assertThat(takes("name" + (MOST - 1))).isTrue();
        assertThat(buckets.size()).isEqualTo(MOST);
    }

    @Test
    void whatIsFullAgain_makesRoom_andIsFullForWhoeverComesBack() {
        fill();
        takes("name0");
        ticker.advance(Duration.ofSeconds(1));

        assertThat(takes("new")).isTrue();
        assertThat(takes("new")).isTrue();

        assertThat(buckets.size()).as("name0, which is not full, and new").isEqualTo(2);
        assertThat(takes("name0")).isTrue();
        assertThat(takes("name0")).isFalse();
        assertThat(takes("name1")).isTrue();
        assertThat(takes("name1")).isTrue();
        assertThat(takes("name1")).isFalse();
    }

    @Test
    void roomIsLookedForTenTimesASecondAtMost() {
        fill();
        takes("new");
        ticker.advance(Duration.ofSeconds(1).minusNanos(1));
        takes("newer");
        ticker.advance(Duration.ofNanos(1));

        takes("newest");
        assertThat(buckets.size()).as("it was looked for a nanosecond ago").isEqualTo(MOST);

        ticker.advance(Duration.ofMillis(100));
        takes("newest");
        assertThat(buckets.size()).isEqualTo(1);
    }
}
