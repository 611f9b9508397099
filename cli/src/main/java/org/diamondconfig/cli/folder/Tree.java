/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.folder;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.Refused;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.FileNames;
import org.diamondconfig.wire.Md5;

/**
 * A folder of configurations, one file each, by the names that failover files have. Confined to one thread, but for
 * {@link #write}.
 *
 * <pre>
 * FOLDER/public/DEFAULT_GROUP/app.properties     the content, byte for byte
 * FOLDER/dev/shop/prices%2ftea.yaml              prices/tea.yaml; read, a folder prices will do as well, or prices%2f
 * FOLDER/.labels.jsonl                           types, descriptions, tags and applications, where there are any
 * </pre>
 *
 * @param folder where it is
 * @param wanted which of its groups are gone through, told a key of each
 */
record Tree(Path folder, Predicate<ConfigKey> wanted) {

    /** How names begin of what is not whole yet; as all that begins with a dot it is taken for nothing. */
    static final String NEXT = ".diamond.next";

    private static final int LEVELS = 2; // namespace and group
    private static final int SORTED = 10_000;
    private static final char CUT = '~'; // in no name that was not cut
    private static final String SLASH = "%2f";

    /** A group that is a folder. */
    record Group(Path folder, ConfigKey any) {}

    /** All of a folder. */
    Tree(Path folder) {
        this(folder, any -> true);
    }

    /** Where this key's content is written. */
    Path file(ConfigKey key) {
        return group(key).resolve(encoded(key.dataId()));
    }

    /** The folder of this key's group. */
    Path group(ConfigKey key) {
        return folder.resolve(FileNames.encodePlain(ConfigKey.displayNamespace(key.namespace())))
                .resolve(FileNames.encodePlain(key.group()));
    }

    /** In one piece, unless that is too long for a disk: then a folder {@code segment%2f} for each segment, which no key is named. */
    static String encoded(String dataId) {
        String plain = FileNames.encodePlain(dataId);
        if (plain.indexOf(CUT) < 0) {
            return plain;
        }
        StringBuilder path = new StringBuilder();
        for (String segment : dataId.split("/", -1)) {
            path.append(path.isEmpty() ? "" : SLASH + '/').append(whole(segment));
        }
        return path.toString();
    }

    /** In two parts, of which neither is so long that it would be cut. */
    private static String whole(String segment) {
        String plain = FileNames.encodePlain(segment);
        int half = segment.length() / 2;
        return plain.indexOf(CUT) < 0
                ? plain
                : FileNames.encodePlain(segment.substring(0, half)) + FileNames.encodePlain(segment.substring(half));
    }

    private Path segments(ConfigKey key) {
        Path path = group(key);
        for (String segment : key.dataId().split("/", -1)) {
            path = path.resolve(FileNames.encodePlain(segment));
        }
        return path;
    }

    /**
     * Puts a content there, whole or not at all; where a folder for each segment has it already, it stays there.
     *
     * @param writer who writes: nobody else of this number may meanwhile, since what is not whole yet has its name
     */
    void write(ConfigKey key, byte[] content, int writer) {
        Path file = file(key);
        if (key.dataId().indexOf('/') >= 0) {
            Path segments = segments(key);
            file = Files.isRegularFile(segments) ? segments : file;
        }
        Path next = file.resolveSibling(NEXT + writer);
        try {
            put(next, content);
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            remove(next);
            throw failed(file, e);
        }
    }

    /** Puts a content into a file that nobody looks at yet. */
    static void put(Path part, byte[] content) throws IOException {
        try {
            Files.write(part, content);
        } catch (NoSuchFileException e) {
            Files.createDirectories(part.getParent());
            Files.write(part, content);
        }
    }

