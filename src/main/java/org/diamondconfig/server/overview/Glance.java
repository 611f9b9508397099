/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.overview;

import java.util.List;
import org.diamondconfig.wire.Json;
import org.diamondconfig.wire.JsonObject;
import org.diamondconfig.wire.JsonWriter;

/**
 * What a node tells of itself. Immutable.
 *
 * @param marks of the change that was asked about, oldest first; none when none was
 */
public record Glance(NodeReport report, List<Past> marks) {

    /** Copies the list. */
    public Glance {
        marks = List.copyOf(marks);
    }

    /**
     * A station on the way of a change.
     *
     * @param agoMicros how long ago it was passed when this was told
     */
    public record Past(String step, long agoMicros, String detail) {}

    byte[] encode() {
        JsonWriter json = new JsonWriter().object().name("report");
        report.write(json).name("marks").array();
        marks.forEach(mark -> json.object()
                .field("step", mark.step)
                .field("ago", mark.agoMicros)
                .field("detail", mark.detail)
                .endObject());
        return json.endArray().endObject().toUtf8();
    }

    /**
     * What another node told.
     *
     * @throws IllegalArgumentException if it has another form
     */
    static Glance decode(byte[] body) {
        JsonObject json = Json.parseObject(body);
        return new Glance(
                NodeReport.read(json.object("report")),
                json.objects("marks").stream().map(Glance::mark).toList());
    }

    private static Past mark(JsonObject json) {
        return new Past(json.string("step"), json.number("ago"), json.string("detail"));
    }
}
