/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.diamond;

import org.diamondconfig.client.Config;
import org.diamondconfig.client.ConfigListener;
import org.diamondconfig.wire.Md5;

/**
 * A listener as the original calls it: by content alone. It counts from nothing, so that a key which is absent at first is not
 * told of, and one that goes is told as null. Calls come one after another.
 */
final class Told implements ConfigListener {

    private final ManagerListener listener;

    /** Written by one call, read by the next, which may run on another thread. */
    private volatile String lastMd5 = Md5.NOTHING;

    Told(ManagerListener listener) {
        this.listener = listener;
    }

    @Override
    public void onChange(Config config) {
        if (!config.md5().equals(lastMd5)) {
            lastMd5 = config.md5();
            listener.receiveConfigInfo(config.present() ? config.content() : null);
        }
    }
}
