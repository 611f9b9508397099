/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import org.diamondconfig.wire.ConfigKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What only the fake promises: to be quick. */
class FakeDiamondTest {

    private static final int ANSWERS = 61;

    /** After which a system acknowledges what nothing goes back for, at the soonest. */
    private static final Duration DELAYED = Duration.ofMillis(40);

    @RegisterExtension
    final FakeDiamond diamond = new FakeDiamond();

    @Test
    void answer_doesNotWaitForAcknowledgements() throws Exception {
        diamond.publish(ConfigKey.of("G", "a"), "content");
        URI read = URI.create(diamond.uri() + "/api/v1/config?group=G&dataId=a");
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        long[] nanos = new long[ANSWERS];

        for (int i = 0; i < ANSWERS; i++) {
            long start = System.nanoTime();
            assertThat(http.send(HttpRequest.newBuilder(read).build(), BodyHandlers.ofString())
                            .body())
                    .isEqualTo("content");
            nanos[i] = System.nanoTime() - start;
        }

        Arrays.sort(nanos);
        assertThat(Duration.ofNanos(nanos[ANSWERS / 4]))
                .as("a good part of them: each would wait that does")
                .isLessThan(DELAYED);
    }
}
