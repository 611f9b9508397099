/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.folder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.Refused;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.FileNames;

/**
 * A folder of configurations, one file each, by the names that failover files have. Confined to one thread.
 *
 * <pre>
 * FOLDER/public/DEFAULT_GROUP/app.properties     the content, byte for byte
 * FOLDER/dev/shop/prices%2ftea.yaml              prices/tea.yaml; read, a folder prices will do as well
 * FOLDER/.labels.jsonl                           types, descriptions, tags and applications, where there are any
 * </pre>
 *
 * @param folder where it is
 */
record Tree(Path folder) {

    private static final int LEVELS = 2; // namespace and group

    /** Where this key's content is written. */
    Path file(ConfigKey key) {
        return folder.resolve(FileNames.encodePlain(ConfigKey.displayNamespace(key.namespace())))
                .resolve(FileNames.encodePlain(key.group()))
                .resolve(FileNames.encodePlain(key.dataId()));
    }

    /** Puts a content there, whole or not at all. */
    void write(ConfigKey key, byte[] content) {
        Path file = file(key);
        try {
            Files.createDirectories(file.getParent());
            Path next = file.resolveSibling(".diamond.next");
            Files.write(next, content);
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    /** Each file, namespace by namespace and group by group; what begins with a dot is none. */
    void each(Consumer<Path> file) {
        for (Path namespace : children(folder)) {
            for (Path group : children(namespace)) {
                walk(group, file);
            }
        }
    }

    /** Each file of the group of this key. */
    void eachOf(ConfigKey any, Consumer<Path> file) {
        walk(file(any).getParent(), file);
    }

    /** The groups, as prefixes of their files. */
    List<ConfigKey> groups() {
        List<ConfigKey> groups = new ArrayList<>();
        for (Path namespace : children(folder)) {
            children(namespace).forEach(group -> groups.add(key(group.resolve("any"))));
        }
        return groups;
    }

    private static void walk(Path path, Consumer<Path> file) {
        for (Path below : children(path)) {
            if (Files.isDirectory(below, LinkOption.NOFOLLOW_LINKS)) {
                walk(below, file);
            } else {
                file.accept(below);
            }
        }
    }

    private static List<Path> children(Path path) {
        if (!Files.isDirectory(path)) {
            throw new Refused(Exit.USAGE, path + ": is no folder; files are in FOLDER/NAMESPACE/GROUP/");
        }
        try (Stream<Path> all = Files.list(path)) {
            return all.filter(each -> !each.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw failed(path, e);
        }
    }

    /** The key of a file. */
    ConfigKey key(Path file) {
        Path names = folder.relativize(file);
        List<String> dataId = new ArrayList<>();
        for (Path segment : names.subpath(LEVELS, names.getNameCount())) {
            dataId.add(decoded(segment));
        }
        try {
            return ConfigKey.of(decoded(names.getName(0)), decoded(names.getName(1)), String.join("/", dataId));
        } catch (IllegalArgumentException e) {
            throw new Refused(Exit.INVALID, file + ": " + e.getMessage());
        }
    }

    private static String decoded(Path name) {
        try {
            return URLDecoder.decode(name.toString().replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new Refused(Exit.INVALID, name + ": % is followed by two hex digits");
        }
    }

    static Refused failed(Path file, Exception e) {
        return new Refused(Exit.FAILED, file + ": " + e.getMessage());
    }
}
