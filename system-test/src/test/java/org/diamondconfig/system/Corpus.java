/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.Md5;

/**
 * A folder of configuration files as people keep them: the top folder is the namespace, the folders below it the group, the
 * file name the dataId, its ending the type.
 *
 * <p>{@code -Ddiamond.corpus} names one, absolute or seen from the project's root; otherwise the small one of this module is taken, which has what real ones have been
 * seen to trip over: Chinese text, CRLF, a byte order mark, no newline at the end, 100 KB.
 */
record Corpus(List<Item> items) {

    /** One file. */
    record Item(ConfigKey key, ConfigType type, byte[] content) {

        String md5() {
            return Md5.hex(content);
        }

        String text() {
            return new String(content, StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return key + " (" + content.length + " bytes)";
        }
    }

    static Corpus load() throws IOException {
        String given = System.getProperty("diamond.corpus", "");
        return given.isEmpty() ? builtIn() : read(Path.of("..").resolve(given).normalize());
    }

    List<String> namespaces() {
        return items.stream()
                .map(item -> item.key().namespace())
                .distinct()
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static Corpus builtIn() throws IOException {
        try {
            List<Item> items = new ArrayList<>(
                    read(Path.of(Corpus.class.getResource("/corpus").toURI())).items());
            ConfigKey large = new ConfigKey("bookshop", "catalog", "prices.json");
            items.add(new Item(large, ConfigType.JSON, largeJson()));
            return new Corpus(items);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A little more than 100 KB, more than a poll's answer carries for one key. */
    private static byte[] largeJson() {
        StringBuilder json = new StringBuilder("{\n");
        for (int i = 0; json.length() < 100_000; i++) {
            json.append("  \"book-")
                    .append(i)
                    .append("\": {\"title\": \"第")
                    .append(i)
                    .append("卷\", \"price\": ");
            json.append(i).append(".90},\n");
        }
        return json.append("  \"end\": true\n}\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Corpus read(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            List<Item> items = new ArrayList<>();
            for (Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
                ConfigKey key = key(folder.relativize(path));
                items.add(new Item(key, ConfigType.ofFileName(key.dataId()), Files.readAllBytes(path)));
            }
            return new Corpus(List.copyOf(items));
        }
    }

    private static ConfigKey key(Path path) {
        int folders = path.getNameCount() - 1;
        String namespace = folders > 0 ? path.getName(0).toString() : ConfigKey.PUBLIC;
        String group = folders > 1 ? path.subpath(1, folders).toString().replace('/', '.') : ConfigKey.DEFAULT_GROUP;
        return new ConfigKey(namespace, group, path.getFileName().toString());
    }
}
