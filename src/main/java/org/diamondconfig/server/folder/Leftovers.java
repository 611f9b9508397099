/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.folder;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What nobody needs any more in the dump's folder: files that no line of the index names, left by a process that was killed,
 * and files that were put aside. Confined to one cleaning.
 *
 * <p>A file may be named at any moment. So it is found first and looked up among the lines second, and it goes only if it is
 * still the very file that was found; it is also left alone while it is young, for its line may be on the way. What has not
 * the name of a content is somebody else's and stays.
 */
final class Leftovers {

    private static final Logger LOG = System.getLogger("diamond.dump");

    /** A file that no line names is left alone for so long. */
    static final Duration YOUNG = Duration.ofHours(1);

    /** A file that was put aside waits so long for a person to look at it. */
    static final Duration ASIDE = Duration.ofDays(7);

    /** So many files that were put aside are kept, the newest ones. */
    static final int MOST_ASIDE = 100;

    /** So many files go in one cleaning; the rest waits for the next. */
    static final int AT_ONCE = 10_000;

    private static final Pattern OURS = Pattern.compile(".+@\\d+(\\.\\d+)?(\\.tmp|\\.bad)?");

    /** Namespace, group, and one of 256. */
    private static final int FOLDERS_DEEP = 3;

    private final Disk disk;
    private final FileLayout layout;
    private final Instant now;
    private final List<Disk.Found> unnamed = new ArrayList<>();
    private final List<Disk.Found> aside = new ArrayList<>();

    Leftovers(Disk disk, FileLayout layout, Instant now) {
        this.disk = disk;
        this.layout = layout;
        this.now = now;
    }

    /** Deletes a file if it is still the very one that was found. */
    interface Deletion {

        /** @return whether it went */
        boolean delete(Disk.Found found) throws IOException;
    }

    /**
     * Looks through the folder.
     *
     * @param named the lines whose files are needed, as they are at the moment of asking
     */
    void clean(Supplier<Stream<IndexEntry>> named, Deletion deletion) throws IOException {
        look(layout.root(), 0, new Names(named.get()));
        Names later = new Names(named.get());
        unnamed.removeIf(found -> later.maybeHas(found.file()));
        aside.sort(Comparator.comparing(Disk.Found::changed).reversed());
        List<Disk.Found> going = Stream.concat(
                        unnamed.stream(),
                        Stream.concat(
                                aside.stream().limit(MOST_ASIDE).filter(found -> isOlder(found, ASIDE)),
                                aside.stream().skip(MOST_ASIDE)))
                .limit(AT_ONCE)
                .toList();
        int gone = 0;
        for (Disk.Found found : going) {
            gone += deletion.delete(found) ? 1 : 0;
        }
        if (gone > 0) {
            LOG.log(
                    Level.INFO,
                    "The dump''s folder {0}: {1} files that nothing needs were deleted",
                    layout.root(),
                    gone);
        }
    }

    private void look(Path folder, int depth, Names names) throws IOException {
        for (Disk.Found found : disk.list(folder)) {
            if (found.folder() && depth < FOLDERS_DEEP) {
                look(found.file(), depth + 1, names);
            } else if (!found.folder() && depth == FOLDERS_DEEP) {
                sort(found, names);
            }
        }
    }

    private void sort(Disk.Found found, Names names) {
        String name = found.file().getFileName().toString();
        if (!OURS.matcher(name).matches()) {
            return;
        }
        if (name.endsWith(FileLayout.BAD)) {
            aside.add(found);
        } else if (isOlder(found, YOUNG) && !names.maybeHas(found.file())) {
            unnamed.add(found);
        }
    }

    private boolean isOlder(Disk.Found found, Duration age) {
        return found.changed().isBefore(now.minus(age));
    }

    /** The files of lines, by 32 bits each: one that is not there may seem to be, and stays; never the other way round. */
    private final class Names {

        private final int[] hashes;

        Names(Stream<IndexEntry> lines) {
            hashes = lines.filter(line -> line.body().isPresent())
                    .mapToInt(line -> layout.file(line).hashCode())
                    .sorted()
                    .toArray();
        }

        boolean maybeHas(Path file) {
            return Arrays.binarySearch(hashes, file.hashCode()) >= 0;
        }
    }
}
