/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.core;

import java.util.Map;
import org.diamondconfig.cli.api.Api;
import org.diamondconfig.cli.edge.Format;
import org.diamondconfig.cli.edge.Out;
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

    /** A key by the options. */
    public ConfigKey key(String dataId) {
        return target.key(dataId);
    }

    /** The servers. */
    public Api api() {
        if (api == null) {
            ClientSettings settings = target.settings();
            api = new Api(settings, target.session(settings));
        }
        return api;
    }

    /** The servers, asked by whoever shows this token, or by nobody. */
    public Api apiShowing(String token) {
        if (shown != null) {
            shown.close();
        }
        shown = new Api(target.settings(token), Map.of());
        return shown;
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
