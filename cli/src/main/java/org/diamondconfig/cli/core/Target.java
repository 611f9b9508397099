/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.core;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.diamondconfig.cli.context.Context;
import org.diamondconfig.cli.context.Contexts;
import org.diamondconfig.cli.context.OwnFile;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.Refused;
import org.diamondconfig.cli.edge.Surroundings;
import org.diamondconfig.client.ClientSettings;
import org.diamondconfig.client.ClientSettings.Setting;
import org.diamondconfig.wire.ConfigKey;

/**
 * Which server, namespace and token a command is about. An option comes first, then the context that an option names, then the
 * environment, then the current context. Immutable.
 */
public final class Target {

    private static final String TIMEOUT = "10s";
    private static final long LONGEST_TOKEN_FILE = 1 << 16;

    private final Surroundings around;
    private final Map<String, String> options;
    private final Contexts contexts;
    private final String name;
    private final Context context;

    /** By these options; {@code ""} is one that was not given. */
    Target(Surroundings around, Map<String, String> options) {
        this.around = around;
        this.options = options;
        this.contexts = Contexts.read(file(around));
        this.name =
                option("context").or(() -> around.variable("DIAMOND_CONTEXT")).orElse(contexts.current());
        this.context = name.isEmpty() ? Context.NONE : contexts.get(name);
    }

    /** Where contexts are kept. */
    public static Path file(Surroundings around) {
        return around.folder("XDG_CONFIG_HOME", ".config").resolve("config");
    }

    /** What the process finds around it. */
    public Surroundings around() {
        return around;
    }

    /** All contexts. */
    public Contexts contexts() {
        return contexts;
    }

    /** The name of the one in use; may be empty. */
    public String contextName() {
        return name;
    }

    /** The one in use. */
    public Context context() {
        return context;
    }

    private Optional<String> option(String option) {
        return Optional.ofNullable(options.get(option)).filter(value -> !value.isEmpty());
    }

    private Optional<String> find(String member, String variable) {
        Optional<String> named = option("context").isPresent() ? context.get(member) : Optional.empty();
        return option(member)
                .or(() -> named)
                .or(() -> around.variable(variable))
                .or(() -> context.get(member));
    }

    /** The servers that are named; empty: those of the client's own settings. */
    public Optional<String> server() {
        return find(Context.SERVER, "DIAMOND_SERVER");
    }

    /** The servers in use, named or not. */
    public String servers() {
        return server().orElseGet(() -> settings("").text(Setting.SERVERS));
    }

    /** The namespace that is named anywhere. */
    public Optional<String> namespace() {
        return find(Context.NAMESPACE, "DIAMOND_NAMESPACE").map(ConfigKey::requireNamespace);
    }

    /** The group that is named anywhere. */
    public Optional<String> group() {
        return find(Context.GROUP, "DIAMOND_GROUP");
    }

    /** A key in that namespace and group. */
    public ConfigKey key(String dataId) {
        return ConfigKey.of(namespace().orElse(ConfigKey.PUBLIC), group().orElse(null), dataId);
    }

    /** The client's settings that come of it. */
    public ClientSettings settings() {
        Map<Setting, String> told = told();
        token(told);
        return ClientSettings.resolve(told, System::getProperty, around.environment()::get);
    }

    /** The same with this token and no other; {@code ""} is none. */
    ClientSettings settings(String token) {
        Map<Setting, String> told = told();
        told.put(Setting.TOKEN, token);
        told.put(Setting.TOKEN_FILE, "");
        return ClientSettings.resolve(told, System::getProperty, around.environment()::get);
    }

    private Map<Setting, String> told() {
        Map<Setting, String> told = new EnumMap<>(Setting.class);
        server().ifPresent(servers -> told.put(Setting.SERVERS, servers));
        told.put(Setting.ADDRESS_URLS, "");
        option("timeout")
                .or(() -> around.variable("DIAMOND_CALL_TIMEOUT").isPresent() ? Optional.empty() : Optional.of(TIMEOUT))
                .ifPresent(time -> told.put(Setting.CALL_TIMEOUT, time));
        told.put(Setting.APP, "diamond-cli");
        return told;
    }

