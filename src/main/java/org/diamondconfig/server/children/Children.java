/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.children;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.dump.Dump;
import org.diamondconfig.server.dump.DumpEntry;
import org.diamondconfig.server.dump.Lookup;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigKey.Prefix;
import org.diamondconfig.wire.Epoch;
import org.diamondconfig.wire.Probe.Branch;

/**
 * The keys below a prefix as this node serves them, however deep, removed ones left out. The right to read is asked for at each
 * key and at every look: one that the caller may not read is not there for him, in the digest neither. Thread-safe; keeps
 * nothing.
 */
@Component
public final class Children {

    /**
     * One page of what is below a prefix, in the order of keys.
     *
     * @param digest of all of it, not of the page; two pages with one digest belong to one state
     * @param next the dataId behind which the next page begins; empty when this is the last
     */
    record Page(Epoch epoch, String digest, List<DumpEntry> entries, Optional<String> next) {}

    private final Dump dump;
    private final Access access;

    @Inject
    Children(Dump dump, Access access) {
        this.dump = dump;
        this.access = access;
    }

    /** All that is below this prefix for this caller, in short; empty while the dump cannot tell yet. */
    public Optional<Branch> find(Prefix prefix, Caller caller) {
        return epoch().map(epoch -> {
            BranchDigest digest = new BranchDigest(epoch);
            entries(prefix, caller, epoch).forEach(digest::add);
            return new Branch(prefix, digest.hex());
        });
    }

    /**
     * The first so many behind this dataId, {@code ""} = from the start; empty while the dump cannot tell yet.
     *
     * @param limit at least 1
     */
    Optional<Page> page(Prefix prefix, Caller caller, String after, int limit) {
        return epoch().map(epoch -> {
            BranchDigest digest = new BranchDigest(epoch);
            List<DumpEntry> page = new ArrayList<>();
            boolean[] more = {false};
            entries(prefix, caller, epoch).forEach(entry -> {
                digest.add(entry);
                if (entry.key().dataId().compareTo(after) > 0) {
                    more[0] = page.size() == limit || !page.add(entry);
                }
            });
            Optional<String> next =
                    more[0] ? Optional.of(page.get(page.size() - 1).key().dataId()) : Optional.empty();
            return new Page(epoch, digest.hex(), page, next);
        });
    }

    private Optional<Epoch> epoch() {
        return dump.epoch().filter(known -> dump.isComplete());
    }

    /** An entry of another epoch is about to be replaced, and its version means nothing beside the others. */
    private Stream<DumpEntry> entries(Prefix prefix, Caller caller, Epoch epoch) {
        return dump.below(prefix)
                .filter(key -> access.allows(caller, Action.READ, key))
                .flatMap(key -> entry(key, caller).stream())
                .filter(entry -> entry.epoch().equals(epoch));
    }

    private Optional<DumpEntry> entry(ConfigKey key, Caller caller) {
        return dump.find(key, caller) instanceof Lookup.Found found ? Optional.of(found.entry()) : Optional.empty();
    }
}
