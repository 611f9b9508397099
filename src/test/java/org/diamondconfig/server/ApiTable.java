/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.diamondconfig.server.access.Action;

/**
 * The native API in one table: what docs/api.md and docs/openapi.yaml are written from. {@code RoutesTest} holds it against the
 * resources, so that it can be believed.
 */
final class ApiTable {

    /**
     * One route.
     *
     * @param action the right it asks for
     * @param parameters of the query, all that are known
     * @param headers of the request that it heeds
     * @param answers status, a colon, and what it means or which codes it comes with
     * @param limits in words; may be empty
     * @param example a query that is well-formed
     * @param body a body that is well-formed; empty when the route takes none
     */
    record Route(
            String method,
            String path,
            String summary,
            Action action,
            List<String> parameters,
            List<String> headers,
            List<String> answers,
            String limits,
            String example,
            String body) {

        String name() {
            return method + " " + path;
        }
    }

    private static final List<String> KEY = List.of("namespace", "group", "dataId");
    static final String ONE = "group=G&dataId=a";
    static final String STORE = "503: STORE_DOWN, STORE_CHANGED, STORE_BUSY, STORE_SLOW, SCHEMA_*, DB_DENIED";
    static final String WRITE =
            "503: BUSY, OUTCOME_UNKNOWN, STORE_DOWN, STORE_CHANGED, STORE_BUSY, STORE_SLOW, SCHEMA_*,"
                    + " DB_READ_ONLY, DB_FULL, DB_DENIED, AUDIT_KEY";
    static final String FORBIDDEN = "403: FORBIDDEN";
    static final String QUOTA = "403: FORBIDDEN, QUOTA_EXCEEDED";
    private static final String NAMES = "400: INVALID_NAME";
    private static final List<String> CHANGE = List.of("If-Match", "If-None-Match", "Idempotency-Key");

