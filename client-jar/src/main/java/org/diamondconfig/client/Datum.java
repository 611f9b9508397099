/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client;

import org.diamondconfig.wire.JsonObject;

/**
 * One of the contents that a key is merged from. Immutable.
 *
 * @param datumId what it is called within its key
 * @param version grows with each change of it
 * @param md5 of its content
 * @param content the text
 */
public record Datum(String datumId, long version, String md5, String content) {

    static Datum told(JsonObject told) {
        return new Datum(told.string("datumId"), told.number("version"), told.string("md5"), told.string("content"));
    }
}
