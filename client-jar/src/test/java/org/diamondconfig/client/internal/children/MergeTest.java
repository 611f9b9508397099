/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.internal.children;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.diamondconfig.client.internal.children.ChildSet.Child;
import org.diamondconfig.client.internal.children.ChildSet.Want;
import org.diamondconfig.client.internal.children.Lister.Listing;
import org.diamondconfig.client.internal.children.Lister.Look;
import org.diamondconfig.client.internal.children.Lister.Row;
import org.diamondconfig.client.internal.children.Merge.PassedOver;
import org.diamondconfig.wire.ConfigKey.Prefix;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.Epoch;
import org.diamondconfig.wire.Md5;
import org.junit.jupiter.api.Test;

class MergeTest {

    private static final Epoch EPOCH = new Epoch(1, "00000000000000aa");
    private static final Prefix PREFIX = Prefix.of("G", "p/");

    private final Map<String, Look> looks = new HashMap<>();
    private final List<Set<String>> lookedAt = new ArrayList<>();
    private Map<String, PassedOver> passedOver = Map.of();

    /** The keys as words: {@code a@3} is a at version 3, its content is that, too. */
    private static ChildSet held(Want want, String... words) {
        TreeMap<String, Child> children = new TreeMap<>();
        Stream.of(words).forEach(word -> children.put(name(word), child(want, word)));
        return new ChildSet(PREFIX, want, EPOCH, "", children, new TreeMap<>(), false);
    }

    private static String name(String word) {
        return word.substring(0, word.indexOf('@'));
    }

    private static Child child(Want want, String word) {
        long version = Long.parseLong(word.substring(word.indexOf('@') + 1));
        Optional<String> content = want == Want.CONTENTS ? Optional.of(word) : Optional.empty();
        return new Child(version, Md5.hex(word), ConfigType.TEXT, content);
    }

    private ChildSet merged(ChildSet held, String... listed) throws Exception {
        return merged(EPOCH, held, listed);
    }

    private ChildSet merged(Epoch epoch, ChildSet held, String... listed) throws Exception {
        List<Row> rows = Stream.of(listed)
                .map(word -> new Row(name(word), child(Want.KEYS, word)))
                .toList();
        Merge.Looking looking = dataIds -> {
            lookedAt.add(dataIds);
            return looks;
        };
        Merge merge = new Merge(held, passedOver, new Listing(epoch, "told", rows), looking);
        ChildSet done = merge.done();
        passedOver = merge.passedOver();
        return done;
    }

    private void sees(String word) {
        Child child = child(Want.CONTENTS, word);
        looks.put(name(word), new Look(200, OptionalLong.of(child.version()), Optional.of(child)));
    }

    private void seesRemoval(String word) {
        looks.put(
                name(word), new Look(404, OptionalLong.of(child(Want.KEYS, word).version()), Optional.empty()));
    }

    private static String words(ChildSet set) {
        return set.children().entrySet().stream()
                .map(each -> each.getKey() + "@" + each.getValue().version())
                .collect(Collectors.joining(" "));
    }

    @Test
    void list_isTaken_withItsDigest() throws Exception {
        ChildSet now = merged(held(Want.KEYS, "a@1", "b@1"), "a@2", "b@1", "c@1");

        assertThat(words(now)).isEqualTo("a@2 b@1 c@1");
        assertThat(now.digest()).isEqualTo("told");
    }

    @Test
    void listOfAServerThatLags_takesNothingBack() throws Exception {
        seesRemoval("new@0");

        ChildSet now = merged(held(Want.KEYS, "a@5", "b@1", "new@1"), "a@4", "b@9");

        assertThat(words(now)).isEqualTo("a@5 b@9 new@1");
    }

    @Test
    void missingKey_isGone_ifItsRemovalIsNewer() throws Exception {
        seesRemoval("a@2");

        ChildSet now = merged(held(Want.KEYS, "a@1", "b@1"), "b@1");

        assertThat(words(now)).isEqualTo("b@1");
        assertThat(lookedAt).containsExactly(Set.of("a"));
    }

    @Test
    void removedKey_isNotBroughtBack_byAServerThatLags_butByItsNextVersion() throws Exception {
        seesRemoval("a@2");
        ChildSet removed = merged(held(Want.KEYS, "a@1"));

        assertThat(words(merged(removed, "a@1"))).isEmpty();
        ChildSet again = merged(removed, "a@3");

        assertThat(words(again)).isEqualTo("a@3");
        assertThat(again.gone()).isEmpty();
    }

