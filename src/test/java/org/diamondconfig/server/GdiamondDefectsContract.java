/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.diamondconfig.server.RawHttp.Reply;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The defects of gdiamond's server, by their numbers in docs/coming-from.md: its clients do not meet them here. Numbers 5 and 6
 * take several servers ({@code SeveralServersIT}); 9 and 10 are its client's ({@code GdiamondClientTest}).
 */
public abstract class GdiamondDefectsContract {

    private final String group = "defects-" + UUID.randomUUID();
    private GdiamondApi api;

    protected abstract String host();

    protected abstract int port();

    /** On a server that others poll, too, nobody can tell when the polls of a test are held. */
    protected boolean isAlone() {
        return true;
    }

    private void awaitHeld(int polls) {
        if (isAlone()) {
            api.awaitHeld(polls);
        }
    }

    @BeforeEach
    void connect() {
        api = new GdiamondApi(host(), port(), group);
    }

    /** There: nothing is compared when a poll arrives, so the change is noticed with some later one. */
    @Test
    void defect1_changeBeforeThePoll_isToldAtOnce() {
        api.publish("a", "new");

        Reply reply = api.poll("60000", api.item("a", "old"));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo(api.changed("a"));
    }

    /** There: one publish wakes one of those that wait. */
    @Test
    void defect2_publish_wakesEveryoneWhoWaits() {
        List<CompletableFuture<Reply>> polls = IntStream.range(0, 5)
                .mapToObj(client -> api.pollLater(api.item("a", null)))
                .toList();
        awaitHeld(5);

        api.publish("a", "1");

        assertThat(polls).allSatisfy(poll -> assertThat(poll.join().body()).isEqualTo(api.changed("a")));
    }

    /** There: who is woken for another's key is answered 400. */
    @Test
    void defect3_publishOfAnotherKey_leavesThePollWaiting() {
        CompletableFuture<Reply> poll = api.pollLater(api.item("mine", null));
        awaitHeld(1);

        api.publish("another", "1");
        awaitHeld(1);
        assertThat(poll).isNotDone();

        api.publish("mine", "1");
        assertThat(poll.join().status()).isEqualTo(200);
        assertThat(poll.join().body()).isEqualTo(api.changed("mine"));
    }

    /** There: a publish that nobody waits for leaves a thread behind, and wakes a later poll for nothing. */
    @Test
    void defect4_publishThatNobodyWaitsFor_wakesNobodyLater() {
        api.publish("a", "1");
        api.publish("a", "2");

        CompletableFuture<Reply> poll = api.pollLater(api.item("a", "2"));
        awaitHeld(1);
        assertThat(poll).isNotDone();

        api.publish("a", "3");
        assertThat(poll.join().body()).isEqualTo(api.changed("a"));
        awaitHeld(0);
    }

    /** There: 304, which its client takes for a failure of the server. */
    @Test
    void defect7_pollThatNothingHappenedTo_isAnEmpty200() {
        api.publish("a", "1");

        Reply reply = api.poll("300", api.item("a", "1"));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEmpty();
    }

    /** There: the client runs two dataIds together, and the server passes over both. */
    @Test
    void defect8_dataIdsRunTogether_areReadAsTwo() {
        api.publish("a", "1");
        api.publish("b", "1");
        String asItShouldBe = api.item("a", "1") + ';' + api.item("b", "0");

        for (String probe : List.of(
                asItShouldBe,
                asItShouldBe.replace(";", ""),
                api.item("nothing", null) + api.item("a", "1") + api.item("b", null))) {
            assertThat(api.poll("60000", probe).body()).as(probe).isEqualTo(api.changed("b"));
        }
    }

    /** There: a writer whose save fails takes away the mark of another that is writing, and whoever reads meanwhile errs. */
    @Test
    void defect11_writersOfOneKey_neverMakeAReaderErr() {
        api.publish("a", "content 0");
        List<CompletableFuture<Void>> writers = new ArrayList<>();
        for (int writer = 1; writer <= 3; writer++) {
            String content = "content " + writer;
            writers.add(CompletableFuture.runAsync(
                    () -> IntStream.range(0, 20).forEach(i -> publishUntilTaken(content + ' ' + i))));
        }

        List<Reply> reads = Stream.generate(() -> api.read("a"))
                .takeWhile(read -> writers.stream().anyMatch(writer -> !writer.isDone()))
                .toList();

        writers.forEach(CompletableFuture::join);
        assertThat(reads).isNotEmpty().allSatisfy(read -> {
            assertThat(read.status()).isEqualTo(200);
            assertThat(read.body()).startsWith("content ");
        });
        api.send(BadInput.delete("/api/v1/config?dataId=a&group=" + group));
        assertThat(api.read("a").status()).isEqualTo(404);
    }

    /** Who loses against others too often is told to come again. */
    private void publishUntilTaken(String content) {
        Reply reply = api.publish("a", content);
        while (reply.status() == 503) {
            reply = api.publish("a", content);
        }
        assertThat(reply.status()).isEqualTo(200);
    }
}
