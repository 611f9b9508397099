/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.search;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.wire.ConfigKey;

/** Where a page ended, as a text to be handed back unread. Stateless. */
final class KeyCursor {

    private KeyCursor() {}

    static String write(ConfigKey key) {
        String names = String.join("\n", key.namespace(), key.group(), key.dataId());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(names.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws BadRequest BAD_CURSOR if it was not handed out here */
    static ConfigKey read(String cursor) {
        try {
            String[] names = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split("\n", -1);
            if (names.length == 3) {
                return new ConfigKey(names[0], names[1], names[2]);
            }
        } catch (IllegalArgumentException e) {
            // Told below: neither form nor names are what this class writes.
        }
        throw new BadRequest("BAD_CURSOR", "cursor: pass on the one that the page before gave, or none.");
    }
}