    private static final List<Route> OF_CONFIGURATIONS = List.of(
            new Route(
                    "GET",
                    "/",
                    "List the features",
                    Action.LOCATE,
                    List.of(),
                    List.of(),
                    List.of("200: features", FORBIDDEN),
                    "",
                    "",
                    ""),
            new Route(
                    "GET",
                    "/config",
                    "Read a configuration, or wait for its change",
                    Action.READ,
                    and("wait", "level", "minVersion"),
                    List.of("If-None-Match"),
                    List.of(
                            "200: the content",
                            "304: not changed",
                            "400: INVALID_NAME, BAD_ETAG, BAD_PARAMETER",
                            FORBIDDEN,
                            "404: CONFIG_NOT_FOUND",
                            "429: TOO_MANY_POLLS",
                            "503: DUMP_LOADING, VERSION_NOT_REACHED, DRAINING, STORE_DOWN"),
                    "wait is cut to 55 s; without If-None-Match it is not held",
                    ONE,
                    ""),
            new Route(
                    "PUT",
                    "/config",
                    "Publish the body as content",
                    Action.PUBLISH,
                    and("type", "description", "tags", "app", "comment", "allowEmpty"),
                    CHANGE,
                    List.of(
                            "200: version and md5",
                            "400: INVALID_NAME, BAD_ETAG, BAD_IDEMPOTENCY_KEY, BAD_FIELD, BAD_KIND_RULE, CONTENT_EMPTY, CONTENT_NOT_UTF8, BODY_INCOMPLETE",
                            QUOTA,
                            "404: NAMESPACE_NOT_FOUND",
                            "409: KIND_MISMATCH",
                            "412: PRECONDITION_FAILED",
                            "413: CONTENT_TOO_LARGE",
                            "415: MULTIPART, CHARSET, CONTENT_ENCODING",
                            "422: IDEMPOTENCY_KEY_REUSED",
                            WRITE),
                    "content 1 MiB, description 1024, 15 tags of 64, app 128, comment 512 characters",
                    ONE,
                    "x"),
            new Route(
                    "DELETE",
                    "/config",
                    "Remove a configuration",
                    Action.REMOVE,
                    and("comment"),
                    CHANGE,
                    List.of(
                            "200: version",
                            "400: INVALID_NAME, BAD_ETAG, BAD_IDEMPOTENCY_KEY",
                            FORBIDDEN,
                            "404: CONFIG_NOT_FOUND",
                            "409: KIND_MISMATCH",
                            "412: PRECONDITION_FAILED",
                            "422: IDEMPOTENCY_KEY_REUSED",
                            WRITE),
                    "",
                    ONE,
                    ""),
            new Route(
                    "GET",
                    "/configs",
                    "Search",
                    Action.READ,
                    List.of(
                            "namespace",
                            "group",
                            "dataId",
                            "tag",
                            "type",
                            "app",
                            "content",
                            "match",
                            "order",
                            "contents",
                            "cursor",
                            "limit"),
                    List.of(),
                    List.of(
                            "200: one page",
                            "400: BAD_PARAMETER, BAD_CURSOR",
                            FORBIDDEN,
                            "503: SEARCH_TIMEOUT, DUMP_LOADING, STORE_DOWN, STORE_CHANGED, STORE_BUSY"),
                    "limit 50, brought into 1..500; group and dataId with *; content 256 characters, 3 s, together with names only;"
                            + " match=text, regex (RE2) or path ($.redis.host, $.a[0].*, with =value behind it) in JSON, properties,"
                            + " YAML in blocks and TOML, 64 names deep at most; regex and path are given 100 ms a content:"
                            + " cut says if that was too little of one; found tells the line where it stands first, and there start and end"
                            + " in UTF-16 code units, the line cut to 60 of them on either side and the found to 200;"
                            + " while the database is away, code and detail say so, and rows of a search by names or type, or by labels that were"
                            + " read before, tell names, version, md5 and type alone;"
                            + " order=name, newest or oldest, the last change first or last, of what the database has, not with content;"
                            + " contents=true tells the content of each as far as this node has it at that version, and a page ends"
                            + " before these are longer than 1 MiB, unless one alone is; it tells neither by nor at, and behind its first"
                            + " page what this node serves, with labels that it may have read before; not with content, match or order",
                    "namespace=public&limit=1",
                    ""),
            new Route(
                    "POST",
                    "/configs/get",
                    "Read many",
                    Action.READ,
                    List.of(),
                    List.of(),
                    List.of(
                            "200: a status per key",
                            "400: INVALID_NAME, INVALID_BODY",
                            "413: TOO_MANY_ITEMS, BODY_TOO_LARGE",
                            "415: JSON_EXPECTED, UNSUPPORTED_MEDIA_TYPE",
                            "503: DUMP_LOADING"),
                    "500 keys, 512 KiB; contents beyond 4 MiB in all are left out",
                    "",
                    "{\"keys\":[{\"dataId\":\"a\"}]}"),
            new Route(
                    "POST",
                    "/configs/publish",
                    "Publish many",
                    Action.PUBLISH,
                    List.of(),
                    List.of(),
                    List.of(
                            "200: a status per item",
                            "400: INVALID_NAME, INVALID_BODY",
                            "413: TOO_MANY_ITEMS, BODY_TOO_LARGE",
                            "415: JSON_EXPECTED, UNSUPPORTED_MEDIA_TYPE",
                            WRITE),
                    "100 items, 8 MiB",
                    "",
                    "{\"items\":[{\"dataId\":\"a\",\"content\":\"x\"}]}"),
            new Route(
                    "POST",
                    "/watch",
                    "Wait for changes of many keys, and of what is below prefixes",
                    Action.READ,
                    List.of("wait"),
                    List.of("Diamond-Client"),
                    List.of(
                            "200: changes, none when the time is over",
                            "400: INVALID_NAME, INVALID_BODY, BAD_PARAMETER",
                            "413: TOO_MANY_ITEMS, BODY_TOO_LARGE",
                            "415: JSON_EXPECTED, UNSUPPORTED_MEDIA_TYPE",
                            "429: TOO_MANY_POLLS",
                            "503: DUMP_LOADING, DRAINING"),
                    "3,000 items, 100 prefixes, 1 MiB; wait 30 s, cut to 55 s; contents of 64 KiB each, 1 MiB in all",
                    "wait=0s",
                    "{\"items\":[{\"dataId\":\"a\",\"md5\":\"\"}]}"),
            new Route(
                    "GET",
                    "/history",
                    "List the versions, or read one",
                    Action.READ,
                    and("version", "cursor", "limit"),
                    List.of(),
                    List.of(
                            "200: versions, or one with content",
                            "400: INVALID_NAME, BAD_PARAMETER, BAD_CURSOR",
                            FORBIDDEN,
                            "404: VERSION_NOT_FOUND",
                            STORE),
                    "limit 50, brought into 1..500",
                    ONE,
                    ""),
            new Route(
                    "POST",
                    "/rollback",
                    "Make an old version the new one",
                    Action.ROLLBACK,
                    and("version", "comment"),
                    CHANGE,
                    List.of(
                            "200: version and md5",
                            "400: INVALID_NAME, BAD_PARAMETER, BAD_ETAG, BAD_KIND_RULE",
                            QUOTA,
                            "404: VERSION_NOT_FOUND, CONFIG_NOT_FOUND",
                            "409: KIND_MISMATCH",
                            "412: PRECONDITION_FAILED",
                            "422: IDEMPOTENCY_KEY_REUSED",
                            WRITE),
                    "",
                    ONE + "&version=1",
                    ""),
            new Route(
                    "GET",
                    "/namespaces",
                    "List the namespaces",
                    Action.READ,
                    List.of(),
                    List.of(),
                    List.of("200: namespaces", FORBIDDEN, STORE),
                    "",
                    "",
                    ""),
            new Route(
                    "POST",
                    "/namespaces",
                    "Make a namespace",
                    Action.ADMINISTER,
                    List.of(),
                    List.of(),
                    List.of(
                            "200: the namespace",
                            "400: INVALID_NAME, INVALID_BODY, BAD_FIELD",
                            FORBIDDEN,
                            "409: NAMESPACE_EXISTS, NAMESPACE_IS_PUBLIC",
                            "413: BODY_TOO_LARGE",
                            "415: JSON_EXPECTED, UNSUPPORTED_MEDIA_TYPE",
                            WRITE),
                    "64 KiB",
                    "",
                    "{\"namespace\":\"n\"}"),
            new Route(
                    "PUT",
                    "/namespaces",
                    "Give a namespace another title and description",
                    Action.ADMINISTER,
                    List.of("namespace"),
                    List.of(),
                    List.of(
                            "200: the namespace",
                            "400: INVALID_NAME, INVALID_BODY, BAD_FIELD",
                            FORBIDDEN,
                            "404: NAMESPACE_NOT_FOUND",
                            "409: NAMESPACE_IS_PUBLIC",
                            "413: BODY_TOO_LARGE",
                            "415: JSON_EXPECTED, UNSUPPORTED_MEDIA_TYPE",
                            WRITE),
                    "64 KiB",
                    "namespace=n",
                    "{\"title\":\"N\"}"),
            new Route(
                    "DELETE",
                    "/namespaces",
                    "Remove an empty namespace",
                    Action.ADMINISTER,
                    List.of("namespace"),
                    List.of(),
                    List.of(
                            "204: removed",
                            NAMES,
                            FORBIDDEN,
                            "404: NAMESPACE_NOT_FOUND",
                            "409: NAMESPACE_NOT_EMPTY, NAMESPACE_IS_PUBLIC",
                            WRITE),
                    "",
                    "namespace=n",
                    ""),
            new Route(
                    "GET",
                    "/cluster",
                    "List the nodes, each with how it is",
                    Action.OPERATE,
                    List.of(),
                    List.of(),
                    List.of("200: this node and the others", FORBIDDEN, "429: ASK_BUSY"),
                    "each node that lives is asked for at most 1 s; report or trouble is what it said",
                    "",
                    ""),
            new Route(
                    "POST",
                    "/peer/notify",
                    "Tell of changes: for nodes of the cluster",
                    Action.NOTIFY,
                    List.of(),
                    List.of("Diamond-Peer"),
                    List.of(
                            "202: taken in",
                            "400: INVALID_NAME, INVALID_BODY",
                            "403: FORBIDDEN, NOT_SIGNED, FOREIGN_CLUSTER, WRONG_RECEIVER, BAD_SIGNATURE",
                            "413: TOO_MANY_ITEMS, BODY_TOO_LARGE",
                            "415: JSON_EXPECTED, UNSUPPORTED_MEDIA_TYPE",
                            "429: PEER_BUSY",
                            "503: KEY_UNKNOWN"),
                    "100 notices, 128 KiB",
                    "",
                    "{\"notices\":[]}"),
            new Route(
                    "GET",
                    "/trace",
                    "Tell where a change has been",
                    Action.READ,
                    and("version", "nodes"),
                    List.of(),
                    List.of("200: marks", "400: INVALID_NAME, BAD_PARAMETER", FORBIDDEN, "429: ASK_BUSY"),
                    "20,000 marks a node; nodes=this or all: each other that lives is asked for at most 1 s",
                    ONE + "&version=1",
                    ""));

    static final List<Route> ROUTES = Stream.of(
                    OF_CONFIGURATIONS,
                    OpsRoutes.ROUTES,
                    DatumRoutes.ROUTES,
                    ContentRoutes.ROUTES,
                    TransferRoutes.ROUTES,
                    ChildrenRoutes.ROUTES,
                    ProviderRoutes.ROUTES,
                    AudienceRoutes.ROUTES,
                    EventRoutes.ROUTES,
                    AuditRoutes.ROUTES,
                    QuotaRoutes.ROUTES,
                    AccessRoutes.ROUTES,
                    PeopleRoutes.ROUTES)
            .flatMap(List::stream)
            .toList();

    private ApiTable() {}

    static List<String> and(String... more) {
        return Stream.concat(KEY.stream(), Arrays.stream(more)).toList();
    }
}
