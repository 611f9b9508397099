/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.edge;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.diamondconfig.wire.JsonObject;
import org.diamondconfig.wire.JsonWriter;

/** Values as {@link org.diamondconfig.wire.Json} reads them, written again. Pure. */
public final class JsonText {

    private JsonText() {}

    /** The members of an object, in their order. */
    public static Map<String, Object> members(JsonObject object) {
        Map<String, Object> members = new LinkedHashMap<>();
        object.names().forEach(name -> members.put(name, object.value(name)));
        return members;
    }

    /** One line of JSON. */
    public static String of(Map<String, ?> object) {
        return any(object);
    }

    static String any(Object value) {
        JsonWriter json = new JsonWriter();
        write(json, value);
        return json.toString();
    }

    /** Writes any value. */
    public static void write(JsonWriter json, Object value) {
        if (value instanceof Map<?, ?> object) {
            json.object();
            object.forEach((name, member) -> write(json.name(String.valueOf(name)), member));
            json.endObject();
        } else if (value instanceof Iterable<?> list) {
            json.array();
            list.forEach(element -> write(json, element));
            json.endArray();
        } else if (value instanceof Boolean flag) {
            json.value(flag);
        } else if (value instanceof BigDecimal number) {
            json.value(number.toPlainString()); // the API has none; as text it loses nothing
        } else if (value instanceof Number number) {
            json.value(number.longValue());
        } else {
            json.value(value == null ? null : value.toString());
        }
    }
}
