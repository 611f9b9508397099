/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The table of wrong input: what is sent, byte for byte, and what must come back. */
final class BadInput {

    static final String CONFIG = "/api/v1/config";

    /** Stands in raw input wherever it fits; no answer may repeat it. */
    static final String MARKER = "zq9marker";

    private static final String CONTEXT = "/diamond-server";
    private static final String HOST = "Host: localhost\r\nConnection: close\r\n";

    private BadInput() {}

    /**
     * One wrong request.
     *
     * @param statuses one of them must come back
     * @param codes one of them must be named
     * @param containerMayAnswer whether the container may refuse it before we see it, in its own words
     */
    record Row(String name, byte[] request, List<Integer> statuses, List<String> codes, boolean containerMayAnswer) {

        static Row of(String name, byte[] request, int status, String code) {
            return new Row(name, request, List.of(status), List.of(code), false);
        }

        /** It is refused, by us with this code or by the container before us. */
        static Row orContainer(String name, byte[] request, int status, String code) {
            return new Row(
                    name, request, List.of(status, 400, 405, 413, 414, 431, 501), List.of(code, "REFUSED"), true);
        }
    }

    static Stream<Row> rows() {
        return Stream.of(
                        names(),
                        paths(),
                        Stream.of(undecodablePath()),
                        queries(),
                        publishes(),
                        headers(),
                        bodies(),
                        searches(),
                        BadDatums.rows(),
                        BadContents.rows(),
                        methods())
                .flatMap(rows -> rows);
    }

    private static Stream<Row> names() {
        return Stream.of(
                        "../../etc/passwd",
                        "%2e%2e%2f" + MARKER,
                        "%252e%252e%252f" + MARKER,
                        "..%5C..%5C" + MARKER,
                        "",
                        "%20",
                        "%20" + MARKER,
                        MARKER + "%20",
                        MARKER + "+",
                        "..",
                        ".",
                        MARKER + "/",
                        "/" + MARKER,
                        MARKER + "//a",
                        MARKER + "/../a",
                        "C:%5C" + MARKER,
                        MARKER.repeat(28),
                        "e%CC%81" + MARKER,
                        "%C3%A9" + MARKER,
                        "%EF%BC%A1" + MARKER,
                        "%C4%B1" + MARKER,
                        "%F0%9F%98%80" + MARKER,
                        "%E2%80%AE" + MARKER,
                        "%E2%80%8B" + MARKER,
                        "%EF%BB%BF" + MARKER,
                        "%25" + MARKER,
                        "*" + MARKER,
                        "?" + MARKER,
                        MARKER + ";x=1",
                        "'%20or%201=1--" + MARKER,
                        "%3Cscript%3E" + MARKER)
                .flatMap(name -> Stream.of(
                        Row.of("GET dataId=" + name, get(CONFIG + "?dataId=" + name), 400, "INVALID_NAME"),
                        Row.of("PUT dataId=" + name, put(CONFIG + "?dataId=" + name, "x"), 400, "INVALID_NAME"),
                        Row.of("GET group=" + name, get(CONFIG + "?dataId=a&group=x%20" + name), 400, "INVALID_NAME")));
    }

    private static Stream<Row> paths() {
        return Stream.of(
                        "/api/v1/config/",
                        "/api//v1/config",
                        "/api/./v1/config",
                        "/api/v1/x/../config",
                        "/api/v1/%63onfig",
                        "/api/v1/config%2f",
                        "/api/v1/config%00",
                        "/api/v1/config;x=1",
                        "/api;x=1/v1/config",
                        "/api/v1/%2e%2e/v1/config",
                        "/api/v1/%c0%ae/config",
                        "/api/v1\\config",
                        "/health/live;" + MARKER)
                .map(path -> Row.orContainer("GET " + path, get(path + "?dataId=a"), 400, "BAD_PATH"));
    }

