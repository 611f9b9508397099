/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.notify;

import java.util.ArrayList;
import java.util.List;
import org.diamondconfig.server.config.ConfigChanged;
import org.diamondconfig.server.problem.TooLarge;
import org.diamondconfig.server.publish.ChangeRequest;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Epoch;
import org.diamondconfig.wire.Json;
import org.diamondconfig.wire.JsonObject;
import org.diamondconfig.wire.JsonWriter;

/** The JSON in which nodes tell changes: {@code {"notices":[{namespace, group, dataId, epoch, version}]}}. Stateless. */
final class NoticeCodec {

    /** Most notices of one message. */
    static final int MAX_NOTICES = 100;

    /** Longest message: so many notices with the longest names fit. */
    static final int MAX_BYTES = 128 * 1024;

    private NoticeCodec() {}

    static byte[] encode(List<ConfigChanged> notices) {
        JsonWriter json = new JsonWriter().object().name("notices").array();
        for (ConfigChanged notice : notices) {
            ChangeRequest.writeKey(json.object(), notice.key())
                    .field("epoch", notice.epoch().toString())
                    .field("version", notice.version())
                    .endObject();
        }
        return json.endArray().endObject().toUtf8();
    }

    /**
     * What a message says.
     *
     * @throws IllegalArgumentException if it has another form
     * @throws TooLarge TOO_MANY_ITEMS if it says too much
     */
    static List<ConfigChanged> decode(byte[] body) {
        List<JsonObject> notices = Json.parseObject(body).objects("notices");
        if (notices.size() > MAX_NOTICES) {
            throw new TooLarge("TOO_MANY_ITEMS", "notices: at most " + MAX_NOTICES + " at once.");
        }
        List<ConfigChanged> changes = new ArrayList<>();
        notices.forEach(notice -> changes.add(change(notice)));
        return changes;
    }

    private static ConfigChanged change(JsonObject notice) {
        long version = notice.number("version");
        if (version < 1) {
            throw new IllegalArgumentException("version: versions begin at 1");
        }
        ConfigKey key = new ConfigKey(notice.string("namespace"), notice.string("group"), notice.string("dataId"));
        return ConfigChanged.of(key, Epoch.parse(notice.string("epoch")), version);
    }
}
