/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client;

import org.diamondconfig.wire.JsonObject;

/**
 * One line of a key's history. Immutable.
 *
 * @param version the version
 * @param md5 of its content; {@code ""} for a removal
 * @param operation what was done, as the server calls it
 * @param publishedBy who did it; may be empty
 * @param comment why; may be empty
 */
public record Revision(long version, String md5, String operation, String publishedBy, String comment) {

    static Revision told(JsonObject line) {
        return new Revision(
                line.number("version"),
                line.optionalString("md5").orElse(""),
                line.optionalString("operation").orElse(""),
                line.optionalString("by").orElse(""),
                line.optionalString("comment").orElse(""));
    }
}
