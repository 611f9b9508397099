/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import org.diamondconfig.cli.api.Answer;
import org.diamondconfig.cli.core.Root;
import org.diamondconfig.cli.core.Session;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.JsonText;
import org.diamondconfig.cli.edge.Refused;
import org.diamondconfig.client.Config;
import org.diamondconfig.client.DiamondClient;
import org.diamondconfig.client.children.Children;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigKey.Prefix;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Tells each change, until it is ended. */
@Command(
        name = "watch",
        description = {
            "Print what configurations are, and then each change: one JSON object a line.",
            "A name that ends with / is a prefix: everything below it."
        })
public final class Watch implements Callable<Integer> {

    private static final int WAITING = 100; // with their contents

    @ParentCommand
    private Root root;

    @Parameters(arity = "1..*", paramLabel = "DATAID", description = "Configurations, or prefixes that end with /.")
    private List<String> dataIds;

    @Option(
            names = "--exec",
            paramLabel = "CMD",
            description = {
                "Run this by the shell at each line, the content on its standard input, and DIAMOND_NAMESPACE, _GROUP,",
                "_DATA_ID, _STATE, _VERSION and _MD5 in its environment. One at a time, in order; a failure is told."
            })
    private String command;

    @Option(names = "--count", paramLabel = "N", description = "End after so many lines.")
    private Long count;

    @Option(names = "--no-content", description = "Leave the contents out of the lines.")
    private boolean noContent;

    private final BlockingQueue<Map<String, Object>> changes = new LinkedBlockingQueue<>(WAITING);

    @Override
    public Integer call() throws IOException, InterruptedException {
        Session session = root.session();
        List<ConfigKey> keys = new ArrayList<>();
        List<Prefix> prefixes = new ArrayList<>();
        for (String dataId : dataIds) {
            if (dataId.endsWith("/")) {
                ConfigKey below = session.key(dataId + "x");
                prefixes.add(new Prefix(below.namespace(), below.group(), dataId));
            } else {
                keys.add(session.key(dataId));
            }
        }
        session.requireTokenFor("watch");
        keys.forEach(key -> requireReadable(session, key));
        prefixes.forEach(prefix -> requireReadable(session, prefix));
        Path home = Files.createTempDirectory("diamond-watch");
        Thread cleaner = new Thread(() -> delete(home), "diamond-cleaner");
        Runtime.getRuntime().addShutdownHook(cleaner);
        try (DiamondClient client = session.client(home)) {
            keys.forEach(key -> client.listen(key, this::changed));
            prefixes.forEach(prefix -> client.listenPrefix(prefix, Children.Want.CONTENTS, change -> {
                change.added().forEach(key -> put(row(change.now(), key)));
                change.changed().forEach(key -> put(row(change.now(), key)));
                change.removed().forEach(key -> put(row(key, "absent")));
            }));
            for (long told = 0; count == null || told < count; told++) {
                tell(session, changes.take());
            }
        } finally {
            delete(home);
        }
        return Exit.OK.code();
    }

    /** So that a wrong name, server or token ends it at once, and is not waited for. */
    private static void requireReadable(Session session, ConfigKey key) {
        Answer answer = session.api().call("GET", "/config").about(key).ask();
        if (!answer.code().equals("CONFIG_NOT_FOUND")) {
            answer.required();
        }
    }

    private static void requireReadable(Session session, Prefix prefix) {
        session.api()
                .get("/children")
                .with("namespace", prefix.namespace())
                .with("group", prefix.group())
                .with("prefix", prefix.prefix())
                .with("limit", 1)
                .send();
    }

    private void changed(Config config) {
        Map<String, Object> row = row(config.key(), config.present() ? "present" : "absent");
        row.put("version", config.version());
        row.put("md5", config.md5());
        row.put("type", config.type().wireName());
        row.put("content", config.present() ? config.content() : null);
        put(row);
    }

    private static Map<String, Object> row(Children now, ConfigKey key) {
        Map<String, Object> row = row(key, "present");
        now.find(key.dataId()).ifPresent(child -> {
            row.put("version", child.version());
            row.put("md5", child.md5());
            row.put("type", child.type().wireName());
            row.put("content", child.content().orElse(null));
        });
        return row;
    }

    private static Map<String, Object> row(ConfigKey key, String state) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("namespace", key.namespace());
        row.put("group", key.group());
        row.put("dataId", key.dataId());
        row.put("state", state);
        return row;
    }

    /** Waits while the lines are not read as fast as they come: the client then skips to the latest. */
    private void put(Map<String, Object> row) {
        try {
            changes.put(row);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(Session session, Map<String, Object> row) throws InterruptedException {
        Map<String, Object> told = new LinkedHashMap<>(row);
        if (noContent) {
            told.remove("content");
        }
        session.out().line(JsonText.of(told));
        session.out().flush();
        if (command != null) {
            int status = Shell.run(command, row);
            if (status != 0) {
                session.out().say("diamond: " + command + " ended with " + status);
            }
        }
    }

    private static void delete(Path folder) {
        try (var all = Files.walk(folder)) {
            all.sorted(java.util.Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        } catch (IOException | java.io.UncheckedIOException e) {
            // It is below the folder for what nobody misses.
        }
    }

    /** Refuses what the shell could not be given. */
    static Refused cannotRun(IOException e) {
        return new Refused(Exit.FAILED, "the command cannot be run: " + e.getMessage());
    }
}
