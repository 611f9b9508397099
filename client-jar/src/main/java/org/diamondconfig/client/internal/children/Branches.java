/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.internal.children;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.diamondconfig.client.internal.Engine;
import org.diamondconfig.client.internal.Lane;
import org.diamondconfig.client.internal.children.ChildSet.Want;
import org.diamondconfig.wire.ConfigKey.Prefix;

/** The prefixes that a client listens to: each is listed once and watched, however many listen. Thread-safe. */
public final class Branches {

    private final Engine<?> engine;
    private final Lister lister;
    private final ChildrenDir files;
    private final Map<Want, Map<Prefix, ListedBranch>> listened = new EnumMap<>(Want.class); // guarded by this

    /**
     * None yet.
     *
     * @param root the folder of the last lists
     */
    public Branches(Engine<?> engine, Path root) {
        this.engine = engine;
        this.lister = new Lister(engine.gateway());
        this.files = new ChildrenDir(root);
        for (Want want : Want.values()) {
            listened.put(want, new HashMap<>());
        }
    }

    /**
     * What is below the prefix now: from memory if somebody listens, else from a server, else the last list on disk.
     *
     * @throws IOException if nothing is known and no server answers
     */
    public ChildSet now(Prefix prefix, Want want) throws IOException, InterruptedException {
        ListedBranch branch = listened(prefix, want);
        if (branch.shown() == null) {
            try {
                branch.refresh();
            } catch (IOException e) {
                if (!branch.known()) {
                    throw e;
                }
                branch.settle();
            }
        }
        ChildSet now = branch.shown();
        if (now == null) {
            throw new IOException("it may not be listed, and there is no copy of it");
        }
        return now;
    }

    private synchronized ListedBranch listened(Prefix prefix, Want want) {
        ListedBranch known = listened.get(want).get(prefix);
        return known == null ? opened(prefix, want) : known;
    }

    private ListedBranch opened(Prefix prefix, Want want) {
        ListedBranch made = new ListedBranch(prefix, want, lister, files, new ChildReceipts(engine.nanos()));
        made.epoch().ifPresent(engine.health()::learn);
        return made;
    }

    /**
     * Calls the consumer with what is below the prefix now and with what it becomes.
     *
     * @param wanted the name of a {@link Want}
     * @param name what servers are told of it by, if it throws
     * @param executor where; empty = on threads of the client
     * @return ends it; no call begins after it was run
     */
    public Runnable listen(
            Prefix prefix, String wanted, Consumer<ChildSet> consumer, String name, Optional<Executor> executor) {
        Want want = Want.valueOf(wanted);
        ListedBranch branch;
        Lane<ChildSet> lane;
        synchronized (this) {
            ListedBranch known = listened.get(want).get(prefix);
            branch = known == null ? opened(prefix, want) : known;
            lane = branch.lane(consumer, name, executor.orElse(engine.listeners()));
            branch.add(lane);
            if (known == null) {
                engine.watch(branch);
                listened.get(want).put(prefix, branch);
            }
        }
        lane.signal();
        return () -> release(branch, lane);
    }

    private synchronized void release(ListedBranch branch, Lane<ChildSet> lane) {
        if (branch.remove(lane) && listened.get(branch.want()).remove(branch.prefix(), branch)) {
            engine.release(branch);
        }
    }
}
