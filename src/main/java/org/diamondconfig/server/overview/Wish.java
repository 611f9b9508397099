/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.overview;

import java.util.Optional;
import org.diamondconfig.server.publish.ChangeRequest;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.JsonObject;
import org.diamondconfig.wire.JsonWriter;

/**
 * What a node asks another about itself. Immutable.
 *
 * @param change of which to tell the marks as well, if any
 */
public record Wish(Optional<Change> change) {

    /** One version of a key. */
    public record Change(ConfigKey key, long version) {}

    /** Writes its fields. */
    void write(JsonWriter json) {
        change.ifPresent(one -> {
            ChangeRequest.writeKey(json.name("key").object(), one.key).endObject();
            json.field("version", one.version);
        });
    }

    /** @throws IllegalArgumentException if it has another form */
    static Wish read(JsonObject json) {
        Optional<Change> change = json.has("key")
                ? Optional.of(new Change(ChangeRequest.readKey(json.object("key")), json.number("version")))
                : Optional.empty();
        return new Wish(change);
    }
}
