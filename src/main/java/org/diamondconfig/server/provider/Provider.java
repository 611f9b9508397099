/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.provider;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.diamondconfig.server.aggregate.Datum;

/**
 * One datum as a provider of a service. Immutable.
 *
 * @param standing in which state it is
 */
record Provider(Datum datum, Standing standing) {

    /**
     * The state of one provider, as somebody set it. Immutable.
     *
     * @param version how often it was set to another
     * @param at by the clock of the database
     */
    record Standing(String datumId, ProviderState state, long version, String by, Instant at) {}

    /**
     * One change of a state. Immutable.
     *
     * @param address where it came from
     * @param comment why; may be empty
     */
    record Revision(Standing standing, String address, String comment) {}

    /**
     * Some providers of a key, in the byte order of their datumIds.
     *
     * @param next where the next page begins; empty when this is the last
     */
    record Page(List<Provider> providers, Optional<String> next) {}

    /**
     * A provider as somebody saw it who is going to judge it. Immutable.
     *
     * @param datumVersion of what it published
     * @param stateVersion how often its state was set to another
     */
    record Seen(String datumId, long datumVersion, ProviderState state, long stateVersion) {}

    /**
     * What became of a wish to set a state.
     *
     * @param changed whether it was another before
     */
    record Set(String datumId, ProviderState state, long version, boolean changed) {}
}
