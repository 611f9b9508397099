/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.script;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.diamondconfig.agent.reader.StoreRecord;
import org.diamondconfig.agent.setup.ScriptSetup;
import org.diamondconfig.wire.ConfigKey;

/**
 * Runs the scripts of one cluster: one at a time for a key, of the values that arrive meanwhile the last. A value for which the
 * script has ended once, in this life of the agent or an earlier one, is not run for again; one that could not be started is tried
 * again when the value comes again. Thread-safe.
 */
public final class Scripts implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Scripts.class.getName());

    private final ScriptDir scripts;
    private final ScriptRun run;
    private final AppliedFile done;
    private final Applied heard;
    private final ExecutorService threads;
    /** Guarded by itself: what is to be run next for a key. */
    private final Map<ConfigKey, StoreRecord> next = new HashMap<>();
    /** Guarded by {@link #next}: the keys that a thread is busy with. */
    private final Set<ConfigKey> busy = new HashSet<>();

    /**
     * Runs nothing yet.
     *
     * @param state a folder of the agent's own
     */
    public Scripts(ScriptSetup setup, Path state, Applied heard) throws IOException {
        Path work = Files.createDirectories(state.resolve("run"));
        try (DirectoryStream<Path> left = Files.newDirectoryStream(work, "value-*")) {
            for (Path value : left) {
                Files.delete(value);
            }
        }
        this.scripts = new ScriptDir(setup.folder());
        this.run = new ScriptRun(setup, work);
        this.done = new AppliedFile(state.resolve("applied"));
        this.heard = heard;
        AtomicInteger count = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(
                setup.threads(), task -> new Thread(task, "diamond-script-" + count.incrementAndGet()));
    }

    /**
     * Takes what is in the store now; the same may come again. Does not block.
     */
    public void take(StoreRecord now) {
        if (scripts.find(now.key()).isEmpty()) {
            heard.applied(now, Optional.empty());
            return;
        }
        synchronized (next) {
            next.put(now.key(), now);
            if (busy.add(now.key())) {
                threads.execute(() -> runAll(now.key()));
            }
        }
    }

    private void runAll(ConfigKey key) {
        while (!Thread.currentThread().isInterrupted()) {
            StoreRecord now;
            synchronized (next) {
                now = next.remove(key);
                if (now == null) {
                    busy.remove(key);
                    return;
                }
            }
            runOne(now);
        }
    }

    private void runOne(StoreRecord now) {
        Optional<Path> script = scripts.find(now.key());
        if (script.isEmpty() || !done.isNew(now)) {
            return;
        }
        try {
            Outcome outcome = run.run(script.get(), now);
            Level level = outcome.exit() == 0 ? Level.INFO : Level.WARNING;
            LOG.log(
                    level,
                    script.get() + " for " + now.key() + " at version " + now.version() + ": " + outcome.ending()
                            + ", status " + outcome.exit() + ", "
                            + outcome.took().toMillis() + " ms"
                            + (outcome.printed().isEmpty()
                                    ? ""
                                    : ", printed: " + outcome.printed().strip()));
            if (!outcome.ending().equals(Outcome.NOT_STARTED)) {
                done.applied(now, outcome.exit());
            }
            heard.applied(now, Optional.of(outcome));
        } catch (IOException e) {
            LOG.log(Level.ERROR, now.key() + ": that its script has run is not remembered: " + e);
        } catch (InterruptedException e) {
            // The agent ends; the script runs again at its next start.
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, now.key() + ": its script failed in the agent", e);
        }
    }

    /** Kills what runs and waits for it, a few seconds. */
    @Override
    public void close() {
        threads.shutdownNow();
        try {
            threads.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
