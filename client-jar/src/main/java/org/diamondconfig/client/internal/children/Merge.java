/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.internal.children;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.diamondconfig.client.internal.children.ChildSet.Child;
import org.diamondconfig.client.internal.children.ChildSet.Want;
import org.diamondconfig.client.internal.children.Lister.Listing;
import org.diamondconfig.client.internal.children.Lister.Look;
import org.diamondconfig.client.internal.children.Lister.Row;

/**
 * How a list is taken over what is held: key by key, so that none goes back to an older version, and none that was removed comes
 * back, whatever server lags behind. A key that the list lacks is looked at: it went only if its removal has a higher version
 * than is held. One that may not be read any more stays as it was, as everything does that cannot be told, and so does one
 * whose new content is too large for this client; that content is not asked for again. Confined to one thread.
 */
final class Merge {

    /** The closer look at some keys. */
    interface Looking {

        Map<String, Look> at(Set<String> dataIds) throws IOException, InterruptedException;
    }

    /** What a list has of a key, and this client does not take. */
    record PassedOver(long version, String md5, String reason) {}

    private static final int NOT_FOUND = 404;

    private final ChildSet held;
    private final Listing listing;
    private final Looking looking;
    private final SortedMap<String, Child> children = new TreeMap<>();
    private final SortedMap<String, Long> gone;
    private final Map<String, PassedOver> before;
    private final Map<String, PassedOver> passedOver = new HashMap<>();
    private final Map<String, Child> told = new HashMap<>();

    /**
     * One merge.
     *
     * @param held of an older epoch it counts for nothing
     * @param before what was passed over until now
     */
    Merge(ChildSet held, Map<String, PassedOver> before, Listing listing, Looking looking) {
        this.before = before;
        this.held = held.epoch().equals(listing.epoch())
                ? held
                : ChildSet.empty(held.prefix(), held.want(), listing.epoch());
        this.listing = listing;
        this.looking = looking;
        this.gone = new TreeMap<>(this.held.gone());
    }

    /** What is held from now on. */
    ChildSet done() throws IOException, InterruptedException {
        Set<String> missing = new HashSet<>(held.children().keySet());
        Set<String> wanted = new HashSet<>();
        for (Row row : listing.rows()) {
            missing.remove(row.dataId());
            told.put(row.dataId(), row.child());
            if (!take(row)) {
                wanted.add(row.dataId());
            }
        }
        wanted.addAll(missing);
        for (Map.Entry<String, Look> look : looking.at(wanted).entrySet()) {
            take(look.getKey(), look.getValue());
        }
        return new ChildSet(
                held.prefix(), held.want(), listing.epoch(), listing.digest(), children, ChildSet.bounded(gone), false);
    }

    /** What is passed over from now on, by dataId; complete once it is {@link #done}. */
    Map<String, PassedOver> passedOver() {
        return passedOver;
    }

    /** @return false if it must be looked at */
    private boolean take(Row row) {
        Child had = held.children().get(row.dataId());
        long floor = held.floor(row.dataId());
        if (had == null ? row.child().version() <= floor : row.child().version() < floor) {
            keep(row.dataId(), had); // the server lags behind what is held, or has yet to hear of the removal
            return true;
        }
        boolean known = had != null && had.md5().equals(row.child().md5());
        if (held.want() == Want.CONTENTS && !known) {
            PassedOver already = before.get(row.dataId());
            if (already == null || !already.md5().equals(row.child().md5())) {
                return false;
            }
            passOver(row.dataId(), row.child(), already.reason());
            return true;
        }
        Optional<String> content = known ? had.content() : Optional.empty();
        Child child =
                new Child(row.child().version(), row.child().md5(), row.child().type(), content);
        keep(row.dataId(), child);
        return true;
    }

    private void passOver(String dataId, Child child, String reason) {
        passedOver.put(dataId, new PassedOver(child.version(), child.md5(), reason));
        keep(dataId, held.children().get(dataId));
    }

    private void keep(String dataId, Child child) {
        if (child != null) {
            children.put(dataId, child);
            gone.remove(dataId);
        }
    }

    private void take(String dataId, Look look) {
        Child had = held.children().get(dataId);
        if (!look.tooLarge().isEmpty() && told.containsKey(dataId)) {
            passOver(dataId, told.get(dataId), look.tooLarge());
        } else if (look.child().isPresent() && look.version().getAsLong() >= held.floor(dataId)) {
            keep(
                    dataId,
                    held.want() == Want.CONTENTS
                            ? look.child().get()
                            : bare(look.child().get()));
        } else if (look.status() == NOT_FOUND && look.version().orElse(0) > held.floor(dataId)) {
            gone.put(dataId, look.version().getAsLong());
        } else {
            keep(dataId, had);
        }
    }

    private static Child bare(Child child) {
        return new Child(child.version(), child.md5(), child.type(), Optional.empty());
    }
}
