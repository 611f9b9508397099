/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diamondconfig.server.watch.Node.FOO;
import static org.diamondconfig.server.watch.Node.holding;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AnswerBatchesTest {

    private static final int MANY = 3 * AnswerBatches.SIZE + 1;

    /** As Payara's managed threads once the application is disabled: the task is accepted, and never run. */
    private static final class Deaf extends AnswerWriter {
        @Override
        public void write(Runnable batch) {}
    }

    @Test
    void stop_answersAll_whenTheContainerAcceptsTasksAndRunsNone() {
        Node node = new Node(Map.of(), new Deaf());
        List<RecordingAnswer> held = hold(node);

        node.polls.stop();

        assertThat(held).allSatisfy(answer -> assertThat(answer.written()).containsExactly("503 DRAINING"));
    }

    @Test
    void stop_answersEachOnce_whenOtherThreadsHelp() throws InterruptedException {
        CountDownLatch helped = new CountDownLatch(3);
        Node node = new Node(Map.of(), new AnswerWriter() {
            @Override
            public void write(Runnable batch) {
                new Thread(() -> {
                            batch.run();
                            helped.countDown();
                        })
                        .start();
            }
        });
        List<RecordingAnswer> held = hold(node);

        node.polls.stop();

        assertThat(held).allSatisfy(answer -> assertThat(answer.written()).containsExactly("503 DRAINING"));
        assertThat(helped.await(10, TimeUnit.SECONDS)).isTrue();
    }

    private static List<RecordingAnswer> hold(Node node) {
        return Stream.generate(() -> node.poll(holding(FOO, 0, null)))
                .limit(MANY)
                .toList();
    }
}
