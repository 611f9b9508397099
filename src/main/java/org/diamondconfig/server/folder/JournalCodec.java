/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.folder;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.diamondconfig.server.folder.DumpDir.Recovered;
import org.diamondconfig.server.folder.DumpDir.Version;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.Epoch;

/**
 * The index as bytes. All numbers are big-endian; a text is one byte of length and ASCII.
 *
 * <pre>
 * file:      "DIAMOND INDEX" format:u8  record*
 * record:    length:u16  payload  CRC-32C of the payload:u32
 * payload:   'E' epoch                                        the epoch of the lines that follow
 *            'F' epoch complete:u8                            the epoch that the dump follows
 *            'P' slot version:u64 md5:16 length:u32 crc:u32 type serial:u16     present
 *            'G' slot version:u64                             gone as of this version
 *            'X' slot                                         forgotten
 * slot:      namespace group dataId variant
 * </pre>
 */
final class JournalCodec {

    private static final String MAGIC = "DIAMOND INDEX\u0001";

    /** No record is longer: four texts of at most 255 bytes and the numbers. */
    static final int MAX_RECORD = 2048;

    private static final int MAX_SERIAL = 0xffff;

    private JournalCodec() {}

    static byte[] header() {
        return MAGIC.getBytes(StandardCharsets.ISO_8859_1);
    }

    static void epoch(ByteBuffer out, Epoch epoch) {
        record(out, payload -> {
            payload.put((byte) 'E');
            text(payload, epoch.toString());
        });
    }

    static void follow(ByteBuffer out, Epoch epoch, boolean complete) {
        record(out, payload -> {
            payload.put((byte) 'F');
            text(payload, epoch.toString());
            payload.put((byte) (complete ? 1 : 0));
        });
    }

    static void line(ByteBuffer out, IndexEntry line) {
        record(out, payload -> {
            payload.put((byte) (line.body().isPresent() ? 'P' : 'G'));
            slot(payload, line);
            payload.putLong(line.version());
            line.body().ifPresent(body -> {
                payload.putLong(body.md5High()).putLong(body.md5Low());
                payload.putInt(body.length()).putInt(body.checksum());
                text(payload, body.type().wireName());
                payload.putShort((short) line.serial());
            });
        });
    }

    static void forgotten(ByteBuffer out, IndexEntry line) {
        record(out, payload -> {
            payload.put((byte) 'X');
            slot(payload, line);
        });
    }

    private interface Payload {
        void putInto(ByteBuffer out);
    }

    private static void record(ByteBuffer out, Payload payload) {
        int start = out.position();
        out.putShort((short) 0);
        payload.putInto(out);
        int length = out.position() - start - Short.BYTES;
        out.putShort(start, (short) length);
        out.putInt(checksum(out, start + Short.BYTES, length));
    }

    private static void slot(ByteBuffer out, IndexEntry line) {
        text(out, line.key().namespace());
        text(out, line.key().group());
        text(out, line.key().dataId());
        text(out, line.variant());
    }

    private static void text(ByteBuffer out, String text) {
        byte[] ascii = text.getBytes(StandardCharsets.ISO_8859_1);
        if (ascii.length > 0xff) {
            throw new IllegalArgumentException("index: a name of " + ascii.length + " characters, at most 255");
        }
        out.put((byte) ascii.length).put(ascii);
    }

    private static int checksum(ByteBuffer bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.slice(from, length));
        return (int) crc.getValue();
    }

    /** What a whole index says, up to the first record that is not whole. */
    static final class Reader {

        private record Slot(ConfigKey key, String variant) {}

        private final Map<Slot, IndexEntry> lines = new LinkedHashMap<>();
        private final Map<String, String> names = new HashMap<>();
        private final Map<String, ConfigType> types = new HashMap<>();
        private final ByteBuffer in;
        private Epoch lineEpoch;
        private Epoch followed;
        private boolean complete;
        private int records;

        private Reader(ByteBuffer in) {
            this.in = in;
        }

        /** Empty if it is no index of this format. */
        static Optional<Reader> read(byte[] file) {
            ByteBuffer in = ByteBuffer.wrap(file);
            int length = MAGIC.length();
            if (file.length < length || in.slice(0, length).mismatch(ByteBuffer.wrap(header())) >= 0) {
                return Optional.empty();
            }
            in.position(length);
            Reader reader = new Reader(in);
            while (reader.readRecord()) {
                reader.records++;
            }
            return Optional.of(reader);
        }

        /** How far the index is whole. */
        int end() {
            return in.position();
        }

        int records() {
            return records;
        }

        /** The epoch of the last line, null if there is none. */
        Epoch lineEpoch() {
            return lineEpoch;
        }

        Recovered recovered() {
            boolean whole = !in.hasRemaining();
            return new Recovered(List.copyOf(lines.values()), Optional.ofNullable(followed), complete && whole);
        }

        /** Reads one record, or leaves the position where it is and answers false. */
        private boolean readRecord() {
            int start = in.position();
            if (in.remaining() < Short.BYTES) {
                return false;
            }
            int length = in.getShort(start) & 0xffff;
            int payload = start + Short.BYTES;
            if (length == 0
                    || in.remaining() < Short.BYTES + length + Integer.BYTES
                    || checksum(in, payload, length) != in.getInt(payload + length)) {
                return false;
            }
            try {
                take(in.slice(payload, length));
            } catch (BufferUnderflowException | IllegalArgumentException e) {
                return false;
            }
            in.position(payload + length + Integer.BYTES);
            return true;
        }

        private void take(ByteBuffer payload) {
            switch (payload.get()) {
                case 'E' -> lineEpoch = Epoch.parse(text(payload));
                case 'F' -> {
                    followed = Epoch.parse(text(payload));
                    complete = payload.get() == 1;
                }
                case 'P' -> {
                    Slot slot = slot(payload);
                    lines.put(slot, present(slot, payload));
                }
                case 'G' -> {
                    Slot slot = slot(payload);
                    lines.put(slot, new IndexEntry(version(slot, payload), null, 0));
                }
                case 'X' -> lines.remove(slot(payload));
                default -> throw new IllegalArgumentException("index: unknown record");
            }
        }

        private IndexEntry present(Slot slot, ByteBuffer payload) {
            Version version = version(slot, payload);
            long md5High = payload.getLong();
            long md5Low = payload.getLong();
            int length = payload.getInt();
            int checksum = payload.getInt();
            ConfigType type = types.computeIfAbsent(text(payload), ConfigType::parse);
            int serial = payload.getShort() & MAX_SERIAL;
            return new IndexEntry(version, new Body(md5High, md5Low, length, checksum, type), serial);
        }

        private Version version(Slot slot, ByteBuffer payload) {
            if (lineEpoch == null) {
                throw new IllegalArgumentException("index: a line without an epoch");
            }
            return new Version(slot.key, slot.variant, lineEpoch, payload.getLong());
        }

        private Slot slot(ByteBuffer payload) {
            String namespace = interned(payload);
            String group = interned(payload);
            return new Slot(new ConfigKey(namespace, group, text(payload)), interned(payload));
        }

        /** Few different namespaces, groups and variants stand in many keys. */
        private String interned(ByteBuffer payload) {
            return names.computeIfAbsent(text(payload), name -> name);
        }

        private static String text(ByteBuffer payload) {
            byte[] ascii = new byte[payload.get() & 0xff];
            payload.get(ascii);
            return new String(ascii, StandardCharsets.ISO_8859_1);
        }
    }
}
