/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.gdiamond;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.diamondconfig.client.Config;
import org.diamondconfig.client.ConfigListener;
import org.diamondconfig.client.DiamondClient;
import org.diamondconfig.client.Subscription;
import org.diamondconfig.client.diamond.Diamond;
import org.diamondconfig.wire.ConfigKey;

/**
 * gdiamond's client, on a {@link DiamondClient}: one listener a key, and {@code ""} for whatever could not be had. Thread-safe.
 *
 * <pre>{@code
 * Gdiamond gdiamond = new Gdiamond(client);
 * String now = gdiamond.getConfigAndSetListener("prices.yaml", "shop", 3000, later -> prices.reload(later));
 * }</pre>
 */
public final class Gdiamond implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger("org.diamondconfig.client");

    private final DiamondClient client;
    private final Diamond diamond;
    private final Map<ConfigKey, Subscription> listening = new HashMap<>(); // guarded by this

    /** The calls on this client, which stays its maker's to close. */
    public Gdiamond(DiamondClient client) {
        this.client = client;
        this.diamond = new Diamond(client);
    }

    /** The content now; {@code ""} if there is none, or nothing is known of it within this time. */
    public String getConfig(String dataId, String group, long timeoutMs) {
        try {
            String content = diamond.getConfig(dataId, group, timeoutMs);
            return content == null ? "" : content;
        } catch (IOException e) {
            LOG.log(Level.WARNING, "{0}; the caller is told that there is nothing", e.getMessage());
            return "";
        }
    }

    /**
     * The content now, and from now on what it becomes: the listener is told every difference from what this call returned, be
     * it made before the call returns, and {@code ""} once the key is removed. It takes the place of the key's listener.
     */
    public String getConfigAndSetListener(String dataId, String group, long timeoutMs, Consumer<String> listener) {
        String now = getConfig(dataId, group, timeoutMs);
        follow(dataId, group, new Following(now, listener));
        return now;
    }

    /** Has this listener called with the present content, and with what it becomes. It takes the place of the key's listener. */
    public void setListener(String dataId, String group, Consumer<String> listener) {
        follow(dataId, group, new Following("", listener));
    }

    private synchronized void follow(String dataId, String group, Following next) {
        ConfigKey key = ConfigKey.of(group, dataId);
        Subscription before = listening.put(key, client.listen(key, next));
        if (before != null) {
            before.close();
        }
    }

    /** Publishes; false if it was refused, or it is not known whether it happened: the log says which. */
    public boolean publishConfig(String dataId, String group, String content) {
        return diamond.publishSingle(dataId, group, content);
    }

    /** Ends all listeners; the client stays open. Harmless if repeated. */
    @Override
    public synchronized void close() {
        listening.values().forEach(Subscription::close);
        listening.clear();
        diamond.close();
    }

    /** A listener that is told what differs from what it, or its caller, was told last. Calls come one after another. */
    private static final class Following implements ConfigListener {

        private final Consumer<String> listener;

        /** Written by one call, read by the next, which may run on another thread. */
        private volatile String last;

        Following(String last, Consumer<String> listener) {
            this.last = last;
            this.listener = listener;
        }

        @Override
        public void onChange(Config config) {
            String now = config.content();
            if (!now.equals(last)) {
                last = now;
                listener.accept(now);
            }
        }
    }
}