    @Test
    void missingKey_thatMayNotBeRead_staysAsOneThatCannotBeTold() throws Exception {
        looks.put("a", new Look(403, OptionalLong.empty(), Optional.empty()));
        looks.put("b", new Look(500, OptionalLong.empty(), Optional.empty()));

        ChildSet now = merged(held(Want.KEYS, "a@1", "b@1"));

        assertThat(words(now)).isEqualTo("a@1 b@1");
        assertThat(now.gone()).isEmpty();
    }

    @Test
    void missingKey_thatIsThereAfterAll_isTaken() throws Exception {
        sees("a@3");

        ChildSet now = merged(held(Want.KEYS, "a@1"));

        assertThat(words(now)).isEqualTo("a@3");
        assertThat(now.children().get("a").content()).isEmpty();
    }

    @Test
    void contents_areFetchedOfChangedKeysOnly() throws Exception {
        sees("b@2");
        sees("c@1");

        ChildSet now = merged(held(Want.CONTENTS, "a@1", "b@1"), "a@1", "b@2", "c@1");

        assertThat(lookedAt).containsExactly(Set.of("b", "c"));
        assertThat(now.children().values())
                .extracting(child -> child.content().orElse("-"))
                .containsExactly("a@1", "b@2", "c@1");
    }

    @Test
    void content_thatChangedBetweenListAndLook_isTakenAsItIs_andOneThatWentIsGone() throws Exception {
        sees("a@3");
        seesRemoval("b@3");

        ChildSet now = merged(held(Want.CONTENTS, "a@1", "b@1"), "a@2", "b@2");

        assertThat(words(now)).isEqualTo("a@3");
        assertThat(words(merged(now, "b@2"))).doesNotContain("b");
    }

    @Test
    void contentThatIsTooLarge_isPassedOver_andNotLookedAtAgain_untilItIsAnother() throws Exception {
        looks.put("a", Look.passedOver("too large"));
        looks.put("new", Look.passedOver("too large"));
        sees("b@2");

        ChildSet now = merged(held(Want.CONTENTS, "a@1", "b@1"), "a@2", "b@2", "new@1");
        assertThat(words(now)).isEqualTo("a@1 b@2");
        assertThat(now.digest()).isEqualTo("told");
        assertThat(passedOver).containsOnlyKeys("a", "new");

        merged(now, "a@2", "b@2", "new@1");
        assertThat(lookedAt.get(1)).isEmpty();
        assertThat(passedOver.get("a")).isEqualTo(new PassedOver(2, Md5.hex("a@2"), "too large"));

        sees("a@3");
        assertThat(words(merged(now, "a@3", "b@2"))).isEqualTo("a@3 b@2");
        assertThat(lookedAt.get(2)).containsExactly("a");
        assertThat(passedOver).isEmpty();
    }

    @Test
    void newerEpoch_startsAnew() throws Exception {
        ChildSet now = merged(new Epoch(2, "00000000000000aa"), held(Want.KEYS, "a@5", "b@5"), "a@1");

        assertThat(words(now)).isEqualTo("a@1");
        assertThat(now.epoch().generation()).isEqualTo(2);
    }

    @Test
    void versionAlone_isNoNews_contentAndTypeAre() {
        ChildSet one = held(Want.KEYS, "a@1");
        TreeMap<String, Child> later = new TreeMap<>();
        later.put("a", new Child(2, one.children().get("a").md5(), ConfigType.TEXT, Optional.empty()));
        TreeMap<String, Child> typed = new TreeMap<>();
        typed.put("a", new Child(2, one.children().get("a").md5(), ConfigType.JSON, Optional.empty()));

        assertThat(with(later).tellsTheSameAs(one)).isTrue();
        assertThat(with(typed).tellsTheSameAs(one)).isFalse();
        assertThat(held(Want.KEYS).tellsTheSameAs(one)).isFalse();
        assertThat(one.tellsTheSameAs(held(Want.KEYS))).isFalse();
    }

    private static ChildSet with(TreeMap<String, Child> children) {
        return new ChildSet(PREFIX, Want.KEYS, EPOCH, "", children, new TreeMap<>(), false);
    }
}
