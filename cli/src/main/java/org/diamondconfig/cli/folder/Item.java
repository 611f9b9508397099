/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.folder;

import java.util.Map;
import org.diamondconfig.cli.edge.JsonText;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.JsonWriter;

/**
 * One configuration to be published. Immutable.
 *
 * @param key which
 * @param content what
 * @param labels type, description, app and tags
 * @param ifMatch the version that it has to have, as If-Match says it; {@code ""}: it has to be absent; null: any
 */
record Item(ConfigKey key, String content, Map<String, Object> labels, String ifMatch) {

    /** As a batch takes it. */
    String json(String comment) {
        JsonWriter json = new JsonWriter().object();
        json.field("namespace", key.namespace())
                .field("group", key.group())
                .field("dataId", key.dataId())
                .field("content", content);
        labels.forEach((name, value) -> JsonText.write(json.name(name), value));
        if (content.isEmpty()) {
            json.field("allowEmpty", true);
        }
        if (comment != null) {
            json.field("comment", comment);
        }
        if (ifMatch != null && ifMatch.isEmpty()) {
            json.field("ifAbsent", true);
        } else if (ifMatch != null) {
            json.field("ifMatch", ifMatch);
        }
        return json.endObject().toString();
    }
}
