/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.edge;

import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Which node this is: 128 random bits in hex, kept in {@code node.id} of the data folder, the same over restarts. Thread-safe.
 * The file is written to a side file and renamed; one that cannot be read is made anew.
 */
@Component
public final class NodeId {

    private static final Logger LOG = System.getLogger("diamond.cluster");
    private static final int BYTES = 16;
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{32}");

    private final Path file;

    /** Empty until it is asked for. Guarded by this. */
    private String value = "";

    @Inject
    public NodeId(Settings settings) {
        file = settings.path(Knob.DATA).resolve("node.id");
    }

    /** The id; made now when there is none. */
    public synchronized String value() {
        if (value.isEmpty()) {
            value = read();
        }
        return value;
    }

    private String read() {
        try {
            String kept = Files.exists(file) ? Files.readString(file).strip() : "";
            if (FORM.matcher(kept).matches()) {
                return kept;
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, file + " cannot be read; this node gets another id", e);
        }
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        String made = HexFormat.of().formatHex(random);
        write(made);
        return made;
    }

    private void write(String made) {
        try {
            Files.createDirectories(file.getParent());
            Path side = file.resolveSibling("node.id.tmp");
            Files.writeString(side, made + "\n");
            Files.move(side, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.log(Level.WARNING, file + " cannot be written; this node gets another id with the next start", e);
        }
    }
}
