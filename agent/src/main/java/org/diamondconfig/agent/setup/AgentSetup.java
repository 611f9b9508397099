/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.setup;

import java.net.URI;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.diamondconfig.client.ClientSettings.Setting;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigKey.Prefix;

/**
 * All that the configuration file says. Immutable.
 *
 * @param store the shared folder
 * @param state the agent's own folder: snapshots, keys that were asked for, what scripts ran
 * @param compare about how often everything is compared
 * @param askWait the longest time that a reader's question is kept waiting
 * @param feedback where applied versions are posted
 * @param clusters at least one
 */
public record AgentSetup(
        Path store,
        Path state,
        Duration compare,
        Duration askWait,
        Optional<URI> feedback,
        List<ClusterSetup> clusters) {

    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9_-]{0,31}";
    private static final long MIN_BYTES = 1 << 20;

    /** What the file calls a setting of the client. */
    private static final Map<String, Setting> CONNECTION = Map.of(
            "servers", Setting.SERVERS,
            "address-urls", Setting.ADDRESS_URLS,
            "token-file", Setting.TOKEN_FILE,
            "tls-trust-store", Setting.TLS_TRUST_STORE,
            "tls-trust-store-password-file", Setting.TLS_TRUST_STORE_PASSWORD_FILE,
            "tls-key-store", Setting.TLS_KEY_STORE,
            "tls-key-store-password-file", Setting.TLS_KEY_STORE_PASSWORD_FILE);

    /** Copies the list. */
    public AgentSetup {
        clusters = List.copyOf(clusters);
    }

    /**
     * Reads the file.
     *
     * @throws SetupException if it is refused
     */
    public static AgentSetup read(Path file) throws SetupException {
        Optional<Section> agent = Optional.empty();
        Map<String, Section> clusters = new HashMap<>();
        List<String> order = new ArrayList<>();
        List<MirrorSetup> mirrors = new ArrayList<>();
        Map<String, String> places = new HashMap<>();
        for (Section section : SetupFile.read(file)) {
            switch (section.kind()) {
                case "agent" -> {
                    if (agent.isPresent() || !section.name().isEmpty()) {
                        throw new SetupException(section.place() + ": one section [agent] expected, without a name");
                    }
                    agent = Optional.of(section);
                }
                case "cluster" -> {
                    if (!section.name().matches(NAME) || clusters.put(section.name(), section) != null) {
                        throw new SetupException(section.place()
                                + ": [cluster name] expected: letters, digits, _ and -, at most 32, no name twice");
                    }
                    order.add(section.name());
                }
                case "mirror" -> {
                    MirrorSetup mirror = mirror(section);
                    mirrors.add(mirror);
                    places.putIfAbsent(mirror.cluster(), section.place());
                }
                default -> throw new SetupException(section.place() + ": [agent], [cluster name] or [mirror] expected");
            }
        }
        for (Map.Entry<String, String> place : places.entrySet()) {
            if (!clusters.containsKey(place.getKey())) {
                throw new SetupException(place.getValue() + ": cluster: there is no [cluster " + place.getKey() + "]");
            }
        }
        return assembled(file, agent, order.stream().map(clusters::get).toList(), mirrors);
    }

    private static AgentSetup assembled(
            Path file, Optional<Section> told, List<Section> sections, List<MirrorSetup> mirrors)
            throws SetupException {
        Section agent = told.orElseThrow(() -> new SetupException(file + ": the section [agent] is missing"));
        if (sections.isEmpty()) {
            throw new SetupException(file + ": a section [cluster name] is missing");
        }
        apart(file, mirrors);
        List<ClusterSetup> clusters = new ArrayList<>();
        for (Section section : sections) {
            clusters.add(cluster(
                    section,
                    mirrors.stream()
                            .filter(mirror -> mirror.cluster().equals(section.name()))
                            .toList()));
        }
        AgentSetup setup = new AgentSetup(
                agent.required("store", Section::path),
                agent.required("state", Section::path),
                agent.one("compare-interval", Section::duration).orElse(Duration.ofMinutes(45)),
                agent.one("ask-wait", Section::duration).orElse(Duration.ofMillis(500)),
                agent.one("feedback-url", Section::web),
                clusters);
        agent.done();
        return setup;
    }

    /** Two that write one file would do so in turn. */
    private static void apart(Path file, List<MirrorSetup> mirrors) throws SetupException {
        Set<Path> places = new HashSet<>();
        for (MirrorSetup mirror : mirrors) {
            if (!places.add(mirror.place())) {
                throw new SetupException(file + ": " + mirror.place() + " is the file of two mirrors");
            }
        }
        for (MirrorSetup mirror : mirrors) {
            Path folder = mirror.place().getParent();
            if (mirrors.stream()
                    .anyMatch(
                            other -> other.prefix().isPresent() && other.place().equals(folder))) {
                throw new SetupException(file + ": " + mirror.place() + " is in the folder of another mirror");
            }
        }
    }

    private static ClusterSetup cluster(Section section, List<MirrorSetup> mirrors) throws SetupException {
        Map<Setting, String> connection = new EnumMap<>(Setting.class);
        for (Map.Entry<String, Setting> setting : CONNECTION.entrySet()) {
            section.one(setting.getKey(), value -> value).ifPresent(value -> connection.put(setting.getValue(), value));
        }
        if (!connection.containsKey(Setting.SERVERS) && !connection.containsKey(Setting.ADDRESS_URLS)) {
            throw new SetupException(section.place() + ": servers = ... or address-urls = ... is missing");
        }
        ClusterSetup.Sharing sharing = new ClusterSetup.Sharing(
                section.one("readers", AgentSetup::readers).orElse(Readers.GROUP),
                section.one("group", value -> value),
                section.one("store-size", AgentSetup::storeSize).orElse(256L << 20),
                section.one("files", Section::flag).orElse(true));
        Optional<ScriptSetup> scripts = scripts(section);
        ClusterSetup setup = new ClusterSetup(
                section.name(),
                connection,
                // What is mirrored is followed.
                Stream.concat(
                                section.all("key", Section::key).stream(),
                                mirrors.stream().flatMap(mirror -> mirror.key().stream()))
                        .distinct()
                        .toList(),
                Stream.concat(
                                section.all("prefix", Section::prefix).stream(),
                                mirrors.stream().flatMap(mirror -> mirror.prefix().stream()))
                        .distinct()
                        .toList(),
                sharing,
                section.one("asked-max", Section::count).orElse(10_000),
                scripts,
                mirrors);
        section.done();
        return setup;
    }

    private static Optional<ScriptSetup> scripts(Section section) throws SetupException {
        Optional<Path> folder = section.one("scripts", Section::path);
        Duration limit = section.one("script-limit", Section::duration).orElse(Duration.ofSeconds(30));
        int output = (int)
                Math.min(1 << 20, section.one("script-output", Section::bytes).orElse(8192L));
        int threads = Math.max(1, section.one("script-threads", Section::count).orElse(4));
        return folder.map(path -> new ScriptSetup(path, limit, output, threads));
    }

    private static MirrorSetup mirror(Section section) throws SetupException {
        String cluster = section.required("cluster", value -> value);
        Optional<ConfigKey> key = section.one("key", Section::key);
        Optional<Prefix> prefix = section.one("prefix", Section::prefix);
        if (key.isPresent() == prefix.isPresent()) {
            throw new SetupException(section.place() + ": either key = ... and file = ..., or prefix = ... and folder ="
                    + " ..., expected");
        }
        MirrorSetup mirror = new MirrorSetup(
                cluster,
                key,
                prefix,
                section.required(key.isPresent() ? "file" : "folder", Section::path),
                section.one("mode", AgentSetup::mode).orElse("rw-r-----"),
                section.one("owner", value -> value),
                section.one("when-removed", AgentSetup::whenRemoved).orElse(false));
        section.done();
        return mirror;
    }

    private static Readers readers(String value) {
        if (!value.matches("owner|group|everybody")) {
            throw new IllegalArgumentException("owner, group or everybody expected");
        }
        return Readers.valueOf(value.toUpperCase(Locale.ROOT));
    }

    private static long storeSize(String value) {
        long bytes = Section.bytes(value);
        if (bytes < MIN_BYTES) {
            throw new IllegalArgumentException("at least 1M expected");
        }
        return bytes;
    }

    private static boolean whenRemoved(String value) {
        if (!value.matches("keep|delete")) {
            throw new IllegalArgumentException("keep or delete expected");
        }
        return value.equals("delete");
    }

    /** 0640 or 640, as people write them. */
    private static String mode(String value) {
        if (!value.matches("0?[0-7]{3}")) {
            throw new IllegalArgumentException("three octal digits expected, like 0640");
        }
        StringBuilder letters = new StringBuilder();
        for (char digit : value.substring(value.length() - 3).toCharArray()) {
            int bits = digit - '0';
            letters.append((bits & 4) != 0 ? 'r' : '-')
                    .append((bits & 2) != 0 ? 'w' : '-')
                    .append((bits & 1) != 0 ? 'x' : '-');
        }
        PosixFilePermissions.fromString(letters.toString());
        return letters.toString();
    }
}
