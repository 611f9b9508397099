/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.folder;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.diamondconfig.cli.api.Answer;
import org.diamondconfig.cli.core.Session;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.Refused;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Epoch;
import org.diamondconfig.wire.JsonWriter;

/** Configurations as the servers have them, many at once. Stateless. */
final class Remote {

    private static final Set<String> COMPARED = Set.of("epoch", "kind", "type", "description", "app", "tags");

    private Remote() {}

    static ConfigKey key(Map<String, Object> row) {
        return ConfigKey.of((String) row.get("namespace"), (String) row.get("group"), (String) row.get("dataId"));
    }

    /** What If-Match takes for a key at this version, as a row of a search or of a read tells it. */
    static String etag(ConfigKey key, Map<String, Object> row, Object version) {
        try {
            Epoch epoch = Epoch.parse(String.valueOf(row.get("epoch")));
            return "\"" + epoch.generation() + '.' + version + '"';
        } catch (IllegalArgumentException e) {
            throw new Refused(Exit.UNREACHABLE, "no Diamond answers there: " + key + ": " + e.getMessage());
        }
    }

    static boolean isAggregate(Map<String, Object> row) {
        return "aggregate".equals(row.get("kind"));
    }

    /**
     * What is compared of a configuration that a group holds.
     *
     * @param row epoch, kind and labels; the same object for all that have the same
     */
    record Held(String md5, Object version, Map<String, Object> row) {}

    /** Those of one group, by dataId: 100,000 take 25 MB. */
    static Map<String, Held> group(Session session, ConfigKey any) {
        Map<String, Held> found = new LinkedHashMap<>();
        Map<Map<String, Object>, Map<String, Object>> shared = new HashMap<>();
        session.api()
                .get("/configs")
                .with("namespace", any.namespace())
                .with("group", any.group())
                .pages(page -> whole(page).forEach(row -> {
                    Map<String, Object> rest = new HashMap<>(row);
                    rest.keySet().retainAll(COMPARED);
                    String md5 = String.valueOf(row.get("md5"));
                    found.put(
                            key(row).dataId(),
                            new Held(md5, row.get("version"), shared.computeIfAbsent(rest, same -> same)));
                }));
        return found;
    }

    /** The rows of a page, each with all that the database has; refused if it could not be asked, and names are all there is. */
    static List<Map<String, Object>> whole(Answer page) {
        page.json().optionalString("code").ifPresent(code -> {
            String detail = page.json().optionalString("detail").orElse("the database cannot be asked");
            throw new Refused(Exit.UNREACHABLE, code + ": " + detail, Map.of("code", code, "detail", detail));
        });
        return page.configs("configs");
    }

    /** A key as the database has it; nothing, too, if that cannot be told now. */
    static Optional<Map<String, Object>> stored(Session session, ConfigKey key) {
        try {
            return session
                    .api()
                    .get("/configs")
                    .with("namespace", key.namespace())
                    .with("group", key.group())
                    .with("dataId", key.dataId())
                    .send()
                    .rows("configs", "version")
                    .stream()
                    .findFirst();
        } catch (Refused e) {
            return Optional.empty();
        }
    }

    /** Reads these, at most 500: the row of each, with its status. */
    static Map<ConfigKey, Map<String, Object>> read(Session session, Set<ConfigKey> keys) {
        JsonWriter json = new JsonWriter().object().name("keys").array();
        keys.forEach(key -> json.object()
                .field("namespace", key.namespace())
                .field("group", key.group())
                .field("dataId", key.dataId())
                .endObject());
        Map<ConfigKey, Map<String, Object>> rows = new HashMap<>();
        session.api()
                .call("POST", "/configs/get")
                .json(json.endArray().endObject())
                .send()
                .configs("configs", "status")
                .forEach(row -> rows.put(key(row), row));
        if (!rows.keySet().equals(keys)) {
            throw new Refused(Exit.UNREACHABLE, "no Diamond answers there: it tells of other keys than were asked for");
        }
        return rows;
    }
}