    /** Removes a file that is not whole. */
    static void remove(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            // Nobody looks at it; the next export writes over it.
        }
    }

    /** Each file, namespace by namespace and group by group; what begins with a dot is none. */
    void each(Consumer<Path> file) {
        groups().forEach(group -> eachOf(group, file));
    }

    /** Each file of this group. */
    void eachOf(Group group, Consumer<Path> file) {
        walk(group.folder(), file);
    }

    /**
     * The groups that are wanted.
     *
     * @throws Refused if there are others, and none that is
     */
    List<Group> groups() {
        Map<Boolean, List<Group>> groups =
                all().stream().collect(Collectors.partitioningBy(group -> wanted.test(group.any())));
        if (groups.get(true).isEmpty() && !groups.get(false).isEmpty()) {
            throw new Refused(
                    Exit.USAGE,
                    folder + " has no group that is set: it has "
                            + groups.get(false).get(0).folder() + "; -A takes all namespaces");
        }
        return groups.get(true);
    }

    /** How many groups are not wanted. */
    int others() {
        return all().size() - groups().size();
    }

    /** All groups; two folders of one group are refused, since each would say what all of it is. */
    private List<Group> all() {
        Map<ConfigKey, Group> groups = new LinkedHashMap<>();
        for (Path namespace : children(folder)) {
            for (Path path : children(namespace)) {
                Group group = new Group(path, key(path.resolve("any")));
                Group other = groups.putIfAbsent(group.any(), group);
                if (other != null) {
                    throw new Refused(Exit.INVALID, other.folder() + " and " + path + " are folders of one group");
                }
            }
        }
        return List.copyOf(groups.values());
    }

    /** Refuses names that no key has, two files of one key, and what this refuses, before anything is done. */
    void check(Consumer<Path> more) {
        Set<String> unusual = new HashSet<>();
        each(path -> {
            ConfigKey key = key(path);
            Path usual = file(key);
            if (!Files.isRegularFile(path)) {
                throw new Refused(Exit.INVALID, path + ": is no file");
            }
            if (!usual.equals(path) && Files.isRegularFile(usual) && !isSame(usual, path)) {
                throw new Refused(Exit.INVALID, usual + " and " + path + " are files of one configuration");
            }
            if (!usual.equals(path) && !unusual.add(Md5.hex(key.toString()))) {
                throw new Refused(Exit.INVALID, path + " is not the only file of " + key);
            }
            more.accept(path);
        });
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.isSameFile(one, other); // by names in another case, on a disk that ignores it
        } catch (IOException e) {
            throw failed(one, e);
        }
    }

    private static void walk(Path path, Consumer<Path> file) {
        visit(path, below -> {
            if (Files.isDirectory(below, LinkOption.NOFOLLOW_LINKS)) {
                walk(below, file);
            } else {
                file.accept(below);
            }
        });
    }

    private static List<Path> children(Path path) {
        List<Path> all = new ArrayList<>();
        visit(path, all::add);
        return all;
    }

    /** What is in a folder, by name, but no more than so many at once: any number of files takes the memory of those. */
    private static void visit(Path path, Consumer<Path> each) {
        if (!Files.isDirectory(path)) {
            throw new Refused(Exit.USAGE, path + ": is no folder; files are in FOLDER/NAMESPACE/GROUP/");
        }
        try (DirectoryStream<Path> all = Files.newDirectoryStream(path, Tree::isNamed)) {
            List<Path> some = new ArrayList<>();
            for (Path one : all) {
                some.add(one);
                if (some.size() == SORTED) {
                    inOrder(some, each);
                }
            }
            inOrder(some, each);
        } catch (IOException | DirectoryIteratorException e) {
            throw failed(path, e);
        }
    }

    private static void inOrder(List<Path> some, Consumer<Path> each) {
        Collections.sort(some);
        some.forEach(each);
        some.clear();
    }

    private static boolean isNamed(Path path) {
        return !path.getFileName().toString().startsWith(".");
    }

    /** The key of a file. */
    ConfigKey key(Path file) {
        Path names = folder.relativize(file);
        StringBuilder dataId = new StringBuilder();
        for (Path segment : names.subpath(LEVELS, names.getNameCount())) {
            boolean parted = dataId.isEmpty() || dataId.charAt(dataId.length() - 1) == '/';
            dataId.append(parted ? "" : "/").append(decoded(segment));
        }
        try {
            return ConfigKey.of(decoded(names.getName(0)), decoded(names.getName(1)), dataId.toString());
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
