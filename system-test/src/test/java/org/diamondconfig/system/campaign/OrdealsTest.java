/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class OrdealsTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Queue<Scene.Got> answers = new ArrayDeque<>();

    private Scene.Got soonest(long... millis) {
        answers.addAll(Arrays.stream(millis)
                .mapToObj(took -> new Scene.Got(200, Optional.of("x"), Duration.ofMillis(took)))
                .toList());
        return Ordeals.soonest(SECOND, answers::remove);
    }

    @Test
    void answerInTime_isNotAskedForAgain() {
        assertThat(soonest(1_000, 5).took()).isEqualTo(SECOND);
        assertThat(answers).hasSize(1);
    }

    @Test
    void oneLateAnswer_isNoAlarm_andThreeAre() {
        assertThat(soonest(1_001, 1_500, 7).took()).isLessThan(SECOND);
        assertThat(answers).isEmpty();
        assertThat(soonest(1_001, 1_500, 1_002, 7).took()).isGreaterThan(SECOND);
    }
}
