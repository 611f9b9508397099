/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.packing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.BitSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.zip.ZipException;
import org.diamondconfig.server.archive.ArchiveException;
import org.diamondconfig.server.archive.ZipEntry;
import org.diamondconfig.server.archive.ZipReader;
import org.diamondconfig.server.problem.TooLarge;
import org.diamondconfig.server.transfer.Item;
import org.diamondconfig.server.transfer.Parcel;
import org.diamondconfig.wire.ConfigKey;

/** A zip that an export made, or somebody out of one: what its manifest names, in that order, and then what it does not. */
record DiamondZip(Unpacking unpacking, int manifest) implements Parcel.Load {

    private static final int MAX_LINE = 64 << 10;
    private static final String WRONG_LINE = "A line of the manifest is none.";

    /**
     * Whether the manifest is understood here.
     *
     * @throws ArchiveException if it cannot be read
     */
    boolean isKnown() throws IOException, ArchiveException {
        ZipReader zip = unpacking.zip();
        try (InputStream lines = new BufferedInputStream(zip.stream(zip.entry(manifest)))) {
            byte[] head = line(lines);
            return head != null && Manifest.isHead(head);
        } catch (ZipException | EOFException e) {
            return false;
        }
    }

    @Override
    public void each(Parcel.Sink<Parcel> sink) throws IOException {
        BitSet named = new BitSet();
        named.set(manifest);
        ZipReader zip = unpacking.zip();
        try (ZipReader.Content content = zip.stream(zip.entry(manifest))) {
            InputStream lines = new BufferedInputStream(content);
            nextLine(lines);
            int count = 0;
            for (byte[] line = nextLine(lines); line != null; line = nextLine(lines)) {
                if (++count > ImportResource.MAX_ENTRIES) {
                    throw new TooLarge("TOO_MANY_ITEMS", "The manifest has more lines than a zip may have entries.");
                }
                sink.take(parcel(line, named));
            }
            content.checkEnd();
        } catch (ArchiveException | Unreadable e) {
            sink.take(Unpacking.refused(Manifest.NAME, "BAD_MANIFEST", "The manifest cannot be read to its end."));
        }
        for (int i = 0; i < zip.size(); i++) {
            if (!named.get(i)) {
                unnamed(i, sink);
            }
        }
    }

    private void unnamed(int index, Parcel.Sink<Parcel> sink) throws IOException {
        ZipEntry entry = unpacking.zip().entry(index);
        if (entry.isFolder()) {
            return;
        }
        if (Unpacking.isLitter(entry.name())) {
            sink.take(Unpacking.ignored(entry.shown()));
        } else if (unpacking.zip().isRepeated(index)) {
            sink.take(Unpacking.refused(entry.shown(), "DUPLICATE_ENTRY", "An entry before has the same name."));
        } else {
            sink.take(Unpacking.refused(entry.shown(), "NOT_IN_MANIFEST", "The manifest does not name it."));
        }
    }

    private Parcel parcel(byte[] text, BitSet named) throws IOException {
        Manifest.Line line;
        try {
            line = Manifest.read(text);
        } catch (IllegalArgumentException e) {
            return Unpacking.refused(Manifest.NAME, "BAD_MANIFEST", WRONG_LINE);
        }
        OptionalInt index = unpacking.zip().find(line.file());
        if (index.isPresent() && named.get(index.getAsInt())) {
            return Unpacking.refused(shown(line), "DUPLICATE_ENTRY", "A line before names the same file.");
        }
        index.ifPresent(named::set);
        ConfigKey key;
        try {
            String namespace = unpacking.namespace().orElse(ConfigKey.canonicalNamespace(line.namespace()));
            key = ConfigKey.of(namespace, line.group(), line.dataId());
        } catch (IllegalArgumentException e) {
            return Unpacking.refused(shown(line), "INVALID_NAME", e.getMessage());
        }
        return parcel(key, line, index);
    }

    private Parcel parcel(ConfigKey key, Manifest.Line line, OptionalInt index) throws IOException {
        Item item = Item.of(new Item.Names(Optional.of(key), Optional.empty(), shown(line)), Item.Side.NOTHING);
        if (line.merged()) {
            return Parcel.refused(
                    item.refused("AGGREGATE", "It is merged from datums, which are not taken along; publish them."));
        }
        if (index.isEmpty()) {
            return Parcel.refused(item.refused("CONTENT_MISSING", "The zip does not have the file."));
        }
        Unpacking.Labels labels = new Unpacking.Labels(
                Optional.of(line.type()),
                Optional.of(line.description()),
                Optional.of(line.tags()),
                Optional.of(line.appName()),
                line.md5());
        return unpacking.parcel(key, unpacking.zip().entry(index.getAsInt()), labels);
    }

    private static String shown(Manifest.Line line) {
        return ZipEntry.shown(line.file());
    }

    /** What the manifest unfolds to ends too soon; not to be taken for a sink that fails. */
    private static final class Unreadable extends IOException {

        private static final long serialVersionUID = 1;

        Unreadable(IOException cause) {
            super(cause);
        }
    }

    private static byte[] nextLine(InputStream lines) throws IOException {
        try {
            return line(lines);
        } catch (ZipException | EOFException e) {
            throw new Unreadable(e);
        }
    }

    /** The next line; null behind the last. One that is too long is cut, and so none that is understood. */
    private static byte[] line(InputStream lines) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        int read = lines.read();
        if (read < 0) {
            return null;
        }
        while (read >= 0 && read != '\n') {
            if (line.size() < MAX_LINE) {
                line.write(read);
            }
            read = lines.read();
        }
        return line.toByteArray();
    }
}
