/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.diamondconfig.client.internal.Held.Origin;
import org.diamondconfig.client.internal.edge.DurableFile;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.Epoch;
import org.diamondconfig.wire.FileNames;
import org.diamondconfig.wire.Md5;

/**
 * The client's last good copies, one file per key, written before any listener is called.
 *
 * <pre>
 * home/snapshot/public/+default_group/app.yaml     names by FileNames.encode
 *
 * diamond-snapshot 1 1-0123456789abcdef 7 9e107d9d372bb6826bd81d3542a419d6 43 yaml 5f3c0d17
 * the 43 bytes of the content
 * </pre>
 *
 * <p>The header line is epoch, version, md5, length, type and its own CRC-32; a tombstone has md5 {@code -} and length 0, so
 * that the order of versions survives a deletion and a restart. A file that does not check is renamed to {@code ...@.bad} and
 * never served. Thread-safe: every write is atomic; writers of one key take turns by its cell.
 */
public final class SnapshotDir {

    private static final System.Logger LOG = System.getLogger(SnapshotDir.class.getName());
    private static final String MAGIC = "diamond-snapshot 1 ";
    private static final String QUARANTINED = "@.bad";
    private static final int MAX_HEADER = 256;
    private static final int DEPTH = 3; // namespace, group, dataId
    private static final Duration AT_WORK = Duration.ofHours(1);

    private final Path root;
    private final DurableFile files;
    private final InstantSource clock;

    /** Snapshots below this folder; it is created with the first one. */
    public SnapshotDir(Path root) {
        this(root, step -> {}, InstantSource.system());
    }

    SnapshotDir(Path root, DurableFile.Steps steps, InstantSource clock) {
        this.root = root;
        this.clock = clock;
        this.files = new DurableFile(steps);
    }

    /** The file of this key, there or not. */
    public Path file(ConfigKey key) {
        return root.resolve(FileNames.encode(ConfigKey.displayNamespace(key.namespace())))
                .resolve(FileNames.encode(key.group()))
                .resolve(FileNames.encode(key.dataId()));
    }

    /** The last good copy; empty if there is none, or it does not check. */
    public Optional<Held> read(ConfigKey key) {
        Path file = file(key);
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                return Optional.empty();
            }
            requireLength(file);
            return Optional.of(decode(key, Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "{0}: snapshot {1} cannot be read: {2}", key, file, e);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            LOG.log(Level.WARNING, "{0}: snapshot {1} is damaged ({2}); set aside", key, file, e.getMessage());
            quarantine(file);
            return Optional.empty();
        }
    }

    /**
     * Keeps this value. A newer one of the same store, written by another process with the same home, stays.
     *
     * @throws IOException if the disk refuses; the old copy is then still there
     */
    void write(Held held) throws IOException {
        Optional<Held> there = read(held.key());
        if (there.isPresent() && !held.mayReplace(there.get())) {
            return;
        }
        byte[] content = held.content().getBytes(StandardCharsets.UTF_8);
        files.write(file(held.key()), header(held, content.length), content);
    }

    /** Deletes what writers left that were killed; a temporary file of this last hour may be another process's at work. */
    void sweep() {
        if (!Files.isDirectory(root)) {
            return;
        }
        FileTime old = FileTime.from(clock.instant().minus(AT_WORK));
        try (Stream<Path> files = Files.find(
                root,
                DEPTH,
                (file, look) ->
                        DurableFile.temporary(file) && look.lastModifiedTime().compareTo(old) < 0)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.log(Level.WARNING, "temporary files below {0} cannot be swept: {1}", root, e.toString());
        }
    }

    private static byte[] header(Held held, int length) {
        String fields = MAGIC
                + held.epoch().orElseThrow()
                + ' '
                + held.version()
                + ' '
                + (held.present() ? held.md5() : "-")
                + ' '
                + length
                + ' '
                + held.type().wireName();
        return (fields + ' ' + crc(fields) + '\n').getBytes(StandardCharsets.US_ASCII);
    }

    /** Before it is read as a whole: a file of any size may lie there. */
    private static void requireLength(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] begin = in.readNBytes(MAX_HEADER + 1);
            int end = end(begin);
            require(
                    Files.size(file) == end + 1L + Integer.parseInt(fields(begin, end)[3]),
                    "the length does not check");
        }
    }

    private static int end(byte[] bytes) {
        int end = 0;
        while (end < bytes.length && end < MAX_HEADER && bytes[end] != '\n') {
            end++;
        }
        require(end < bytes.length && bytes[end] == '\n', "no header line");
        return end;
    }

    private static String[] fields(byte[] bytes, int end) {
        String line = new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
        int last = line.lastIndexOf(' ');
        require(line.startsWith(MAGIC) && last > MAGIC.length(), "another header");
        require(crc(line.substring(0, last)).equals(line.substring(last + 1)), "the header does not check");
        String[] fields = line.substring(MAGIC.length(), last).split(" ", -1);
        require(fields.length == 5, "another header");
        return fields;
    }

    private static Held decode(ConfigKey key, byte[] bytes) {
        int end = end(bytes);
        String[] fields = fields(bytes, end);
        byte[] content = Arrays.copyOfRange(bytes, end + 1, bytes.length);
        require(content.length == Integer.parseInt(fields[3]), "the length does not check");
        Epoch epoch = Epoch.parse(fields[0]);
        long version = Long.parseLong(fields[1]);
        if (fields[2].equals("-")) {
            return Held.absent(key, epoch, version);
        }
        require(Md5.hex(content).equals(fields[2]), "the md5 does not check");
        ConfigType type = ConfigType.parse(fields[4]);
        String text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(content)).toString();
        return new Held(key, Optional.of(epoch), version, fields[2], type, text, Origin.SNAPSHOT);
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    private static String crc(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.ISO_8859_1));
        return String.format("%08x", crc.getValue());
    }

    private static void quarantine(Path file) {
        try {
            Files.move(
                    file,
                    file.resolveSibling(file.getFileName() + QUARANTINED),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "{0} cannot be set aside: {1}; it is not served", file, e);
        }
    }
}
