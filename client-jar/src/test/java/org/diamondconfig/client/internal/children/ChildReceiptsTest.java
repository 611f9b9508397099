/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.internal.children;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.diamondconfig.client.internal.children.ChildSet.Child;
import org.diamondconfig.client.internal.children.ChildSet.Want;
import org.diamondconfig.client.internal.children.Merge.PassedOver;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigKey.Prefix;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.Epoch;
import org.diamondconfig.wire.Md5;
import org.diamondconfig.wire.Probe.Report;
import org.junit.jupiter.api.Test;

/** What is said of keys below a prefix. Words are {@code key=content@version}, and {@code key@version} for one that is gone. */
class ChildReceiptsTest {

    private static final Prefix PREFIX = Prefix.of("G", "p/");
    private static final int MOST = 100;

    private long nanos;
    private final ChildReceipts receipts = new ChildReceipts(() -> nanos);
    private final Object lane = new Object();

    private static ChildSet set(int generation, String... words) {
        TreeMap<String, Child> children = new TreeMap<>();
        TreeMap<String, Long> gone = new TreeMap<>();
        for (String word : words) {
            String[] parts = word.split("[=@]", -1);
            long version = Long.parseLong(parts[parts.length - 1]);
            if (parts.length == 2) {
                gone.put("p/" + parts[0], version);
            } else {
                Child child = new Child(version, Md5.hex(parts[1]), ConfigType.TEXT, Optional.of(parts[1]));
                children.put("p/" + parts[0], child);
            }
        }
        Epoch epoch = new Epoch(generation, "00000000000000aa");
        return new ChildSet(PREFIX, Want.CONTENTS, epoch, "", children, gone, false);
    }

    private ChildSet listed(String... words) {
        ChildSet set = set(1, words);
        receipts.listed(set, Map.of());
        return set;
    }

    private void told(ChildSet set) {
        receipts.done(lane, set, "com.acme.Prices", null);
    }

    private List<Report> due(String server) {
        return receipts.due(server, MOST, key -> false);
    }

    /** What a poll says, which the server takes. */
    private Stream<String> said(String server) {
        List<Report> reports = due(server);
        reports.forEach(report -> receipts.said(server, report));
        return reports.stream()
                .map(report -> report.key().dataId()
                        + '@'
                        + report.version()
                        + ' '
                        + report.state().wireName()
                        + ' '
                        + report.reason()
                        + report.followed());
    }

    @Test
    void eachKey_isSaidOnceToEachServer_whenItIsDone() {
        receipts.listens(lane);
        ChildSet both = listed("a=x@3", "b=y@1");
        assertThat(said("A")).isEmpty();

        nanos += 5_000_000;
        told(both);
        assertThat(due("A").get(0).millis()).isEqualTo(5);
        assertThat(said("A")).containsExactly("p/b@1 applied ", "p/a@3 applied ");
        assertThat(said("A")).isEmpty();

        told(listed("a=x@3", "b=z@2"));
        assertThat(said("A")).containsExactly("p/b@2 applied ");
        assertThat(said("B")).containsExactly("p/b@2 applied ", "p/a@3 applied ");
    }

    @Test
    void keyThatFailed_isTheOnlyOne() {
        receipts.listens(lane);
        ChildSet both = listed("a=x@3", "b=y@1");
        receipts.failed("p/a", 2, "an older one");
        receipts.failed("p/a", 3, "the store is full");
        told(both);

        assertThat(said("A")).containsExactly("p/b@1 applied ", "p/a@3 failed the store is full");
    }

    @Test
    void listenerThatThrows_failedAtWhatIsNew() {
        receipts.listens(lane);
        told(listed("a=x@3", "b=y@1"));
        assertThat(said("A")).hasSize(2);
        receipts.done(
                lane, listed("a=x@3", "b=z@2"), "com.acme.Prices$$Lambda$14/0x1", new IllegalStateException("no"));

        Report report = due("A").get(0);
        assertThat(report.listener()).isEqualTo("com.acme.Prices");
        assertThat(said("A")).containsExactly("p/b@2 failed java.lang.IllegalStateException: no");
    }