    /** Payara answers a path that cannot be decoded itself: 200 with nothing in it, before any filter of ours is asked. */
    private static Row undecodablePath() {
        return new Row("GET %zz", get("/api/v1/%zz?dataId=a"), List.of(400, 200), List.of("BAD_PATH"), true);
    }

    private static Stream<Row> queries() {
        return Stream.of(
                Row.of("unknown parameter", get(CONFIG + "?dataId=a&" + MARKER + "=1"), 400, "UNKNOWN_PARAMETER"),
                Row.of("parameter in capitals", get(CONFIG + "?DATAID=" + MARKER), 400, "UNKNOWN_PARAMETER"),
                Row.of("_method", put(CONFIG + "?dataId=a&_method=DELETE", "x"), 400, "UNKNOWN_PARAMETER"),
                Row.of("dataId twice", get(CONFIG + "?dataId=a&dataId=" + MARKER), 400, "DUPLICATE_PARAMETER"),
                Row.of("dataId twice, escaped", get(CONFIG + "?dataId=a&data%49d=a"), 400, "DUPLICATE_PARAMETER"),
                Row.of("no dataId", get(CONFIG + "?group=G"), 400, "INVALID_NAME"),
                Row.of("NUL", get(CONFIG + "?dataId=a%00b"), 400, "BAD_QUERY"),
                Row.of("CR LF", get(CONFIG + "?dataId=a%0d%0aX-" + MARKER + ":1"), 400, "BAD_QUERY"),
                Row.of("overlong UTF-8", get(CONFIG + "?dataId=%c0%ae"), 400, "BAD_QUERY"),
                Row.of("lone surrogate", get(CONFIG + "?dataId=%ed%a0%80"), 400, "BAD_QUERY"),
                Row.orContainer("half an escape", get(CONFIG + "?dataId=%4"), 400, "BAD_QUERY"),
                Row.orContainer("no escape", get(CONFIG + "?dataId=%zz"), 400, "BAD_QUERY"),
                Row.orContainer("raw UTF-8", get(CONFIG + "?dataId=\u00e9"), 400, "BAD_QUERY"),
                Row.orContainer("10 KB", get(CONFIG + "?dataId=" + "a".repeat(10_000)), 414, "QUERY_TOO_LONG"),
                Row.of("wait=abc", get(CONFIG + "?dataId=a&wait=abc"), 400, "BAD_PARAMETER"),
                Row.of("wait=1e9", get(CONFIG + "?dataId=a&wait=1e9"), 400, "BAD_PARAMETER"),
                Row.of("minVersion=x", get(CONFIG + "?dataId=a&minVersion=x"), 400, "BAD_PARAMETER"),
                Row.of("level=" + MARKER, get(CONFIG + "?dataId=a&level=" + MARKER), 400, "BAD_PARAMETER"));
    }

