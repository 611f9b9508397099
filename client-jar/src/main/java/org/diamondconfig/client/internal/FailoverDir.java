/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.internal;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.diamondconfig.client.internal.Held.Origin;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.FileNames;
import org.diamondconfig.wire.Md5;

/**
 * The files that people write by hand to overrule every server.
 *
 * <pre>
 * home/failover/public/DEFAULT_GROUP/app.properties     the content, nothing else; a/b is a%2fb
 * </pre>
 *
 * <p>The names are as they are typed; only {@code /}, leading dots and reserved names are escaped. The bytes are the content:
 * no header, no checksum. Symbolic links are not followed, and what is not a file, not UTF-8 or above the limit is reported
 * and ignored. Thread-safe: keeps no state.
 */
public final class FailoverDir {

    private static final System.Logger LOG = System.getLogger(FailoverDir.class.getName());

    private final Path root;
    private final long maxBytes;

    /** Failover files below this folder, which people create. */
    public FailoverDir(Path root, long maxBytes) {
        this.root = root;
        this.maxBytes = maxBytes;
    }

    /** How a file looks from outside; if it looks the same twice it is read. */
    record Look(boolean there, long modifiedNanos, long size, Object identity) {

        static final Look NOTHING = new Look(false, 0, 0, "");

        /** Written out for the reason that {@link org.diamondconfig.wire.Epoch#equals} gives. */
        @Override
        public boolean equals(Object other) {
            return other instanceof Look look
                    && there == look.there
                    && modifiedNanos == look.modifiedNanos
                    && size == look.size
                    && identity.equals(look.identity);
        }

        @Override
        public int hashCode() {
            return Long.hashCode(modifiedNanos ^ size);
        }
    }

    /** The file of this key, there or not. */
    public Path file(ConfigKey key) {
        return folder(key).resolve(FileNames.encodePlain(key.dataId()));
    }

    private Path folder(ConfigKey key) {
        return root.resolve(FileNames.encodePlain(ConfigKey.displayNamespace(key.namespace())))
                .resolve(FileNames.encodePlain(key.group()));
    }

    /** Whether there can be any file; asked first, so that a client without failover files costs one look. */
    boolean exists() {
        return Files.isDirectory(root);
    }

    /** How the key's file looks now. */
    Look look(ConfigKey key) {
        Path folder = folder(key);
        if (!isFolder(folder.getParent()) || !isFolder(folder)) {
            return Look.NOTHING;
        }
        try {
            BasicFileAttributes file =
                    Files.readAttributes(file(key), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            Object identity = file.fileKey() == null ? "" : file.fileKey();
            return file.isRegularFile()
                    ? new Look(true, file.lastModifiedTime().to(TimeUnit.NANOSECONDS), file.size(), identity)
                    : Look.NOTHING;
        } catch (IOException e) {
            return Look.NOTHING;
        }
    }

    private static boolean isFolder(Path path) {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** The key's value by its file; empty if there is none to be had. */
    public Optional<Held> read(ConfigKey key) {
        Look look = look(key);
        if (!look.there()) {
            return Optional.empty();
        }
        Path file = file(key);
        try {
            if (look.size() > maxBytes) {
                throw new IOException(look.size() + " bytes, at most " + maxBytes);
            }
            byte[] bytes = Files.readAllBytes(file);
            String content = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            ConfigType type = ConfigType.ofFileName(key.dataId());
            return Optional.of(new Held(key, Optional.empty(), 0, Md5.hex(bytes), type, content, Origin.FAILOVER));
        } catch (CharacterCodingException e) {
            LOG.log(Level.WARNING, "{0}: failover file {1} is not UTF-8; ignored", key, file);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "{0}: failover file {1} cannot be read: {2}; ignored", key, file, e.toString());
        }
        return Optional.empty();
    }
}
