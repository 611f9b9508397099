/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client;

import org.diamondconfig.wire.ConfigKey;

/**
 * A datum that the store has committed; the content of its key follows, mostly within 100 ms. Immutable.
 *
 * @param key whose datum
 * @param datumId which
 * @param datumVersion the datum's version now; the same as before if nothing differed
 * @param dirty how many changes the datums of the key have seen
 */
public record DatumPublished(ConfigKey key, String datumId, long datumVersion, long dirty) {}
