/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.folder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.diamondconfig.server.folder.DumpDir.Recovered;
import org.diamondconfig.server.folder.DumpDir.Version;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.Epoch;
import org.diamondconfig.wire.Md5;
import org.junit.jupiter.api.Test;

/** What the dump relies on, whatever the contents lie on. */
abstract class DumpDirContract {

    static final Epoch FIRST = new Epoch(1, "00000000000000aa");
    static final Epoch SECOND = new Epoch(2, "00000000000000bb");
    static final ConfigKey FOO = ConfigKey.of("group", "foo.yaml");
    static final ConfigKey BAR = ConfigKey.of("prod", "group", "a/b:BAR");

    /** The folder, empty the first time, as it was left the other times; small contents are held in memory. */
    abstract DumpDir reopened();

    static Version version(ConfigKey key, Epoch epoch, long version) {
        return new Version(key, IndexEntry.FORMAL, epoch, version);
    }

    static IndexEntry put(
            DumpDir dir, DumpDir.Version version, ConfigType type, String content, Optional<IndexEntry> replaced) {
        byte[] bytes = content.getBytes(UTF_8);
        return dir.put(version, Body.of(bytes, type), bytes, replaced);
    }

    static IndexEntry put(DumpDir dir, ConfigKey key, long version, String content, Optional<IndexEntry> replaced) {
        IndexEntry line = put(dir, version(key, FIRST, version), ConfigType.YAML, content, replaced);
        dir.settle(line, replaced);
        return line;
    }

    static String text(DumpDir dir, IndexEntry line) {
        return dir.content(line).map(bytes -> new String(bytes, UTF_8)).orElse("(lost)");
    }

    private DumpDir restarted(DumpDir running) {
        running.flush(List.of());
        running.close();
        return reopened();
    }

    @Test
    void emptyFolder_holdsNothingAndIsNotComplete() {
        DumpDir dir = reopened();

        assertThat(dir.open()).isEqualTo(Recovered.NOTHING);
        assertThat(dir.state().degraded()).isEmpty();
        dir.close();
    }

    @Test
    void put_isServedAndKeptOverARestart() {
        DumpDir dir = reopened();
        dir.open();
        dir.follow(FIRST, true);
        IndexEntry line = put(dir, BAR, 7, "größe", Optional.empty());
        assertThat(text(dir, line)).isEqualTo("größe");

        dir = restarted(dir);
        Recovered recovered = dir.open();

        assertThat(recovered.epoch()).contains(FIRST);
        assertThat(recovered.complete()).isTrue();
        IndexEntry kept = recovered.lines().get(0);
        assertThat(kept.key()).isEqualTo(BAR);
        assertThat(kept.version()).isEqualTo(7);
        assertThat(kept.epoch()).isEqualTo(FIRST);
        assertThat(kept.body()).isEqualTo(line.body());
        assertThat(kept.body().orElseThrow().md5()).isEqualTo(Md5.hex("größe"));
        assertThat(text(dir, kept)).isEqualTo("größe");
        dir.close();
    }

    @Test
    void lastLineOfAKey_isTheOneThatCounts() {
        DumpDir dir = reopened();
        dir.open();
        IndexEntry first = put(dir, FOO, 1, "one", Optional.empty());
        IndexEntry second = put(dir, FOO, 2, "two", Optional.of(first));
        dir.settle(dir.remove(version(FOO, FIRST, 3), Optional.of(second)), Optional.of(second));
        put(dir, BAR, 1, "bar", Optional.empty());

        dir = restarted(dir);
        List<IndexEntry> lines = dir.open().lines();

        assertThat(lines).extracting(IndexEntry::key).containsExactlyInAnyOrder(FOO, BAR);
        IndexEntry gone = lines.stream()
                .filter(line -> line.key().equals(FOO))
                .findFirst()
                .orElseThrow();
        assertThat(gone.version()).isEqualTo(3);
        assertThat(gone.body()).isEmpty();
        dir.close();
    }

    @Test
    void sameVersionTwice_bothHaveTheirOwnContent() {
        DumpDir dir = reopened();
        dir.open();
        IndexEntry first = put(dir, FOO, 1, "one", Optional.empty());
        IndexEntry second = put(dir, version(FOO, SECOND, 1), ConfigType.TEXT, "one, by hand", Optional.of(first));

        assertThat(text(dir, first)).isEqualTo("one");
        assertThat(text(dir, second)).isEqualTo("one, by hand");
        dir.settle(second, Optional.of(first));

        dir = restarted(dir);
        IndexEntry kept = dir.open().lines().get(0);
        assertThat(kept.epoch()).isEqualTo(SECOND);
        assertThat(text(dir, kept)).isEqualTo("one, by hand");
        dir.close();
    }

    @Test
    void forgotten_isGoneOverARestart() {
        DumpDir dir = reopened();
        dir.open();
        dir.forget(put(dir, FOO, 1, "one", Optional.empty()));

        dir = restarted(dir);
        assertThat(dir.open().lines()).isEmpty();
        dir.close();
    }

    @Test
    void wastefulIndex_isRewrittenAndSaysTheSame() {
        DumpDir dir = reopened();
        dir.open();
        dir.follow(FIRST, true);
        IndexEntry bar = put(dir, BAR, 1, "bar", Optional.empty());
        Optional<IndexEntry> foo = Optional.empty();
        for (int version = 1; version <= 10_100; version++) {
            foo = Optional.of(dir.remove(version(FOO, FIRST, version), foo));
            dir.settle(foo.get(), Optional.empty());
        }
        dir.flush(List.of(bar, foo.get()));
        put(dir, FOO, 20_000, "after", foo);

        dir = restarted(dir);
        Recovered recovered = dir.open();

        assertThat(recovered.complete()).isTrue();
        assertThat(recovered.epoch()).contains(FIRST);
        assertThat(recovered.lines()).extracting(IndexEntry::version).containsExactlyInAnyOrder(1L, 20_000L);
        dir.close();
    }
}
