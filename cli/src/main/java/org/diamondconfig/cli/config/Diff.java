/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.config;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.diamondconfig.cli.core.Root;
import org.diamondconfig.cli.core.Session;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.Refused;
import org.diamondconfig.wire.ConfigKey;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Compares a configuration with a file, or two of its versions. */
@Command(
        name = "diff",
        description = {
            "Print how a configuration differs from a file, or two of its versions from each other.",
            "Exit 0: they are the same; 1: they differ."
        })
public final class Diff implements Callable<Integer> {

    @ParentCommand
    private Root root;

    @Parameters(paramLabel = "DATAID", description = "The configuration.")
    private String dataId;

    @ArgGroup(multiplicity = "1")
    private Other other;

    /** With what. */
    static final class Other {
        @Option(
                names = {"-f", "--file"},
                paramLabel = "FILE",
                description = "What is now with this file; - is the standard input.")
        private String file;

        @Option(
                names = "--versions",
                paramLabel = "A[..B]",
                description = "Version A with version B, or with what is now.")
        private String versions;
    }

    @Override
    public Integer call() {
        Session session = root.session();
        ConfigKey key = session.key(dataId);
        String told = other.file == null ? versions(session, key) : file(session, key);
        if (session.out().json()) {
            session.out().object(row(told));
        } else {
            session.out().bytes(told.getBytes(StandardCharsets.UTF_8));
        }
        return told.isEmpty() ? Exit.OK.code() : Exit.FAILED.code();
    }

    /** A difference, or none, as JSON. */
    static Map<String, Object> row(String told) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("different", !told.isEmpty());
        row.put("diff", told);
        return row;
    }

    private String file(Session session, ConfigKey key) {
        String text = Contents.text(other.file, Contents.read(root.around(), other.file));
        return LineDiff.unified(key.toString(), Contents.current(session, key), other.file, text);
    }

    private String versions(Session session, ConfigKey key) {
        if (!other.versions.matches("[0-9]{1,18}(\\.\\.[0-9]{1,18})?")) {
            throw new Refused(Exit.USAGE, "--versions: two versions as 3..7, or one");
        }
        String[] two = other.versions.split("\\.\\.", 2);
        String before = content(session, key, two[0]);
        String after = two.length == 2 ? content(session, key, two[1]) : Contents.current(session, key);
        return LineDiff.unified(
                key + " version " + two[0], before, key + (two.length == 2 ? " version " + two[1] : " now"), after);
    }

    private static String content(Session session, ConfigKey key, String version) {
        return String.valueOf(
                Contents.version(session, key, Long.parseLong(version)).get("content"));
    }
}
