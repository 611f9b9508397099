/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How a client is at one moment, for health pages and logs. Immutable.
 *
 * @param state how it stands with its servers
 * @param server the server that answered last
 * @param servers all servers it knows
 * @param keys how many keys are subscribed
 * @param snapshotDir where its copies are
 * @param failoverDir where a person puts a file to overrule the servers:
 *     {@code <namespace or public>/<group>/<dataId>}
 * @param lastError the last failure in a sentence, or that another store's answers are being ignored; empty if there was none
 */
public record ClientStatus(
        ClientState state,
        Optional<URI> server,
        List<URI> servers,
        int keys,
        Path snapshotDir,
        Path failoverDir,
        String lastError) {}
