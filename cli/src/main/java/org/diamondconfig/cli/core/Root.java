/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.core;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.diamondconfig.cli.context.Context;
import org.diamondconfig.cli.edge.Format;
import org.diamondconfig.cli.edge.Surroundings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command itself, and the options that each of its commands takes, before or after its name. Confined to one thread. */
@Command(
        name = "diamond",
        mixinStandardHelpOptions = true,
        version = "diamond 0.1.0",
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = "Reads, publishes and watches configurations, and looks after the servers that keep them.")
public final class Root implements AutoCloseable {

    /** No token: it would stand in the command line, and in a file too. */
    private static final List<String> KEPT =
            List.of(Context.SERVER, Context.NAMESPACE, Context.GROUP, Context.TOKEN_FILE);

    @Option(
            names = "--server",
            scope = ScopeType.INHERIT,
            paramLabel = "URL",
            description = "The servers, by commas: base URLs or host[:port].")
    private String server;

    @Option(
            names = "--context",
            scope = ScopeType.INHERIT,
            paramLabel = "NAME",
            description = "The context; see diamond context.")
    private String context;

    @Option(
            names = {"-n", "--namespace"},
            scope = ScopeType.INHERIT,
            paramLabel = "NAME",
            description = "The namespace; public if none is set.")
    private String namespace;

    @Option(
            names = {"-g", "--group"},
            scope = ScopeType.INHERIT,
            paramLabel = "NAME",
            description = "The group; DEFAULT_GROUP if none is set.")
    private String group;

    @Option(
            names = "--token",
            scope = ScopeType.INHERIT,
            paramLabel = "TOKEN",
            description = "The token; others see it in the list of processes, so rather DIAMOND_TOKEN or a file.")
    private String token;

    @Option(
            names = "--token-file",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description = "A file with the token.")
    private String tokenFile;

    @Option(
            names = {"-o", "--output"},
            scope = ScopeType.INHERIT,
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table, json or raw.")
    private Format format;

    @Option(
            names = "--timeout",
            scope = ScopeType.INHERIT,
            paramLabel = "TIME",
            description = "The longest time of one call: 500ms, 30s or 5m; 10s if none is set.")
    private String timeout;

    @Option(
            names = {"-q", "--quiet"},
            scope = ScopeType.INHERIT,
            description = "Say nothing but errors.")
    private boolean quiet;

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Say what the client says to its log.")
    private boolean verbose;

    @SuppressWarnings("UnusedVariable") // colours are chosen before options are read
    @Option(names = "--no-color", scope = ScopeType.INHERIT, description = "No colours; as NO_COLOR does.")
    private boolean noColor;

    private final Surroundings around;
    private Session session;

    /** Options that are not read yet. */
    public Root(Surroundings around) {
        this.around = around;
    }

    /** What the process finds around it. */
    public Surroundings around() {
        return around;
    }

    /** What the options amount to, made at the first call. */
    public Session session() {
        if (session == null) {
            session = new Session(new Target(around, named()), format, quiet);
        }
        return session;
    }

    /** What the options say that a context may keep. */
    public Map<String, String> given() {
        Map<String, String> given = named();
        given.keySet().retainAll(KEPT);
        return given;
    }

    /** Where, and by what, as far as options say it. */
    private Map<String, String> named() {
        Map<String, String> named = new LinkedHashMap<>();
        named.put(Context.SERVER, server);
        named.put("context", context);
        named.put(Context.NAMESPACE, namespace);
        named.put(Context.GROUP, group);
        named.put(Context.TOKEN, token);
        named.put(Context.TOKEN_FILE, tokenFile);
        named.put("timeout", timeout);
        named.values().removeIf(Objects::isNull);
        return named;
    }

    /** Whether the log is told. */
    public boolean verbose() {
        return verbose;
    }

    /** The format that was asked for, or the usual one when it was not understood. */
    public Format format() {
        return format == null ? Format.TABLE : format;
    }

    @Override
    public void close() {
        if (session != null) {
            session.close();
        }
    }
}
