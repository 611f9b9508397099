/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.internal.children;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.diamondconfig.client.internal.children.ChildSet.Child;
import org.diamondconfig.client.internal.children.ChildSet.Want;
import org.diamondconfig.client.internal.edge.DurableFile;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigKey.Prefix;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.Epoch;
import org.diamondconfig.wire.FileNames;
import org.diamondconfig.wire.Json;
import org.diamondconfig.wire.JsonObject;
import org.diamondconfig.wire.JsonWriter;

/**
 * The client's last lists of what is below prefixes, a file each, written before any listener is called.
 *
 * <pre>
 * home/children/public/shop/prices%2fkeys         names by FileNames.encode; .../prices%2fcontents with contents
 *
 * diamond-children 1 5f3c0d17                     the CRC-32 of what follows
 * {"epoch":"1-89ab..","digest":"0cc1..","children":[{"dataId":"prices/tea","version":3,"md5":"9e10..","type":"text"}],
 *  "gone":[{"dataId":"prices/old","version":8}]}
 * </pre>
 *
 * <p>A file that does not check is renamed to {@code ...@.bad} and never shown. Thread-safe: every write is atomic; of two
 * processes with one home the last writer's list stays, and the next list from a server is merged into that.
 */
final class ChildrenDir {

    private static final System.Logger LOG = System.getLogger(ChildrenDir.class.getName());
    private static final String MAGIC = "diamond-children 1 ";
    private static final String QUARANTINED = "@.bad";

    private final Path root;
    private final DurableFile files = new DurableFile(step -> {});

    /** Lists below this folder; it is created with the first one. */
    ChildrenDir(Path root) {
        this.root = root;
    }

    /** The file of this list, there or not: no key is named like the prefix and a word. */
    Path file(Prefix prefix, Want want) {
        return root.resolve(FileNames.encode(ConfigKey.displayNamespace(prefix.namespace())))
                .resolve(FileNames.encode(prefix.group()))
                .resolve(FileNames.encode(prefix.prefix() + want.name().toLowerCase(Locale.ROOT)));
    }

    /** The last list; empty if there is none, or it does not check. */
    Optional<ChildSet> read(Prefix prefix, Want want) {
        Path file = file(prefix, want);
        try {
            return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    ? Optional.of(decode(prefix, want, Files.readAllBytes(file)))
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "{0}: the list {1} cannot be read: {2}", prefix, file, e);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            LOG.log(Level.WARNING, "{0}: the list {1} is damaged ({2}); set aside", prefix, file, e.getMessage());
            quarantine(file);
            return Optional.empty();
        }
    }

    /**
     * Keeps this list.
     *
     * @throws IOException if the disk refuses; the old list is then still there
     */
    void write(ChildSet set) throws IOException {
        byte[] body = encode(set);
        files.write(file(set.prefix(), set.want()), header(body), body);
    }

    private static byte[] header(byte[] body) {
        CRC32 crc = new CRC32();
        crc.update(body);
        return (MAGIC + String.format("%08x", crc.getValue()) + '\n').getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] encode(ChildSet set) {
        JsonWriter json = new JsonWriter()
                .object()
                .field("epoch", set.epoch().toString())
                .field("digest", set.digest())
                .name("children")
                .array();
        for (Map.Entry<String, Child> each : set.children().entrySet()) {
            Child child = each.getValue();
            json.object()
                    .field("dataId", each.getKey())
                    .field("version", child.version())
                    .field("md5", child.md5())
                    .field("type", child.type().wireName());
            child.content().ifPresent(content -> json.field("content", content));
            json.endObject();
        }
        json.endArray().name("gone").array();
        set.gone()
                .forEach((dataId, version) -> json.object()
                        .field("dataId", dataId)
                        .field("version", version)
                        .endObject());
        return json.endArray().endObject().toUtf8();
    }

    private static ChildSet decode(Prefix prefix, Want want, byte[] bytes) {
        int end = MAGIC.length() + 9;
        byte[] body = Arrays.copyOfRange(bytes, Math.min(end, bytes.length), bytes.length);
        if (!Arrays.equals(header(body), Arrays.copyOf(bytes, Math.min(end, bytes.length)))) {
            throw new IllegalArgumentException("the header does not check");
        }
        JsonObject json = Json.parseObject(body);
        SortedMap<String, Child> children = new TreeMap<>();
        for (JsonObject child : json.objects("children")) {
            children.put(
                    child.string("dataId"),
                    new Child(
                            child.number("version"),
                            child.string("md5"),
                            ConfigType.parse(child.string("type")),
                            child.optionalString("content")));
        }
        SortedMap<String, Long> gone = new TreeMap<>();
        json.objects("gone").forEach(removed -> gone.put(removed.string("dataId"), removed.number("version")));
        return new ChildSet(
                prefix, want, Epoch.parse(json.string("epoch")), json.string("digest"), children, gone, true);
    }

    private static void quarantine(Path file) {
        try {
            Files.move(
                    file,
                    file.resolveSibling(file.getFileName() + QUARANTINED),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "{0} cannot be set aside: {1}; it is not shown", file, e);
        }
    }
}