    private static Stream<Row> publishes() {
        String key = CONFIG + "?group=bad-input&dataId=refused";
        return Stream.of(
                Row.of("no content", put(key, ""), 400, "CONTENT_EMPTY"),
                Row.of("not UTF-8", put(key, new byte[] {'a', (byte) 0xff}), 400, "CONTENT_NOT_UTF8"),
                Row.of("cut UTF-8", put(key, new byte[] {(byte) 0xe2, (byte) 0x82}), 400, "CONTENT_NOT_UTF8"),
                Row.of("GBK", put(key, "x", "Content-Type: text/plain; charset=GBK"), 415, "CHARSET"),
                Row.of("no such charset", put(key, "x", "Content-Type: text/plain; charset=" + MARKER), 415, "CHARSET"),
                Row.of("multipart", put(key, "x", "Content-Type: multipart/form-data; boundary=b"), 415, "MULTIPART"),
                Row.of("gzip", put(key, "x", "Content-Encoding: gzip"), 415, "CONTENT_ENCODING"),
                Row.of("type=" + MARKER, put(key + "&type=" + MARKER, "x"), 400, "BAD_PARAMETER"),
                Row.of("allowEmpty=maybe", put(key + "&allowEmpty=maybe", ""), 400, "BAD_PARAMETER"),
                Row.of("endless comment", put(key + "&comment=" + "c".repeat(2000), "x"), 400, "BAD_PARAMETER"),
                Row.of("If-Match without quotes", put(key, "x", "If-Match: " + MARKER), 400, "BAD_ETAG"),
                Row.of("weak If-Match", put(key, "x", "If-Match: W/\"1.1\""), 400, "BAD_ETAG"),
                Row.of("list in If-Match", put(key, "x", "If-Match: \"1.1\", \"1.2\""), 400, "BAD_ETAG"),
                Row.of("two If-Match", put(key, "x", "If-Match: \"1.1\"\r\nIf-Match: \"1.2\""), 400, "BAD_ETAG"),
                Row.of("If-None-Match with a tag", put(key, "x", "If-None-Match: \"1.1\""), 400, "BAD_ETAG"),
                Row.of("both matches", put(key, "x", "If-Match: *\r\nIf-None-Match: *"), 400, "BAD_ETAG"),
                Row.of("stale If-Match", put(key, "x", "If-Match: \"1.99\""), 412, "PRECONDITION_FAILED"),
                Row.of("If-Match * on nothing", put(key, "x", "If-Match: *"), 412, "PRECONDITION_FAILED"),
                Row.of("odd Idempotency-Key", put(key, "x", "Idempotency-Key: a b"), 400, "BAD_IDEMPOTENCY_KEY"),
                Row.of("unknown namespace", put(key + "&namespace=nowhere", "x"), 404, "NAMESPACE_NOT_FOUND"),
                Row.of("remove nothing", delete(key), 404, "CONFIG_NOT_FOUND"));
    }

    private static Stream<Row> headers() {
        String key = CONFIG + "?group=bad-input&dataId=canary";
        String past = CONFIG.replace("/config", "/history") + "?group=bad-input&dataId=canary";
        return Stream.of(
                Row.of("odd client", get(key, "Diamond-Client: " + MARKER), 400, "BAD_CLIENT_HEADER"),
                Row.of("short client id", get(key, "Diamond-Client: id=abc"), 400, "BAD_CLIENT_HEADER"),
                Row.of("client markup", get(key, "Diamond-Client: app=<b>" + MARKER), 400, "BAD_CLIENT_HEADER"),
                Row.orContainer("300 headers", get(past, manyHeaders(300)), 431, "HEADERS_TOO_LARGE"),
                Row.orContainer("70 headers", get(past, manyHeaders(70)), 431, "HEADERS_TOO_LARGE"),
                Row.orContainer("9 KB header", get(past, "X-A: " + "a".repeat(9_000)), 431, "HEADERS_TOO_LARGE"),
                Row.of("a form of another site", put(key, "x", "Origin: http://evil.example"), 403, "CROSS_SITE"),
                Row.orContainer("two lengths", put(key, "x", "Content-Length: 5"), 400, "TWO_LENGTHS"),
                Row.orContainer(
                        "negative length",
                        raw("PUT " + CONTEXT + key + " HTTP/1.1\r\n" + HOST + "Content-Length: -1\r\n\r\n"),
                        400,
                        "BODY_INCOMPLETE"),
                Row.orContainer(
                        "length and chunks", put(key, "0\r\n\r\n", "Transfer-Encoding: chunked"), 400, "TWO_LENGTHS"),
                Row.of("Accept: image/png", get("/api/v1/configs", "Accept: image/png"), 406, "NOT_ACCEPTABLE"));
    }

    private static String manyHeaders(int count) {
        return String.join(
                "\r\n",
                IntStream.range(0, count).mapToObj(i -> "X-H" + i + ": 1").toList());
    }

