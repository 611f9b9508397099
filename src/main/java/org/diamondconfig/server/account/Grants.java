/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.account;

import java.util.List;
import java.util.Locale;
import org.diamondconfig.server.access.Grant;
import org.diamondconfig.wire.JsonObject;
import org.diamondconfig.wire.JsonWriter;

/** How grants are written in JSON: {@code {"effect": "allow", "can": ["reader"], "namespace": "shop"}}. Stateless. */
public final class Grants {

    private Grants() {}

    /** Reads grants; group and dataId are every one when they are not there, the effect is to allow. */
    static List<Grant> read(List<JsonObject> list) {
        return list.stream().map(Grants::read).toList();
    }

    private static Grant read(JsonObject json) {
        return new Grant(
                effect(json.optionalString("effect").orElse("allow")),
                json.strings("can"),
                json.string("namespace"),
                json.optionalString("group").orElse(Grant.ANY),
                json.optionalString("dataId").orElse(Grant.ANY));
    }

    private static Grant.Effect effect(String name) {
        return switch (name) {
            case "allow" -> Grant.Effect.ALLOW;
            case "deny" -> Grant.Effect.DENY;
            default -> throw new IllegalArgumentException("effect: allow or deny expected");
        };
    }

    /** Writes one as an object. */
    public static void write(JsonWriter json, Grant grant) {
        json.object()
                .field("effect", grant.effect().name().toLowerCase(Locale.ROOT))
                .name("can")
                .array();
        grant.can().forEach(json::value);
        json.endArray()
                .field("namespace", grant.namespace())
                .field("group", grant.group())
                .field("dataId", grant.dataId())
                .endObject();
    }
}
