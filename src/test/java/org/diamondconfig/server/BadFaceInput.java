/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Wrong input of the original Diamond's face: what is sent, and the status and code that answer it. */
final class BadFaceInput {

    private static final String FORM = "Content-Type: application/x-www-form-urlencoded;charset=GBK\r\n";
    private static final String PUBLISH = "/basestone.do?method=syncUpdateAll";
    private static final String LINE = "d%02g%02%01";

    /**
     * One row.
     *
     * @param code in the body; empty where the container may answer before us, in its own way
     */
    record Row(String name, byte[] request, int status, String code) {

        List<Integer> statuses() {
            return code.isEmpty() ? List.of(status, 400) : List.of(status);
        }
    }

    private BadFaceInput() {}

    static Stream<Row> rows() {
        return Stream.of(probes(), headers(), names(), forms(), batches(), requests())
                .flatMap(rows -> rows);
    }

    private static Stream<Row> probes() {
        return Stream.of(
                probe("no probe", "", 400, "BAD_PROBE"),
                probe("no separator", "d", 400, "BAD_PROBE"),
                probe("one word", "d%02g%02%01d%01", 400, "BAD_PROBE"),
                probe("five words", "d%02g%02%02%02%01", 400, "BAD_PROBE"),
                probe("separators alone", "%02%02%01", 400, "BAD_PROBE"),
                probe("an end alone", "%01", 400, "BAD_PROBE"),
                probe("a namespace", "d%02g%02%02other%01", 400, "BAD_PROBE"),
                probe("a short md5", "d%02g%02abc%01", 400, "BAD_PROBE"),
                probe("an upper-case md5", "d%02g%02" + "A".repeat(32) + "%01", 400, "BAD_PROBE"),
                probe("a dot name", "..%02g%02%01", 400, "BAD_PROBE"),
                probe("3,001 keys", LINE.repeat(3_001), 413, "TOO_MANY_ITEMS"),
                probe("over 1 MiB", "a".repeat((1 << 20) + 1), 413, "BODY_TOO_LARGE"),
                probe("over 4 MiB", "a".repeat(4 << 20), 413, "BODY_TOO_LARGE"));
    }

    private static Row probe(String name, String value, int status, String code) {
        return post("probe: " + name, "/config.co", FORM, "Probe-Modify-Request=" + value, status, code);
    }

    private static Stream<Row> headers() {
        String body = "Probe-Modify-Request=" + LINE;
        return Stream.of(
                post("timeout", "/config.co", FORM + "longPullingTimeout: 1e9\r\n", body, 400, "BAD_HEADER"),
                post("gzip", "/config.co", FORM + "Content-Encoding: gzip\r\n", body, 415, "CONTENT_ENCODING"),
                post("UTF-16", "/config.co", FORM.replace("GBK", "UTF-16"), body, 415, "CHARSET"),
                post("JSON", "/config.co", "Content-Type: application/json\r\n", body, 415, "FORM_EXPECTED"));
    }

    private static Stream<Row> names() {
        return Stream.of(
                get("no dataId", "/config.co?group=g", 400, "INVALID_NAME"),
                get("a dataId of Chinese", "/config.co?dataId=%d6%d0", 400, "INVALID_NAME"),
                get("a dataId with a blank", "/config.co?dataId=a+b", 400, "INVALID_NAME"),
                get("a dataId with character 1", "/config.co?dataId=a%01b", 400, "INVALID_NAME"),
                get("a group with character 2", "/config.co?dataId=a&group=a%02b", 400, "INVALID_NAME"),
                publish("a dataId with character 2", "dataId=a%02b&content=1", "", 400, "INVALID_NAME"),
                get("a group with a slash", "/config.co?dataId=a&group=a/b", 400, "INVALID_NAME"),
                get("a path", "/config.co?dataId=../../etc/passwd", 400, "INVALID_NAME"),
                get("a dataId twice", "/config.co?dataId=a&dataId=a", 400, "DUPLICATE_PARAMETER"),
                publish("a dataId in query and body", "dataId=a&content=1", "&dataId=a", 400, "DUPLICATE_PARAMETER"));
    }

