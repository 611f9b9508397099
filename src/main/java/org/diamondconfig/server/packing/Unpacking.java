/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.packing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.diamondconfig.server.archive.ArchiveException;
import org.diamondconfig.server.archive.ZipEntry;
import org.diamondconfig.server.archive.ZipReader;
import org.diamondconfig.server.config.Precondition;
import org.diamondconfig.server.config.Publication;
import org.diamondconfig.server.transfer.Item;
import org.diamondconfig.server.transfer.Parcel;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.Md5;

/**
 * How files of a zip become configurations. Immutable; confined to one thread by its zip.
 *
 * @param namespace where all of them go; empty = where they came from
 * @param comment why, for the history
 * @param maxContent most bytes of one
 */
record Unpacking(ZipReader zip, Optional<String> namespace, String comment, int maxContent) {

    /** What goes with a content. */
    record Labels(
            Optional<ConfigType> type,
            Optional<String> description,
            Optional<List<String>> tags,
            Optional<String> appName,
            Optional<String> md5) {}

    /** The file of an entry as what goes to this key; refused if it cannot be read. */
    Parcel parcel(ConfigKey key, ZipEntry entry, Labels labels) throws IOException {
        Item unread = Item.of(new Item.Names(Optional.of(key), Optional.empty(), entry.shown()), Item.Side.NOTHING);
        try {
            byte[] bytes = zip.read(entry, maxContent);
            String content = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            String md5 = Md5.hex(bytes);
            Item item = Item.of(unread.names(), new Item.Side(0, md5));
            if (!labels.md5.map(md5::equals).orElse(true)) {
                return Parcel.refused(item.refused("MD5_MISMATCH", "The content is not the one that was exported."));
            }
            return Parcel.of(
                    item,
                    new Publication(
                            key,
                            content,
                            labels.type,
                            labels.description,
                            labels.tags,
                            labels.appName,
                            Precondition.NONE,
                            true,
                            comment,
                            Optional.empty()));
        } catch (ArchiveException e) {
            String code = e.code().equals("ENTRY_TOO_LARGE") ? "CONTENT_TOO_LARGE" : e.code();
            return Parcel.refused(unread.refused(code, e.getMessage()));
        } catch (CharacterCodingException e) {
            return Parcel.refused(unread.refused("CONTENT_NOT_UTF8", "The content is not UTF-8."));
        }
    }

    /** A file, or a line about one, that becomes no configuration. */
    static Parcel refused(String file, String code, String sentence) {
        return Parcel.refused(nameless(file).refused(code, sentence));
    }

    /** A file that is none of ours, and is passed over. */
    static Parcel ignored(String file) {
        return Parcel.refused(nameless(file).not(Item.Outcome.SKIPPED, "IGNORED", "Your system put it there."));
    }

    private static Item nameless(String file) {
        return Item.of(new Item.Names(Optional.empty(), Optional.empty(), file), Item.Side.NOTHING);
    }

    /** Whether some system adds such files to every zip. */
    static boolean isLitter(String name) {
        return name.startsWith("__MACOSX/") || name.endsWith(".DS_Store") || name.endsWith("Thumbs.db");
    }
}
