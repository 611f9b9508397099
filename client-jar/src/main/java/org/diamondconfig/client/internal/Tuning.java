/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.internal;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.diamondconfig.client.internal.edge.Credential;

/**
 * The settings as the engine needs them, checked and resolved. Immutable.
 *
 * @param servers the servers by their base URI, as configured; may be empty if there are address URLs
 * @param addressUrls where lists of servers are asked for
 * @param home the folder of all files
 * @param app the application's name, for the servers' logs; may be empty
 * @param credential the token that servers are shown
 * @param limits the bounds
 * @param times the durations
 */
public record Tuning(
        List<URI> servers,
        List<URI> addressUrls,
        Path home,
        String app,
        Credential credential,
        Limits limits,
        Times times) {

    /**
     * Bounds.
     *
     * @param subscriptions most keys that a get subscribes
     * @param body the largest answer taken, in bytes
     * @param pollingOnly whether no long poll is held
     */
    public record Limits(int subscriptions, int body, boolean pollingOnly) {}

    /**
     * Durations.
     *
     * @param call for one call, and for a whole first get
     * @param hold how long a server may hold a poll
     * @param compare in which everything is compared plainly, once at least
     * @param refresh between two askings for the list of servers
     * @param failover between two looks at the failover files
     * @param retryCap the longest pause between two tries
     */
    public record Times(
            Duration call, Duration hold, Duration compare, Duration refresh, Duration failover, Duration retryCap) {}
}
