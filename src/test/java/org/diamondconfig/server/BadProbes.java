/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import java.util.Locale;
import java.util.stream.Stream;
import org.diamondconfig.server.BadInput.Row;

/** The part of the table of wrong input that is about polls. */
final class BadProbes {

    private static final String WATCH = "/api/v1/watch";
    private static final String JSON = "Content-Type: application/json";
    private static final String ITEM = "{\"group\":\"bad-input\",\"dataId\":\"a\"";
    private static final String PROBE = "{\"items\":[" + ITEM + "}]}";
    private static final String MD5 = "900150983cd24fb0d6963f7d28e17f72";
    private static final String MARKER = BadInput.MARKER;

    private BadProbes() {}

    static Stream<Row> rows() {
        return Stream.of(malformed(), items(), tooMuch(), requests()).flatMap(rows -> rows);
    }

    private static Stream<Row> malformed() {
        return Stream.of(
                invalid("nothing", ""),
                invalid("not JSON", MARKER),
                invalid("the line form", "a\u0002G\u0002" + MARKER + "\u0001"),
                invalid("an array", "[" + ITEM + "}]"),
                invalid("cut", PROBE.substring(0, PROBE.length() - 2)),
                invalid("more behind it", PROBE + MARKER),
                invalid("100,000 deep", "{\"items\":" + "[".repeat(100_000)),
                invalid("a name twice", "{\"items\":[],\"items\":[]}"),
                invalid("no items", "{}"),
                invalid("empty items", "{\"items\":[]}"),
                invalid("items as text", "{\"items\":\"" + MARKER + "\"}"),
                invalid("an item as number", "{\"items\":[1]}"),
                invalid("an epoch without a store", "{\"epoch\":\"1\",\"items\":[" + ITEM + "}]}"),
                invalid("an epoch of generation 0", "{\"epoch\":\"0-00000000000000aa\",\"items\":[" + ITEM + "}]}"));
    }

    private static Stream<Row> items() {
        return Stream.of(
                row("no dataId", "{\"items\":[{\"group\":\"" + MARKER + "\"}]}", 400, "INVALID_NAME"),
                invalid("md5 too short", item("\"md5\":\"900150983c\"")),
                invalid("md5 in capitals", item("\"md5\":\"" + MD5.toUpperCase(Locale.ROOT) + "\"")),
                invalid("md5 not hex", item("\"md5\":\"" + "z".repeat(32) + "\"")),
                invalid("md5 as number", item("\"md5\":1")),
                invalid("version below zero", item("\"version\":-1")),
                invalid("version as text", item("\"version\":\"" + MARKER + "\"")),
                invalid("version 1.5", item("\"version\":1.5")),
                invalid("version beyond 64 bits", item("\"version\":9223372036854775808")),
                invalid("version 1e400", item("\"version\":1e400")),
                name("..", ".."),
                name("a slash at its end", MARKER + "/"),
                name("the line form's separators", "a\\u0001\\u0002" + MARKER),
                invalid("a lone surrogate", "{\"items\":[{\"dataId\":\"\\ud800" + MARKER + "\"}]}"),
                name("a space", MARKER + " "),
                name("1,000 characters", "a".repeat(1_000)));
    }

    private static Stream<Row> tooMuch() {
        return Stream.of(
                row("3,001 items", "{\"items\":[" + (ITEM + "},").repeat(3_000) + ITEM + "}]}", 413, "TOO_MANY_ITEMS"),
                row("over 1 MiB", PROBE + " ".repeat(1 << 20), 413, "BODY_TOO_LARGE"));
    }

    private static Stream<Row> requests() {
        return Stream.of(
                of("wait=abc", WATCH + "?wait=abc", 400, "BAD_PARAMETER", JSON),
                of("wait of nothing", WATCH + "?wait=", 400, "BAD_PARAMETER", JSON),
                of("wait twice", WATCH + "?wait=0s&wait=1s", 400, "DUPLICATE_PARAMETER", JSON),
                of("unknown parameter", WATCH + "?" + MARKER + "=1", 400, "UNKNOWN_PARAMETER", JSON),
                of("as a form", WATCH, 415, "JSON_EXPECTED", "Content-Type: application/x-www-form-urlencoded"),
                of("gzip", WATCH, 415, "CONTENT_ENCODING", JSON, "Content-Encoding: gzip"),
                of("GBK", WATCH, 415, "CHARSET", JSON + ";charset=GBK"),
                of("odd client", WATCH, 400, "BAD_CLIENT_HEADER", JSON, "Diamond-Client: id=" + MARKER),
                Row.orContainer(
                        "poll: a probe in the query",
                        BadInput.post(WATCH + "?probe=" + "a".repeat(100_000), "", JSON),
                        414,
                        "QUERY_TOO_LONG"),
                Row.of("poll: by GET", BadInput.get(WATCH), 405, "METHOD_NOT_ALLOWED"));
    }

    private static String item(String field) {
        return "{\"items\":[" + ITEM + "," + field + "}]}";
    }

    private static Row name(String name, String dataId) {
        return row("a dataId with " + name, "{\"items\":[{\"dataId\":\"" + dataId + "\"}]}", 400, "INVALID_NAME");
    }

    private static Row invalid(String name, String body) {
        return row(name, body, 400, "INVALID_BODY");
    }

    private static Row row(String name, String body, int status, String code) {
        return Row.of("poll: " + name, BadInput.post(WATCH + "?wait=0s", body, JSON), status, code);
    }

    private static Row of(String name, String path, int status, String code, String... headers) {
        return Row.of("poll: " + name, BadInput.post(path, PROBE, headers), status, code);
    }
}
