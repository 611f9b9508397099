/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.audit;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.store.Database;

/**
 * Goes through the trail from its old end and tells where it is not as it was written. Thread-safe.
 *
 * <p>After a fault it goes on from what stands, so that one fault is not told for all that follows.
 */
@Component
final class Verifier {

    /** Seals that one call looks at. */
    static final int SEALS = 2_000;

    private static final int CHUNK = 100;
    private static final int MOST_FAULTS = 100;

    private final Database database;
    private final SealStore store;
    private final HeadFile file;

    @Inject
    Verifier(Database database, SealStore store, HeadFile file) {
        this.database = database;
        this.store = store;
        this.file = file;
    }

    /** One call's way through the trail. Confined to it. */
    private final class Walk {

        private final Signer signer;
        private final SealStore.Cut cut;
        private final List<Audit.Fault> faults = new ArrayList<>();
        private SealStore.Head at;
        private long seals;
        private long entries;

        Walk(Signer signer, SealStore.Cut cut, long after) {
            this.signer = signer;
            this.cut = cut;
            at = after <= cut.seal() ? new SealStore.Head(cut.seal(), cut.mac()) : standing(after);
        }

        private SealStore.Head standing(long seal) {
            return store.seal(seal)
                    .map(found -> new SealStore.Head(found.seal(), found.mac()))
                    .orElseGet(() -> new SealStore.Head(seal, ""));
        }

        void fault(String code, long seal, long entry, String sentence) {
            if (faults.size() < MOST_FAULTS) {
                faults.add(new Audit.Fault(code, seal, entry, sentence));
            }
        }

        void requireCut() {
            if (cut.seal() > 0 && !signer.cut(cut.seal(), cut.mac()).equals(cut.signature())) {
                fault("CUT_FORGED", cut.seal(), 0, "The record of what retention took away is not as a node wrote it.");
            }
        }

        /** Whether there is more behind. */
        boolean walk() {
            while (seals < SEALS) {
                List<SealStore.Seal> chunk = store.seals(at.seal(), CHUNK);
                chunk.forEach(this::look);
                if (chunk.size() < CHUNK) {
                    return false;
                }
            }
            return true;
        }

        private void look(SealStore.Seal seal) {
            if (seal.seal() != at.seal() + 1) {
                fault(
                        "SEAL_MISSING",
                        at.seal() + 1,
                        0,
                        "The seals " + (at.seal() + 1) + " to " + (seal.seal() - 1)
                                + " are gone, and what was under them.");
            }
            List<Entry.Written> under = store.entries(seal.seal());
            int before = faults.size();
            under.stream().filter(entry -> !signer.isGenuine(entry)).forEach(this::changed);
            if (under.size() != seal.entries()) {
                fault(
                        under.size() < seal.entries() ? "ENTRY_MISSING" : "ENTRY_ADDED",
                        seal.seal(),
                        0,
                        "Under the seal are " + under.size() + " entries; it was made over " + seal.entries() + ".");
            }
            boolean follows = seal.seal() == at.seal() + 1;
            if (follows
                    && faults.size() == before
                    && !signer.seal(seal.seal(), at.mac(), under).equals(seal.mac())) {
                fault(
                        "SEAL_BROKEN",
                        seal.seal(),
                        0,
                        "The seal does not fit: it, the one before it, or the times or the choice of its entries are"
                                + " not as they were.");
            }
            seals++;
            entries += under.size();
            at = new SealStore.Head(seal.seal(), seal.mac());
        }

        private void changed(Entry.Written entry) {
            fault("ENTRY_CHANGED", entry.seal(), entry.id(), "The entry is not as a node wrote it.");
        }

        void lookAtEnd(Optional<SealStore.Head> seen) {
            store.strays(MOST_FAULTS)
                    .forEach(stray -> fault(
                            "ENTRY_ADDED",
                            Math.max(0, stray.seal()),
                            Long.parseLong(stray.mac()),
                            "The entry is under no seal of the chain."));
            store.unsealed().stream().filter(entry -> !signer.isGenuine(entry)).forEach(this::changed);
            seen.ifPresent(this::requireReached);
        }

        private void requireReached(SealStore.Head seen) {
            if (seen.seal() > at.seal()) {
                fault(
                        "TAIL_MISSING",
                        at.seal() + 1,
                        0,
                        "This node has seen seal " + seen.seal() + "; the trail ends at " + at.seal() + ".");
            } else if (seen.seal() > cut.seal() && !standing(seen.seal()).mac().equals(seen.mac())) {
                fault("TAIL_CHANGED", seen.seal(), 0, "This node has seen another seal of that number.");
            }
        }

        Audit.Verdict verdict(boolean more) {
            return new Audit.Verdict(
                    List.copyOf(faults),
                    seals,
                    entries,
                    at.seal(),
                    at.mac(),
                    more ? OptionalLong.of(at.seal()) : OptionalLong.empty());
        }
    }

    /** Looks at the seals after one; 0 begins at the old end. */
    Audit.Verdict verify(long after) {
        Optional<SealStore.Head> seen = file.head(database.epoch().orElseThrow().storeId());
        Optional<SealStore.Cut> cut = store.cut();
        Audit.Verdict verdict = verify(after, cut, seen);
        boolean cutMeanwhile = !verdict.intact() && !store.cut().equals(cut);
        return cutMeanwhile ? verify(after, store.cut(), seen) : verdict;
    }

    private Audit.Verdict verify(long after, Optional<SealStore.Cut> cut, Optional<SealStore.Head> seen) {
        Optional<Signer> signer = cut.isPresent() ? store.signer() : Optional.empty();
        if (signer.isEmpty()) {
            return withoutChain(seen);
        }
        Walk walk = new Walk(signer.get(), cut.get(), after);
        walk.requireCut();
        boolean more = walk.walk();
        if (!more) {
            walk.lookAtEnd(seen);
        }
        return walk.verdict(more);
    }

    /** A store in which nothing was ever changed has no trail; otherwise it was taken away. */
    private Audit.Verdict withoutChain(Optional<SealStore.Head> seen) {
        List<Audit.Fault> faults =
                seen.isPresent() || !store.unsealed().isEmpty() || store.head().seal() > 0
                        ? List.of(new Audit.Fault("CHAIN_MISSING", 0, 0, "The row with the key of the trail is gone."))
                        : List.of();
        return new Audit.Verdict(faults, 0, 0, 0, "", OptionalLong.empty());
    }
}
