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

    private static final List<String> COMPARED =
            List.of("md5", "version", "epoch", "kind", "type", "description", "app", "tags");

    private static final Set<String> SHARED = Set.of("epoch", "kind", "type", "app");

    private Remote() {}

    static ConfigKey key(Map<String, Object> row) {
        return ConfigKey.of((String) row.get("namespace"), (String) row.get("group"), (String) row.get("dataId"));
    }

    /** What If-Match takes for the row of a key in a search or in a read. */
    static String etag(ConfigKey key, Map<String, Object> row) {
        try {
            Epoch epoch = Epoch.parse(String.valueOf(row.get("epoch")));
            return "\"" + epoch.generation() + '.' + row.get("version") + '"';
        } catch (IllegalArgumentException e) {
            throw new Refused(Exit.UNREACHABLE, "no Diamond answers there: " + key + ": " + e.getMessage());
        }
    }

    static boolean isAggregate(Map<String, Object> row) {
        return "aggregate".equals(row.get("kind"));
    }

    /** Those of one group, by key: of each what is compared, so that many take little memory. */
    static Map<ConfigKey, Map<String, Object>> group(Session session, ConfigKey any) {
        Map<ConfigKey, Map<String, Object>> found = new LinkedHashMap<>();
        session.api()
                .get("/configs")
                .with("namespace", any.namespace())
                .with("group", any.group())
                .pages(page -> whole(page).forEach(row -> found.put(key(row), compared(row))));
        return found;
    }

    /** What tells whether it is the same, and at which version; of what is the same in many rows there is one. */
    private static Map<String, Object> compared(Map<String, Object> row) {
        Map<String, Object> compared = new HashMap<>();
        for (String member : COMPARED) {
            Object value = row.get(member);
            if (value != null && !value.equals("") && !value.equals(List.of())) {
                compared.put(member, value instanceof String text && SHARED.contains(member) ? text.intern() : value);
            }
        }
        return Map.copyOf(compared);
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
