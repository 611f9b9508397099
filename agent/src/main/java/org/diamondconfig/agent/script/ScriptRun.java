/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.script;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
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
import org.diamondconfig.wire.ConfigKey;

/**
 * One script, run once with one value. What it prints is read to the end and kept to the bound; at the time limit it is killed with
 * all that came of it. What it leaves behind when it ends by itself in time is left alone: it may have started a daemon.
 */
final class ScriptRun {

    private static final String MARK = "DIAMOND_RUN";
    private static final long LOOK_MILLIS = 20;

    private final ScriptSetup setup;
    private final Path work;

    ScriptRun(ScriptSetup setup, Path work) {
        this.setup = setup;
        this.work = work;
    }

    Outcome run(Path script, StoreRecord now) throws InterruptedException {
        long start = System.nanoTime();
        Path value = work.resolve("value-" + UUID.randomUUID());
        try {
            checkOwned(script);
            Files.createFile(value, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(value, now.content());
            String mark = UUID.randomUUID().toString();
            Process process = started(script, value, now, mark);
            return watched(process, new ProcessTree(process.toHandle(), MARK + '=' + mark), start);
        } catch (IOException e) {
            return new Outcome(-1, "not started", e.getMessage(), since(start));
        } finally {
            delete(value);
        }
    }

    /** A script that others may write is theirs, and it runs with the rights of the agent. */
    private static void checkOwned(Path script) throws IOException {
        String permissions = PosixFilePermissions.toString(Files.getPosixFilePermissions(script));
        if (permissions.charAt(4) == 'w' || permissions.charAt(7) == 'w') {
            throw new IOException(script + ": its group or everybody may write it; chmod go-w");
        }
    }

    private Process started(Path script, Path value, StoreRecord now, String mark) throws IOException {
        List<String> command =
                Files.isExecutable(script) ? List.of(script.toString()) : List.of("/bin/sh", script.toString());
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).directory(work.toFile());
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
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    private Outcome watched(Process process, ProcessTree tree, long start) throws InterruptedException {
        StringBuilder printed = new StringBuilder();
        long limit = setup.limit().toNanos();
        try {
            while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                drain(process.getInputStream(), printed);
                if (System.nanoTime() - start > limit) {
                    tree.kill();
                    return new Outcome(-1, "killed", printed.toString(), since(start));
                }
            }
            drain(process.getInputStream(), printed);
            return new Outcome(process.exitValue(), "ended", printed.toString(), since(start));
        } catch (InterruptedException e) {
            tree.kill();
            throw e;
        }
    }

    /** Takes what is there and waits for nothing: a child that is left behind may keep the pipe open for ever. */
    private void drain(InputStream output, StringBuilder printed) {
        try {
            byte[] buffer = new byte[8192];
            // At most what a pipe holds, some times over: a flood must not keep the limit from being looked at.
            for (int i = 0; i < 64 && output.available() > 0; i++) {
                int read = output.read(buffer, 0, Math.min(buffer.length, output.available()));
                int keep = Math.min(Math.max(read, 0), setup.outputBytes() - printed.length());
                printed.append(new String(buffer, 0, keep, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            // It is closed: there is no more.
        }
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // The folder is emptied at the next start.
        }
    }
}
