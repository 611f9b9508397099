/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.cluster;

import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Knob;
import org.diamondconfig.server.edge.NodeId;
import org.diamondconfig.server.edge.Settings;

/**
 * What a node keeps of the cluster in its data folder: its id, and {@code servers.list}, the other nodes' addresses as last
 * known, one a line. Thread-safe. The list is written to a side file and renamed; one that cannot be read is made anew, since it
 * is not precious.
 */
@Component
final class ClusterDir {

    private static final Logger LOG = System.getLogger("diamond.cluster");
    private static final int MAX_FILE = 2 * AddressList.MAX_LENGTH;

    private final NodeId id;
    private final Path list;

    @Inject
    ClusterDir(Settings settings, NodeId id) {
        this.id = id;
        list = settings.path(Knob.DATA).resolve("servers.list");
    }

    /** The id of this node; made now when there is none. */
    String nodeId() {
        return id.value();
    }

    /** The other nodes as last known; none when that was never written or is damaged. */
    synchronized List<URI> addresses() {
        try {
            if (!Files.exists(list)) {
                return List.of();
            }
            if (Files.size(list) > MAX_FILE) {
                throw new IllegalArgumentException("the file is longer than " + MAX_FILE + " bytes");
            }
            return AddressList.parse(Files.readString(list));
        } catch (IOException | IllegalArgumentException e) {
            LOG.log(Level.WARNING, "{0} is not usable and is written anew with the next list: {1}", list, e.toString());
            return List.of();
        }
    }

    /** Keeps these as the last known ones. */
    synchronized void keep(List<URI> addresses) {
        StringBuilder text = new StringBuilder("# The other nodes of the cluster, as last known.\n");
        addresses.forEach(address -> text.append(address).append('\n'));
        write(list, text.toString());
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Path side = file.resolveSibling(file.getFileName() + ".tmp");
            Files.writeString(side, text);
            Files.move(side, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.log(Level.WARNING, file + " cannot be written; it is made anew after the next start", e);
        }
    }
}
