/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.overview;

import java.util.OptionalLong;
import org.diamondconfig.wire.JsonObject;
import org.diamondconfig.wire.JsonWriter;

/**
 * How a node is, by its own word. Immutable.
 *
 * @param polls that it holds
 * @param lagMillis since its copy was last level with the database; empty before the first time
 * @param entries of its copy
 * @param complete whether its copy is whole
 * @param storeUp whether it reaches the database
 */
public record NodeReport(long polls, OptionalLong lagMillis, long entries, boolean complete, boolean storeUp) {

    /** Writes it as an object. */
    public JsonWriter write(JsonWriter json) {
        json.object().field("polls", polls);
        lagMillis.ifPresent(lag -> json.field("lagMillis", lag));
        return json.field("entries", entries)
                .field("complete", complete)
                .field("storeUp", storeUp)
                .endObject();
    }

    static NodeReport read(JsonObject json) {
        return new NodeReport(
                json.number("polls"),
                json.optionalNumber("lagMillis"),
                json.number("entries"),
                json.flag("complete", false),
                json.flag("storeUp", false));
    }
}
