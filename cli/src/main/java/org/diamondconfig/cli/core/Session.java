/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.core;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.diamondconfig.cli.api.Api;
import org.diamondconfig.cli.api.Calls;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.Format;
import org.diamondconfig.cli.edge.Out;
import org.diamondconfig.cli.edge.Refused;
import org.diamondconfig.client.ClientSettings;
import org.diamondconfig.client.ClientSettings.Setting;
import org.diamondconfig.client.DiamondClient;
import org.diamondconfig.wire.ConfigKey;

/** One run of a command: whom it asks, and where it prints. Confined to one thread, but for its output. */
public final class Session implements AutoCloseable {

    private final Target target;
    private final Out out;
    private Api api;
    private Api shown;

    Session(Target target, Format format, boolean quiet) {
        this.target = target;
        this.out = new Out(target.around(), format, quiet);
    }

    /** What it is about. */
    public Target target() {
        return target;
    }

    /** Where it prints. */
    public Out out() {
        return out;
    }

    /** Whether a person pressed Ctrl-C: long work then ends where it is, and tells how far it came. */
    public boolean interrupted() {
        return target.around().interruption().isAsked();
    }

    /** A key by the options. */
    public ConfigKey key(String dataId) {
        return target.key(dataId);
    }

    /** The servers. */
    public Api api() {
        if (api == null) {
            ClientSettings settings = target.settings();
            if (target.withholds(settings)) {
                out.say("diamond: what context " + target.contextName()
                        + " lets you in by is for its own servers, and is not shown to others");
            }
            target.warning(settings).ifPresent(warning -> out.say("diamond: " + warning));
            api = new Api(settings, target.session(settings));
        }
        return api;
    }

    /** The same call within the namespace and the group that are set, if they are. */
    public Calls within(Calls call) {
        return call.with("namespace", target.namespace().orElse(null))
                .with("group", target.group().orElse(null));
    }

    /** The servers, asked by whoever shows this token, or by nobody. */
    public Api apiShowing(String token) {
        if (shown != null) {
            shown.close();
        }
        shown = new Api(target.settings(token), Map.of());
        return shown;
    }

    /** Refuses a person's session, which the client cannot show: it would wait for ever. */
    public void requireTokenFor(String command) {
        if (!target.session(target.settings()).isEmpty()) {
            throw new Refused(
                    Exit.ACCESS,
                    command + " needs a token: sign in by one, or name it by DIAMOND_TOKEN or --token-file");
        }
    }

    /** Refuses several servers where one is looked after: nobody would know which of them it was. */
    public void requireOneServerFor(String command) {
        List<URI> servers = target.settings().tuning().servers();
        if (servers.stream().distinct().count() > 1) {
            throw new Refused(
                    Exit.USAGE,
                    command + " is about one server: name it by --server, of "
                            + servers.stream().map(URI::toString).collect(Collectors.joining(", ")));
        }
    }

    /** A client of the same settings, with its files there. */
    public DiamondClient client(java.nio.file.Path home) {
        ClientSettings settings = target.settings();
        DiamondClient.Builder builder = DiamondClient.builder();
        for (Setting setting : Setting.values()) {
            builder.with(setting, settings.text(setting));
        }
        return builder.home(home).build();
    }

    @Override
    public void close() {
        try {
            out.flush();
        } finally {
            if (api != null) {
                api.close();
            }
            if (shown != null) {
                shown.close();
            }
        }
    }
}
