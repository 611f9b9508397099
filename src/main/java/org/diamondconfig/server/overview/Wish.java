/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.overview;

import java.util.Optional;
import org.diamondconfig.server.publish.ChangeRequest;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Json;
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

    /** A wish, and when it was sent by the clock of the sender. */
    record Sent(Wish wish, long atMillis) {}

    byte[] encode(long atMillis) {
        JsonWriter json = new JsonWriter().object().field("at", atMillis);
        change.ifPresent(one -> {
            ChangeRequest.writeKey(json.name("key").object(), one.key).endObject();
            json.field("version", one.version);
        });
        return json.endObject().toUtf8();
    }

    /** @throws IllegalArgumentException if it has another form */
    static Sent decode(byte[] body) {
        JsonObject json = Json.parseObject(body);
        Optional<Change> change = json.has("key")
                ? Optional.of(new Change(ChangeRequest.readKey(json.object("key")), json.number("version")))
                : Optional.empty();
        return new Sent(new Wish(change), json.number("at"));
    }
}