    private static Stream<Row> bodies() {
        String item = "{\"items\":[{\"group\":\"bad-input\",\"dataId\":\"";
        return Stream.of(
                batch("not JSON", MARKER, 400, "INVALID_BODY"),
                batch("an array", "[1]", 400, "INVALID_BODY"),
                batch("nothing", "", 400, "INVALID_BODY"),
                batch("cut", item + "a\"", 400, "INVALID_BODY"),
                batch("100,000 deep", "[".repeat(100_000), 400, "INVALID_BODY"),
                batch("1e400", "{\"items\":1e400}", 400, "INVALID_BODY"),
                batch("a million digits", "{\"items\":" + "9".repeat(1_000_000) + "}", 400, "INVALID_BODY"),
                batch("a name twice", "{\"items\":[],\"items\":[]}", 400, "INVALID_BODY"),
                batch("no content", item + "a\"}]}", 400, "INVALID_BODY"),
                batch(
                        "a key twice",
                        item + "a\",\"content\":\"1\"},{\"group\":\"bad-input\",\"dataId\":\"a\",\"content\":\"2\"}]}",
                        400,
                        "INVALID_BODY"),
                batch("a bad name", item + "../" + MARKER + "\",\"content\":\"x\"}]}", 400, "INVALID_NAME"),
                batch("a bad type", item + "a\",\"content\":\"x\",\"type\":\"" + MARKER + "\"}]}", 400, "INVALID_BODY"),
                batch(
                        "101 items",
                        "{\"items\":[" + "{\"dataId\":\"a\",\"content\":\"x\"},".repeat(100) + "{}]}",
                        413,
                        "TOO_MANY_ITEMS"),
                Row.of(
                        "batch as form",
                        post(
                                "/api/v1/configs/publish",
                                "a=" + MARKER,
                                "Content-Type: application/x-www-form-urlencoded"),
                        415,
                        "UNSUPPORTED_MEDIA_TYPE"),
                Row.of(
                        "batch get of a bad name",
                        post(
                                "/api/v1/configs/get",
                                "{\"keys\":[{\"dataId\":\"..\"}]}",
                                "Content-Type: application/json"),
                        400,
                        "INVALID_NAME"),
                Row.of(
                        "namespace with a bad name",
                        post(
                                "/api/v1/namespaces",
                                "{\"namespace\":\"a/" + MARKER + "\"}",
                                "Content-Type: application/json"),
                        400,
                        "INVALID_NAME"));
    }

    private static Row batch(String name, String json, int status, String code) {
        return Row.of(
                "batch: " + name,
                post("/api/v1/configs/publish", json, "Content-Type: application/json"),
                status,
                code);
    }

    private static Stream<Row> searches() {
        return Stream.of(
                Row.of("limit=abc", get("/api/v1/configs?limit=abc"), 400, "BAD_PARAMETER"),
                Row.of("limit=1;drop", get("/api/v1/configs?limit=1;drop" + MARKER), 400, "BAD_PARAMETER"),
                Row.of("limit beyond 64 bits", get("/api/v1/configs?limit=9223372036854775808"), 400, "BAD_PARAMETER"),
                Row.of("type=" + MARKER, get("/api/v1/configs?type=" + MARKER), 400, "BAD_PARAMETER"),
                Row.of("orderBy", get("/api/v1/configs?orderBy=1"), 400, "UNKNOWN_PARAMETER"),
                Row.of("content of nothing", get("/api/v1/configs?content="), 400, "BAD_PARAMETER"),
                Row.of("endless content", get("/api/v1/configs?content=" + "c".repeat(300)), 400, "BAD_PARAMETER"),
                new Row(
                        "odd cursor",
                        get("/api/v1/configs?cursor=" + MARKER),
                        List.of(400),
                        List.of("BAD_CURSOR", "BAD_PARAMETER"),
                        false),
                Row.of("history of version 0", get("/api/v1/history?dataId=a&version=0"), 400, "BAD_PARAMETER"),
                Row.of("history of version x", get("/api/v1/history?dataId=a&version=x"), 400, "BAD_PARAMETER"),
                Row.of(
                        "rollback to nowhere",
                        post("/api/v1/rollback?dataId=a", "", "Content-Type: text/plain"),
                        400,
                        "BAD_PARAMETER"));
    }