    /**
     * What the context lets its user in by; nothing if the servers in use are not all the context's own, so that what was meant for
     * one is shown to no other, whoever names it.
     */
    private Optional<String> secret(String member) {
        return context.get(member).filter(secret -> contextsOwn());
    }

    /** Whether the servers in use are all among the context's. */
    public boolean contextsOwn() {
        Optional<String> own = context.get(Context.SERVER);
        return own.equals(server()) || servers(own).containsAll(servers(server()));
    }

    private List<URI> servers(Optional<String> named) {
        Map<Setting, String> told = new EnumMap<>(Setting.class);
        named.ifPresent(servers -> told.put(Setting.SERVERS, servers));
        told.put(Setting.ADDRESS_URLS, "");
        told.put(Setting.TOKEN, "");
        told.put(Setting.TOKEN_FILE, "");
        return ClientSettings.resolve(told, System::getProperty, around.environment()::get)
                .tuning()
                .servers();
    }

    /** What one place names: a token, or else a file with it. */
    private record Shown(Optional<String> token, Optional<String> file) {

        boolean isNamed() {
            return token.isPresent() || file.isPresent();
        }
    }

    /** Whichever place is nearest counts, be it by a token or by a file; a session, only where none names either. */
    private void token(Map<Setting, String> told) {
        Shown shown = new Shown(option(Context.TOKEN), option(Context.TOKEN_FILE));
        if (!shown.isNamed() && option("context").isEmpty()) {
            shown = new Shown(around.variable("DIAMOND_TOKEN"), around.variable("DIAMOND_TOKEN_FILE"));
        }
        if (!shown.isNamed()) {
            shown = new Shown(secret(Context.TOKEN), secret(Context.TOKEN_FILE));
        }
        told.put(Setting.TOKEN, shown.token().orElse(""));
        told.put(
                Setting.TOKEN_FILE,
                shown.token().isPresent() ? "" : shown.file().orElse(""));
        if (shown.token().isEmpty()) {
            shown.file().map(Path::of).ifPresent(Target::check);
        }
    }

    private static void check(Path file) {
        try {
            if (!Files.isReadable(file) || Files.isDirectory(file)) {
                throw new Refused(Exit.ACCESS, file + ": there is no such file of a token, or it cannot be read");
            }
            if (Files.isRegularFile(file) && !holdsToken(file)) {
                throw new Refused(Exit.ACCESS, file + ": it holds no token: visible ASCII characters expected");
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static Refused unreadable(Path file, IOException e) {
        return new Refused(Exit.ACCESS, file + ": cannot be read: " + Refused.reason(e));
    }

    /** What somebody should know of the file that the token is in; nothing, if it is its owner's alone. */
    Optional<String> warning(ClientSettings settings) {
        String file = settings.text(Setting.TOKEN_FILE);
        try {
            return !file.isEmpty() && OwnFile.othersMayRead(Path.of(file))
                    ? Optional.of("warning: " + file + ": others may read this token; chmod 600 " + file)
                    : Optional.empty();
        } catch (IOException e) {
            throw unreadable(Path.of(file), e);
        }
    }

    private static boolean holdsToken(Path file) throws IOException {
        return Files.size(file) <= LONGEST_TOKEN_FILE
                && new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                        .strip()
                        .matches("[!-~]+");
    }

    /** Whether nothing is shown to the servers though the context holds something, which is for others. */
    boolean withholds(ClientSettings settings) {
        boolean holds = context.secret() || context.get(Context.TOKEN_FILE).isPresent();
        return holds && !showsToken(settings) && !contextsOwn();
    }

    private static boolean showsToken(ClientSettings settings) {
        return !settings.text(Setting.TOKEN).isEmpty()
                || !settings.text(Setting.TOKEN_FILE).isEmpty();
    }

    /** The headers of a signed-in person; none for whoever shows a token. */
    Map<String, String> session(ClientSettings settings) {
        return showsToken(settings)
                ? Map.of()
                : secret(Context.COOKIE)
                        .map(cookie -> Map.of(
                                "Cookie",
                                cookie,
                                "X-CSRF-Token",
                                context.get(Context.CSRF).orElse("")))
                        .orElse(Map.of());
    }
}