    private static Stream<Row> forms() {
        return Stream.of(
                publish("half a character", "dataId=a&content=%d6", "", 400, "BAD_FORM"),
                publish("bytes that are no GBK", "dataId=a&content=%ff%ff", "", 400, "BAD_FORM"),
                publish("a broken escape", "dataId=a&content=%zz", "", 400, "BAD_FORM"),
                publish("no content", "dataId=a", "", 400, "MISSING_PARAMETER"),
                publish("blank content", "dataId=a&content=+%0a", "", 400, "MISSING_PARAMETER"),
                publish("101 parameters", "a=&" + many(), "", 400, "BAD_FORM"),
                publish("over 1 MiB", "dataId=a&content=" + "x".repeat((1 << 20) + 1), "", 413, "CONTENT_TOO_LARGE"),
                post(
                        "a datum with CRLF",
                        "/datum.do?method=addDatum",
                        FORM,
                        "dataId=bad-datum&datumId=1&content=a%0d%0ab",
                        400,
                        "CONTENT_HAS_CRLF"),
                post(
                        "a datum of no name",
                        "/datum.do?method=addDatum",
                        FORM,
                        "dataId=bad-datum&content=a",
                        400,
                        "MISSING_PARAMETER"),
                post(
                        "a datum with a path",
                        "/datum.do?method=addDatum",
                        FORM,
                        "dataId=bad-datum&datumId=../a&content=a",
                        400,
                        "INVALID_NAME"));
    }

    private static Stream<Row> batches() {
        return Stream.of(
                post(
                        "a batch of 501",
                        "/config.co?method=batchGetConfig",
                        FORM,
                        "dataIds=" + "a%02".repeat(501),
                        413,
                        "TOO_MANY_ITEMS"),
                post(
                        "a query of 501",
                        "/admin.do?method=batchQuery",
                        FORM,
                        "dataIds=" + "a%02".repeat(501),
                        413,
                        "TOO_MANY_ITEMS"),
                post(
                        "a publish of 101",
                        "/admin.do?method=batchAddOrUpdate",
                        FORM,
                        "allDataIdAndContent=" + "a%021%01".repeat(101),
                        413,
                        "TOO_MANY_ITEMS"),
                post(
                        "a batch of nothing",
                        "/config.co?method=batchGetConfig",
                        FORM,
                        "dataIds=",
                        400,
                        "MISSING_PARAMETER"));
    }

    private static String many() {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 101; i++) {
            many.append('p').append(i).append("=&");
        }
        return many.toString();
    }

    private static Row publish(String name, String body, String moreQuery, int status, String code) {
        return post("publish: " + name, PUBLISH + moreQuery, FORM, body, status, code);
    }

    private static Stream<Row> requests() {
        return Stream.of(
                get("no method", "/basestone.do", 400, "UNKNOWN_METHOD"),
                get("a method of the other verb", PUBLISH + "&dataId=a&content=1", 400, "UNKNOWN_METHOD"),
                get("a path of nobody", "/nobody.do?method=list", 400, "UNKNOWN_METHOD"),
                row("PUT", "PUT /diamond-server/config.co?dataId=a HTTP/1.1\r\nContent-Length: 0\r\n", "", 405, ""),
                row(
                        "a probe in the query",
                        "GET /diamond-server/config.co?Probe-Modify-Request=" + "a".repeat(9_000) + " HTTP/1.1\r\n",
                        "",
                        414,
                        ""),
                row(
                        "a probe of 100 KB in the query",
                        "GET /diamond-server/config.co?Probe-Modify-Request=" + "a".repeat(100_000) + " HTTP/1.1\r\n",
                        "",
                        414,
                        ""));
    }

    private static Row get(String name, String path, int status, String code) {
        return row(name, "GET /diamond-server" + path + " HTTP/1.1\r\n", "", status, code);
    }

    private static Row post(String name, String path, String headers, String body, int status, String code) {
        String head = "POST /diamond-server" + path + " HTTP/1.1\r\n" + headers + "Content-Length: " + body.length();
        return row(name, head + "\r\n", body, status, code);
    }

    private static Row row(String name, String head, String body, int status, String code) {
        String request = head + "Host: localhost\r\nConnection: close\r\n\r\n" + body;
        return new Row(name, request.getBytes(StandardCharsets.ISO_8859_1), status, code);
    }
}