    @Test
    void versionThatTellsNothingNew_isSaidAgain_withWhatFollowed() {
        receipts.listens(lane);
        told(listed("a=x@3"));
        receipts.followed("p/a", 3, "script ended");
        assertThat(said("A")).containsExactly("p/a@3 applied script ended");
        listed("a=x@4");
        assertThat(said("A")).containsExactly("p/a@4 applied script ended");
        told(listed("a=y@5"));
        receipts.followed("p/a", 4, "of the older one");
        assertThat(said("A")).containsExactly("p/a@5 applied ");
    }

    @Test
    void removal_isSaidWithItsVersion() {
        receipts.listens(lane);
        told(listed("a=x@3"));
        assertThat(said("A")).hasSize(1);
        told(listed("a@4"));
        receipts.followed("p/a", 3, "script ended");
        assertThat(said("A")).containsExactly("p/a@4 applied script ended");
    }

    @Test
    void copyThatAServerConfirms_andAnotherStore_areSaidWhole() {
        receipts.listens(lane);
        ChildSet copy = set(1, "a=x@3");
        told(copy);
        assertThat(said("A")).isEmpty();
        receipts.listed(copy, Map.of());
        assertThat(said("A")).containsExactly("p/a@3 applied ");

        receipts.listed(set(2, "a=x@1"), Map.of());
        assertThat(said("A")).containsExactly("p/a@1 applied ");
    }

    @Test
    void twoListeners_areBothWaitedFor() {
        Object second = new Object();
        receipts.listens(lane);
        receipts.listens(second);
        ChildSet set = listed("a=x@3");
        told(set);
        assertThat(said("A")).isEmpty();
        receipts.gone(second);
        assertThat(said("A")).containsExactly("p/a@3 applied ");
    }

    @Test
    void keysThatAreAskedForThemselves_areLeftToTheOthers() {
        receipts.listens(lane);
        told(listed("a=x@3", "b=y@1"));

        List<Report> due = receipts.due("A", MOST, key -> key.equals(ConfigKey.of("G", "p/a")));
        assertThat(due).extracting(report -> report.key().dataId()).containsExactly("p/b");
        assertThat(receipts.due("A", 0, key -> false)).isEmpty();
    }

    @Test
    void whatIsNew_isSaidBeforeWhatWasOwedForLong() {
        receipts.listens(lane);
        told(listed("a=x@3"));
        told(listed("a=x@3", "b=y@1"));

        assertThat(receipts.due("another", 1, key -> false))
                .extracting(report -> report.key().dataId())
                .containsExactly("p/b");
    }

    @Test
    void versionThatIsPassedOver_isSaidOnceAsFailed_untilAnotherOneIsTaken() {
        receipts.listens(lane);
        told(listed("a=x@3"));
        assertThat(said("A")).hasSize(1);

        Map<String, PassedOver> large = Map.of("p/a", new PassedOver(4, "m", "too large"));
        receipts.listed(set(1, "a=x@3"), large);
        assertThat(said("A")).containsExactly("p/a@4 failed too large");
        receipts.listed(set(1, "a=x@3", "b=y@1"), large);
        assertThat(due("A")).isEmpty();
        assertThat(due("B")).extracting(Report::version).containsExactly(4L);

        listed("a=x@5", "b=y@1");
        assertThat(said("B")).containsExactly("p/a@5 applied ");
    }

    @Test
    void versionThatWasPassedOver_andWentBeforeAnyWasHeld_isSaidNoMore() {
        receipts.listens(lane);
        receipts.listed(set(1), Map.of("p/a", new PassedOver(4, "m", "too large")));
        assertThat(said("A")).containsExactly("p/a@4 failed too large");

        listed();

        assertThat(said("B")).isEmpty();
    }

    @Test
    void whatIsRemembered_isBounded() {
        receipts.listens(lane);
        String[] words = new String[ChildReceipts.MAX + 5];
        for (int i = 0; i < words.length; i++) {
            words[i] = "k" + i + "=x@1";
        }
        told(listed(words));

        assertThat(receipts.due("A", words.length, key -> false)).hasSize(ChildReceipts.MAX);
    }
}
