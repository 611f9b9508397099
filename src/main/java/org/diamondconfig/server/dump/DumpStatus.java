/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.dump;

import java.time.Duration;
import java.util.Optional;
import org.diamondconfig.wire.Epoch;

/**
 * How the dump is doing, for health, metrics and people. Immutable.
 *
 * @param complete whether every key of the store was taken at least once; until then an unknown key is answered 503
 * @param entries present configurations
 * @param bytes their contents' length in all
 * @param age since the dump was last known to be level with the store; empty if that never was in this run
 * @param healed rows that a sweep found changed though nobody had told of it
 * @param degraded a sentence saying what is wrong; empty when nothing is
 */
public record DumpStatus(
        Optional<Epoch> epoch,
        boolean complete,
        long entries,
        long bytes,
        Optional<Duration> age,
        long healed,
        Optional<String> degraded) {}
