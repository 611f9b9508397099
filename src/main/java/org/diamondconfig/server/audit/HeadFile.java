/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.audit;

import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Knob;
import org.diamondconfig.server.edge.Settings;

/**
 * The file {@code audit.head} in the data folder: the last seal of the trail that this node has seen, as
 * {@code <store id> <seal> <mac>}. It is what a truncated trail is found by. Thread-safe. Written to a side file and renamed.
 */
@Component
final class HeadFile {

    private static final Logger LOG = System.getLogger("diamond.audit");
    private static final Pattern FORM = Pattern.compile("(\\S{1,16}) (\\d{1,18}) ([0-9a-f]{64})");

    private final Path file;

    /** Guarded by this; null until it was read. */
    private Kept kept;

    @Inject
    HeadFile(Settings settings) {
        file = settings.path(Knob.DATA).resolve("audit.head");
    }

    private record Kept(String storeId, SealStore.Head head) {}

    /** The last seal of this store that this node has seen; empty if it has seen none. */
    synchronized Optional<SealStore.Head> head(String storeId) {
        if (kept == null) {
            kept = read();
        }
        return Optional.of(kept).filter(last -> last.storeId().equals(storeId)).map(Kept::head);
    }

    /** From now on this is the last one. */
    synchronized void keep(String storeId, SealStore.Head head) {
        if (head.seal() == 0 || head(storeId).filter(head::equals).isPresent()) {
            return;
        }
        kept = new Kept(storeId, head);
        try {
            Files.createDirectories(file.getParent());
            Path side = file.resolveSibling("audit.head.tmp");
            Files.writeString(side, storeId + " " + head.seal() + " " + head.mac() + "\n");
            Files.move(side, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.log(Level.WARNING, file + " cannot be written; it is tried again with the next seal", e);
        }
    }

    private Kept read() {
        try {
            Matcher parts =
                    FORM.matcher(Files.exists(file) ? Files.readString(file).strip() : "");
            if (parts.matches()) {
                return new Kept(parts.group(1), new SealStore.Head(Long.parseLong(parts.group(2)), parts.group(3)));
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, file + " cannot be read; until the next seal a truncated trail is not found", e);
        }
        return new Kept("", SealStore.Head.NONE);
    }
}
