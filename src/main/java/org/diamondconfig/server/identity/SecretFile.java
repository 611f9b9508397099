/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.identity;

import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Knob;
import org.diamondconfig.server.edge.Settings;

/**
 * {@code <data>/initial-admin-secret}: the first password of the first user, for the eyes of who operates this machine.
 * Thread-safe. It is made readable by its owner alone, and never written over.
 */
@Component
final class SecretFile {

    private static final Logger LOG = System.getLogger("diamond.signin");
    private static final String ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
    private static final int LENGTH = 24;
    private static final Pattern FORM = Pattern.compile("[" + ALPHABET + "]{" + LENGTH + "}");

    private static final Set<PosixFilePermission> OTHERS = PosixFilePermissions.fromString("------rwx");

    private final Path file;
    private final Path reset;
    private final SecureRandom random = new SecureRandom();

    @Inject
    SecretFile(Settings settings) {
        file = settings.path(Knob.DATA).resolve("initial-admin-secret");
        reset = file.resolveSibling("reset-admin");
    }

    Path path() {
        return file;
    }

    /** Takes from others on this machine what they may do in the data folder: what is in it has hashes of passwords, too. */
    void closeFolder() {
        Path folder = file.getParent();
        try {
            Files.createDirectories(folder);
            PosixFileAttributeView view = Files.getFileAttributeView(folder, PosixFileAttributeView.class);
            if (view != null) {
                Set<PosixFilePermission> kept = view.readAttributes().permissions();
                if (kept.removeAll(OTHERS)) {
                    view.setPermissions(kept);
                }
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, folder + " cannot be closed to other users of this machine; do it by hand", e);
        }
    }

    /** The secret in it; empty if there is no file, or it was cut short by a crash. */
    synchronized Optional<String> read() {
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > LENGTH + 2) {
                return Optional.empty();
            }
            return Optional.of(Files.readString(file).strip())
                    .filter(text -> FORM.matcher(text).matches());
        } catch (IOException e) {
            LOG.log(Level.WARNING, file + " cannot be read", e);
            return Optional.empty();
        }
    }

    /**
     * The secret in it, made now when there is none.
     *
     * @throws IOException if the disk does not take it
     */
    synchronized String readOrMake() throws IOException {
        Optional<String> kept = read();
        if (kept.isPresent()) {
            return kept.get();
        }
        StringBuilder secret = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            secret.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        Files.createDirectories(file.getParent());
        Files.deleteIfExists(file);
        Set<StandardOpenOption> anew = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(file, anew, ownersAlone())) {
            ByteBuffer text = ByteBuffer.wrap((secret + "\n").getBytes(StandardCharsets.US_ASCII));
            while (text.hasRemaining()) {
                channel.write(text);
            }
            channel.force(true);
        }
        return secret.toString();
    }

    private static FileAttribute<?>[] ownersAlone() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /** Whether an operator asks for another first password, by a file named {@code reset-admin} beside it. */
    boolean isResetWanted() {
        return Files.exists(reset, LinkOption.NOFOLLOW_LINKS);
    }

    /** Takes that wish away. */
    void resetIsDone() throws IOException {
        Files.deleteIfExists(reset);
    }

    /** Takes it away; nothing happens when there is none. */
    synchronized void delete() {
        try {
            if (Files.deleteIfExists(file)) {
                LOG.log(Level.INFO, "{0} has done its work and is deleted", file);
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, file + " cannot be deleted; it is worth nothing any more, delete it", e);
        }
    }
}
