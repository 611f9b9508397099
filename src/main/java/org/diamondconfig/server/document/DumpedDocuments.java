/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.document;

import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.diamondconfig.server.config.Config;
import org.diamondconfig.server.config.Configs;
import org.diamondconfig.server.config.Precondition;
import org.diamondconfig.server.config.Publication;
import org.diamondconfig.server.config.Search;
import org.diamondconfig.server.dump.Dump;
import org.diamondconfig.server.dump.DumpEntry;
import org.diamondconfig.server.dump.Lookup;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.problem.NotFound;
import org.diamondconfig.server.problem.PreconditionFailed;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;

/** The {@link Documents} as they are: read from the dump, written through the configurations. Thread-safe. */
@Component
final class DumpedDocuments implements Documents {

    private final Configs configs;
    private final Dump dump;

    @Inject
    DumpedDocuments(Configs configs, Dump dump) {
        this.configs = configs;
        this.dump = dump;
    }

    private static ConfigKey key(String group, String name) {
        return new ConfigKey(NAMESPACE, group, name);
    }

    @Override
    public Optional<Document> find(String group, String name) {
        return document(dump.read(key(group, name), Caller.SYSTEM));
    }

    @Override
    public long version(String group, String name) {
        Lookup lookup = dump.find(key(group, name), Caller.SYSTEM);
        if (lookup instanceof Lookup.Found found) {
            return found.entry().version();
        }
        return lookup instanceof Lookup.Absent absent ? absent.version() : 0;
    }

    @Override
    public Optional<Document> await(String group, String name, long version, Duration bound) {
        return document(dump.awaitVersion(key(group, name), Caller.SYSTEM, version, bound));
    }

    @Override
    public boolean isComplete() {
        return dump.isComplete();
    }

    @Override
    public List<Document> all(String group) {
        return dump.below(new ConfigKey.Prefix(NAMESPACE, group, ""))
                .map(key -> document(dump.read(key, Caller.SYSTEM)))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Document> document(Lookup lookup) {
        if (lookup instanceof Lookup.Found found) {
            DumpEntry entry = found.entry();
            byte[] content = entry.content().orElseThrow(Lookup::loading);
            ConfigKey key = entry.key();
            String json = new String(content, StandardCharsets.UTF_8);
            return Optional.of(new Document(key.group(), key.dataId(), entry.version(), json));
        }
        if (lookup instanceof Lookup.Absent) {
            return Optional.empty();
        }
        throw Lookup.loading();
    }

    @Override
    public Optional<Document> stored(String group, String name) {
        return configs.find(key(group, name))
                .filter(Config::present)
                .map(row -> new Document(group, name, row.version(), row.content()));
    }

    @Override
    public boolean any(String group) {
        Search search = new Search(
                Optional.of(NAMESPACE),
                Optional.of(group),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                1);
        return !configs.search(search, Search.Sight.ALL).hits().isEmpty();
    }

    @Override
    public long write(Caller caller, Document document, long expected) {
        Publication publication = Publication.of(key(document.group(), document.name()), document.json())
                .withType(ConfigType.JSON)
                .withPrecondition(expected == 0 ? new Precondition.MustNotExist() : versionIs(expected));
        return configs.publish(caller, publication).version();
    }

    private Precondition versionIs(long version) {
        long generation = dump.epoch().orElseThrow(Lookup::loading).generation();
        return new Precondition.VersionIs(generation, version);
    }

    @Override
    public void remove(Caller caller, String group, String name) {
        remove(caller, key(group, name), Precondition.NONE);
    }

    @Override
    public void removeIf(Caller caller, Document document) {
        try {
            remove(caller, key(document.group(), document.name()), versionIs(document.version()));
        } catch (PreconditionFailed changed) {
            // Somebody has put another in its place.
        }
    }

    private void remove(Caller caller, ConfigKey key, Precondition condition) {
        try {
            configs.remove(caller, key, condition, "", Optional.empty());
        } catch (NotFound gone) {
            // Another node was faster.
        }
    }
}
