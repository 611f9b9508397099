/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.bulk;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.diamondconfig.cli.config.Contents;
import org.diamondconfig.cli.core.Session;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.Refused;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Json;
import org.diamondconfig.wire.JsonObject;
import org.diamondconfig.wire.JsonWriter;
import picocli.CommandLine.Option;

/** Options of a copy that name each key, and perhaps what it is to be called there. Confined to one thread. */
final class NamedKeys {

    @Option(
            names = "--key",
            paramLabel = "DATAID[=NEW]",
            description = "This one of the group that is set, and what it is called there; may be repeated.")
    private List<String> keys;

    @Option(
            names = "--keys",
            paramLabel = "FILE",
            description = {
                "Those in this file, or in the standard input if it is -: a JSON object a line with group and dataId, as list -o",
                "json prints them, and with toGroup and toDataId if they are called otherwise there."
            })
    private String file;

    /** A key and what it is called there; what is empty stays as it is. */
    record Named(ConfigKey key, Optional<String> toGroup, Optional<String> toDataId) {

        void write(JsonWriter json) {
            json.object().field("group", key.group()).field("dataId", key.dataId());
            toGroup.ifPresent(name -> json.field("toGroup", name));
            toDataId.ifPresent(name -> json.field("toDataId", name));
            json.endObject();
        }
    }

    /** Whether any option was given. */
    boolean isGiven() {
        return keys != null || file != null;
    }

    /** All of them, each with names that a key may have. */
    List<Named> all(Session session) {
        List<Named> all = new ArrayList<>();
        if (keys != null) {
            keys.forEach(text -> all.add(typed(session, text)));
        }
        if (file != null) {
            String text = new String(Contents.read(session.target().around(), file), StandardCharsets.UTF_8);
            int number = 0;
            for (String line : text.split("\n", -1)) {
                number++;
                if (!line.isBlank()) {
                    all.add(read(session, line, number));
                }
            }
        }
        return all;
    }

    private static Named typed(Session session, String text) {
        String[] names = text.split("=", 2);
        ConfigKey key = session.key(names[0]);
        if (names.length == 1) {
            return new Named(key, Optional.empty(), Optional.empty());
        }
        session.key(names[1]);
        return new Named(key, Optional.empty(), Optional.of(names[1]));
    }

    private Named read(Session session, String line, int number) {
        try {
            JsonObject json = Json.parseObject(line.getBytes(StandardCharsets.UTF_8));
            String from = session.target()
                    .namespace()
                    .map(ConfigKey::canonicalNamespace)
                    .orElse(ConfigKey.PUBLIC);
            Optional<String> namespace = json.optionalString("namespace").map(ConfigKey::canonicalNamespace);
            if (namespace.filter(named -> !named.equals(from)).isPresent()) {
                throw new IllegalArgumentException("namespace: another one than " + ConfigKey.displayNamespace(from)
                        + ", from which is copied; -n names it");
            }
            String group =
                    json.optionalString("group").or(session.target()::group).orElse(null);
            ConfigKey key = ConfigKey.of(from, group, json.string("dataId"));
            Optional<String> toGroup = json.optionalString("toGroup");
            Optional<String> toDataId = json.optionalString("toDataId");
            ConfigKey.of(from, toGroup.orElse(null), toDataId.orElse(key.dataId()));
            return new Named(key, toGroup, toDataId);
        } catch (IllegalArgumentException e) {
            throw new Refused(
                    Exit.USAGE,
                    (file.equals(Contents.STDIN) ? "the standard input" : file) + ", line " + number + ": "
                            + e.getMessage());
        }
    }
}
