/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.live;

import java.util.Optional;
import org.diamondconfig.server.dump.ConfigDumped;
import org.diamondconfig.server.history.Revision;
import org.diamondconfig.server.publish.ChangeRequest;
import org.diamondconfig.wire.JsonWriter;
import org.diamondconfig.wire.Md5;

/**
 * A change that this node serves. Immutable.
 *
 * @param number its place among all of this run of the node, from 1
 * @param revision who made it, and when; empty where that is not known
 */
record Happening(long number, ConfigDumped change, Optional<Revision> revision) {

    /** The same, with what the history says of it. */
    Happening by(Optional<Revision> known) {
        return new Happening(number, change, known);
    }

    /** As JSON, without content. */
    byte[] json() {
        String otherwise = change.md5().equals(Md5.NOTHING) ? "remove" : "publish";
        JsonWriter json = ChangeRequest.writeKey(new JsonWriter().object(), change.key())
                .field("epoch", change.epoch().toString())
                .field("version", change.version())
                .field("md5", change.md5())
                .field("type", change.type().wireName())
                .field("operation", revision.map(Revision::operation).orElse(otherwise));
        revision.map(known -> known.config().details())
                .ifPresent(details -> json.field("by", details.publishedBy())
                        .field("at", details.changedAt().toString()));
        return json.endObject().toUtf8();
    }
}