    private static Stream<Row> methods() {
        return Stream.of(
                Row.orContainer("TRACE", request("TRACE", CONFIG + "?dataId=a"), 405, "METHOD_NOT_ALLOWED"),
                Row.orContainer("FOO", request("FOO", CONFIG + "?dataId=a"), 405, "METHOD_NOT_ALLOWED"),
                Row.of("PATCH", request("PATCH", CONFIG + "?dataId=a", "Content-Length: 0"), 405, "METHOD_NOT_ALLOWED"),
                Row.of("OPTIONS", request("OPTIONS", CONFIG, "Origin: http://evil"), 405, "METHOD_NOT_ALLOWED"),
                Row.of(
                        "POST where PUT is meant",
                        post(CONFIG + "?dataId=a", "x", "X-HTTP-Method-Override: PUT"),
                        405,
                        "METHOD_NOT_ALLOWED"),
                Row.of("DELETE of a search", delete("/api/v1/configs"), 405, "METHOD_NOT_ALLOWED"),
                Row.of("no such resource", get("/api/v1/" + MARKER), 404, "NO_SUCH_PATH"),
                Row.of("no such path", get("/" + MARKER), 404, "NO_SUCH_PATH"));
    }

    /** Requests that look wrong and are right: values out of bounds are clamped, odd text is taken literally. */
    static Stream<Row> oddButRight() {
        return Stream.of(
                        "limit=-1",
                        "limit=0",
                        "limit=1000000000",
                        "dataId='%20or%201=1%20--",
                        "dataId=%25%25%25%25",
                        "dataId=%5B",
                        "dataId=%5C",
                        "dataId=_",
                        "tag=%27%22%5C",
                        "app=%C3%A9",
                        "content=(a%2B)%2B$",
                        "namespace=nowhere")
                .map(query ->
                        new Row("search " + query, get("/api/v1/configs?" + query), List.of(200), List.of(), false));
    }

    static byte[] get(String path, String... headers) {
        return request("GET", path, headers);
    }

    static byte[] head(String path, String... headers) {
        return request("HEAD", path, headers);
    }

    static byte[] delete(String path, String... headers) {
        return request("DELETE", path, headers);
    }

    static byte[] put(String path, String body, String... headers) {
        return put(path, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    static byte[] put(String path, byte[] body, String... headers) {
        return withBody("PUT", path, body, headers);
    }

    static byte[] post(String path, String body, String... headers) {
        return withBody("POST", path, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    static byte[] postJson(String path, String body, String... headers) {
        return post(path, body, (lines(headers) + "Content-Type: application/json").split("\r\n"));
    }

    static byte[] chunked(String path, int size) {
        String head = "PUT " + CONTEXT + path + " HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n";
        return raw(head + Integer.toHexString(size) + "\r\n" + "x".repeat(size) + "\r\n0\r\n\r\n");
    }

    /** The same request on a connection that stays open. */
    static byte[] keepAlive(byte[] request) {
        String text = new String(request, StandardCharsets.ISO_8859_1);
        return text.replace("Connection: close\r\n", "").getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The same request in HTTP/1.0; with a host, without which an open server may refuse it. */
    static byte[] http10(byte[] request) {
        String text = new String(request, StandardCharsets.ISO_8859_1);
        return text.replace(" HTTP/1.1\r\n" + HOST, " HTTP/1.0\r\nHost: localhost\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] request(String method, String path, String... headers) {
        return raw(method + " " + CONTEXT + path + " HTTP/1.1\r\n" + HOST + lines(headers) + "\r\n");
    }

    private static byte[] withBody(String method, String path, byte[] body, String... headers) {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(request(method, path, lines(headers) + "Content-Length: " + body.length));
        request.writeBytes(body);
        return request.toByteArray();
    }

    private static String lines(String... headers) {
        return headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    }

    private static byte[] raw(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
