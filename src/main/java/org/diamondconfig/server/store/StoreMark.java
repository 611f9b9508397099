/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.diamondconfig.wire.Epoch;

/**
 * The file {@code store.mark} in the data folder: the epoch of the store that this node has held. It is what tells our
 * store from another one. Thread-safe. Written to a side file, synced, then renamed, so a crash leaves the old mark or the
 * new one.
 */
final class StoreMark {

    private final Path file;
    private volatile Optional<Epoch> epoch;

    /** The epoch at which the store was found to hold less than was served; empty: it was not. */
    private volatile Optional<Epoch> wentBackAt = Optional.empty();

    /**
     * Reads the mark.
     *
     * @throws IllegalStateException if the file is there and is no mark: guessing could let a foreign store in
     */
    StoreMark(Path dataFolder) {
        file = dataFolder.resolve("store.mark");
        epoch = read();
    }

    private Optional<Epoch> read() {
        try {
            return Optional.of(Epoch.parse(Files.readString(file).trim()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalStateException(
                    file
                            + " cannot be read as <generation>-<store id>. Restore it, or delete it to accept the store that"
                            + " the settings name.",
                    e);
        }
    }

    /** The epoch last seen; empty before the first store ever. */
    Optional<Epoch> epoch() {
        return epoch;
    }

    /** Records this epoch if it is the first or of a higher generation; a lower one changes nothing. */
    synchronized void raise(Epoch seen) {
        if (epoch.isPresent() && epoch.get().generation() >= seen.generation()) {
            return;
        }
        try {
            write(seen);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
        epoch = Optional.of(seen);
    }

    /** Notes, in memory alone, whether the store of this epoch holds less than was served. */
    synchronized void noteWentBack(boolean holdsLess) {
        wentBackAt = holdsLess ? epoch : Optional.empty();
    }

    /** Whether that was noted of the store as it is now. */
    boolean wentBack() {
        return wentBackAt.isPresent() && wentBackAt.equals(epoch);
    }

    private void write(Epoch seen) throws IOException {
        Files.createDirectories(file.getParent());
        Path side = file.resolveSibling("store.mark.tmp");
        try (FileChannel channel = FileChannel.open(
                side, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer text = ByteBuffer.wrap((seen + "\n").getBytes(StandardCharsets.UTF_8));
            while (text.hasRemaining()) {
                channel.write(text);
            }
            channel.force(true);
        }
        Files.move(side, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
