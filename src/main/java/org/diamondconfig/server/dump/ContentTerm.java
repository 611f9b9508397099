/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.dump;

import java.nio.charset.StandardCharsets;
import org.diamondconfig.server.edge.BadRequest;

/** A piece of text that a content search looks for, byte for byte; nothing in it is a pattern. Immutable. */
final class ContentTerm {

    private final byte[] utf8;

    private ContentTerm(byte[] utf8) {
        this.utf8 = utf8;
    }

    /** @throws BadRequest BAD_PARAMETER if it is empty */
    static ContentTerm of(String text) {
        if (text.isEmpty()) {
            throw new BadRequest("BAD_PARAMETER", "content: say what to look for");
        }
        return new ContentTerm(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether the content holds it. */
    boolean isIn(byte[] content) {
        for (int start = 0; start <= content.length - utf8.length; start++) {
            if (isAt(content, start)) {
                return true;
            }
        }
        return false;
    }

    private boolean isAt(byte[] content, int start) {
        for (int i = 0; i < utf8.length; i++) {
            if (content[start + i] != utf8[i]) {
                return false;
            }
        }
        return true;
    }
}
