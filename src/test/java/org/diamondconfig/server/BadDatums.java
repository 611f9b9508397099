/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import java.util.stream.Stream;
import org.diamondconfig.server.BadInput.Row;

/** The part of the table of wrong input that is about datums. */
final class BadDatums {

    private static final String PATH = "/api/v1/datums";
    private static final String KEY = PATH + "?group=bad-input&dataId=refused";

    private BadDatums() {}

    static Stream<Row> rows() {
        return Stream.concat(ids(), others());
    }

    private static Stream<Row> ids() {
        return Stream.of(
                        "",
                        "%20",
                        BadInput.MARKER + "%20",
                        "../" + BadInput.MARKER,
                        "a/../b",
                        "..%5Ca",
                        ".",
                        BadInput.MARKER.repeat(28))
                .map(id -> Row.of("PUT datumId=" + id, BadInput.put(KEY + "&datumId=" + id, "x"), 400, "INVALID_NAME"));
    }

    private static Stream<Row> others() {
        String datum = KEY + "&datumId=d";
        return Stream.of(
                Row.of("datum without an id", BadInput.put(KEY, "x"), 400, "INVALID_NAME"),
                Row.of("datumId twice", BadInput.put(datum + "&datumId=e", "x"), 400, "DUPLICATE_PARAMETER"),
                Row.of("datumId with NUL", BadInput.put(KEY + "&datumId=a%00b", "x"), 400, "BAD_QUERY"),
                Row.of("datum of a bad name", BadInput.put(PATH + "?dataId=..&datumId=d", "x"), 400, "INVALID_NAME"),
                Row.of("CR LF in a datum", BadInput.put(datum, BadInput.MARKER + "\r\n2"), 400, "CONTENT_HAS_CRLF"),
                Row.of("empty datum", BadInput.put(datum, ""), 400, "CONTENT_EMPTY"),
                Row.of(
                        "datum that is not UTF-8",
                        BadInput.put(datum, new byte[] {'a', (byte) 0xff}),
                        400,
                        "CONTENT_NOT_UTF8"),
                Row.of("datum of 65 KiB", BadInput.put(datum, "x".repeat(65 << 10)), 413, "CONTENT_TOO_LARGE"),
                Row.of("datum with If-Match", BadInput.put(datum, "x", "If-Match: *"), 400, "BAD_ETAG"),
                Row.of(
                        "datum of an unknown namespace",
                        BadInput.put(datum + "&namespace=nowhere", "x"),
                        404,
                        "NAMESPACE_NOT_FOUND"),
                Row.of(
                        "datum of a whole",
                        BadInput.put(PATH + "?group=bad-input&dataId=canary&datumId=d", "x"),
                        409,
                        "KIND_MISMATCH"),
                Row.of(
                        "kind rule that does not parse",
                        BadInput.put(BadInput.CONFIG + "?dataId=diamond.meta.aggregates", BadInput.MARKER + " b c"),
                        400,
                        "BAD_KIND_RULE"),
                Row.of("datums of nothing", BadInput.get(KEY), 404, "CONFIG_NOT_FOUND"),
                Row.of("remove no datum", BadInput.delete(datum), 404, "CONFIG_NOT_FOUND"),
                Row.of(
                        "remove all of nothing",
                        BadInput.delete(PATH + "/all?group=bad-input&dataId=refused"),
                        404,
                        "CONFIG_NOT_FOUND"),
                Row.of(
                        "odd datum cursor",
                        BadInput.get(PATH + "/history?dataId=a&cursor=" + BadInput.MARKER),
                        400,
                        "BAD_CURSOR"));
    }
}
