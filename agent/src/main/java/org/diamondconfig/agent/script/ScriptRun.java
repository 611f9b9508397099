/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.script;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.diamondconfig.agent.reader.StoreRecord;
import org.diamondconfig.agent.setup.ScriptSetup;
import org.diamondconfig.agent.store.Trusted;
import org.diamondconfig.wire.ConfigKey;

/**
 * One script, run once with one value. What it prints is kept to the bound; at the time limit it is killed with
 * all that came of it. What it leaves behind when it ends by itself in time is left alone: it may have started a daemon.
 */
final class ScriptRun {

    private static final String MARK = "DIAMOND_RUN";

    private final ScriptSetup setup;
    private final Path work;
    private final Trusted trusted;

    ScriptRun(ScriptSetup setup, Path work) throws IOException {
        this.setup = setup;
        this.work = work;
        this.trusted = Trusted.in(work);
    }

    Outcome run(Path script, StoreRecord now) throws InterruptedException {
        long start = System.nanoTime();
        Path value = work.resolve("value-" + UUID.randomUUID());
        try {
            checkOwned(script);
            Files.createFile(value, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(value, now.content());
            String mark = UUID.randomUUID().toString();
            try (ScriptOutput output = ScriptOutput.open(work, setup.outputBytes())) {
                Process process = output.started(builder(script, value, now, mark));
                return watched(process, new ProcessTree(process.toHandle(), MARK + '=' + mark), output, start);
            }
        } catch (IOException e) {
            return new Outcome(-1, Outcome.NOT_STARTED, String.valueOf(e.getMessage()), since(start));
        } finally {
            delete(value);
        }
    }

    /** A script that others may change is theirs, and it runs with the rights of the agent. */
    private void checkOwned(Path script) throws IOException {
        trusted.check(script);
        trusted.check(script.getParent());
        // A link may lead elsewhere.
        trusted.check(script.toRealPath().getParent());
    }

    private ProcessBuilder builder(Path script, Path value, StoreRecord now, String mark) {
        List<String> command =
                Files.isExecutable(script) ? List.of(script.toString()) : List.of("/bin/sh", script.toString());
        ProcessBuilder builder = new ProcessBuilder(command).directory(work.toFile());
        ConfigKey key = now.key();
        Map<String, String> environment = builder.environment();
        // Nothing of the agent's own: there may be passwords in it.
        environment.keySet().removeIf(name -> !List.of("PATH", "LANG", "HOME").contains(name));
        environment.put("DIAMOND_CLUSTER", now.cluster());
        environment.put("DIAMOND_NAMESPACE", ConfigKey.displayNamespace(key.namespace()));
        environment.put("DIAMOND_GROUP", key.group());
        environment.put("DIAMOND_DATA_ID", key.dataId());
        environment.put("DIAMOND_VERSION", Long.toString(now.version()));
        environment.put("DIAMOND_MD5", now.md5());
        environment.put("DIAMOND_EVENT", now.present() ? "changed" : "removed");
        environment.put("DIAMOND_FILE", value.toString());
        environment.put("qconf_path", "/" + key);
        environment.put("qconf_idc", now.cluster());
        environment.put("qconf_type", "2");
        environment.put("qconf_event", now.present() ? "0" : "2");
        environment.put(MARK, mark);
        return builder;
    }

    private Outcome watched(Process process, ProcessTree tree, ScriptOutput output, long start)
            throws InterruptedException {
        try {
            long left = setup.limit().toNanos() - (System.nanoTime() - start);
            if (process.waitFor(left, TimeUnit.NANOSECONDS)) {
                return new Outcome(process.exitValue(), "ended", output.text(), since(start));
            }
            tree.kill();
            return new Outcome(-1, Outcome.KILLED, output.text(), since(start));
        } catch (InterruptedException e) {
            tree.kill();
            throw e;
        }
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // The folder is emptied at the next start.
        }
    }
}
