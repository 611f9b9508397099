/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.diamondconfig.server.ApiTable.Route;
import org.diamondconfig.server.rate.Kind;

/** Writes the two documents of the native API from {@link ApiTable}: the table for people, OpenAPI for programs. Stateless. */
final class ApiDocument {

    /** A path of OpenAPI begins with a slash, and is put behind its server's: below another one this has none at its end. */
    private static final String ROOT = "/v1:\n    servers:\n      - url: /diamond-server/api\n";

    private ApiDocument() {}

    static String markdown() {
        StringBuilder page = new StringBuilder(preface());
        for (Route route : ApiTable.ROUTES) {
            row(page, route);
        }
        return page.toString();
    }

    private static String preface() {
        return "# The native API\n\n"
                + "All paths are below `/diamond-server/api/v1`; `/` is that one itself, with no slash at its end. Names travel in the query or the body, never in the path; an"
                + " unknown or repeated parameter is 400. Omitted or `public`, `namespace` is the public one; omitted,"
                + " `group` is `DEFAULT_GROUP`. `+` in a query is a blank.\n\n"
                + "Refusals are `application/problem+json`: type, title, status, detail, code, traceId; 412 also tells epoch and"
                + " version. Every route may also answer 400 UNKNOWN_PARAMETER, DUPLICATE_PARAMETER, BAD_QUERY, BAD_PATH,"
                + " BAD_CLIENT_HEADER, TWO_LENGTHS; 403 CROSS_SITE (a browser, for a page of another host); 405"
                + " METHOD_NOT_ALLOWED; 406 NOT_ACCEPTABLE; 414 QUERY_TOO_LONG (8 KiB); 431"
                + " HEADERS_TOO_LARGE (60 headers, 8 KiB each; a plain GET"
                + " /config that can be answered is, whatever headers it has beside those it heeds); 500 INTERNAL. 503 and 429 carry"
                + " Retry-After; every route but those below `/peer` and the sign-in may answer 429 TOO_MANY_REQUESTS, see access.md.\n\n"
                + "A closed server (access.md) answers 401 SIGN_IN_REQUIRED or BAD_TOKEN to everything but `/session`,"
                + " those below `/peer` and the paths of health and address lists; an open one answers 403"
                + " OPEN_TO_THIS_MACHINE_ONLY to everybody else. A session that changes something without its second"
                + " token is 403 CSRF, and one whose password must be changed 403 PASSWORD_MUST_CHANGE.\n\n"
                + "Of the codes of 503, OUTCOME_UNKNOWN alone leaves open whether the change was made; with all others it"
                + " was not. BUSY: others change the same. STORE_BUSY: too many wait, for the database or for changes of"
                + " the same key. STORE_SLOW, STORE_DOWN: the database is. STORE_CHANGED: it is another one. DB_READ_ONLY,"
                + " DB_FULL, DB_DENIED: it refuses. SCHEMA_*: its tables are none (SCHEMA_MISSING), too old, too new, could not be made (SCHEMA_FAILED) or are"
                + " incomplete (SCHEMA_BROKEN), and the sentence says what to do.\n\n"
                + "An answer about one key carries ETag `\"<generation>.<version>\"`, Diamond-Version, -Epoch, -Md5, -Level"
                + " (dump or database), and a read also -Type. A body over its limit is read on for 4 MiB, so that the"
                + " connection survives the 413; beyond, the connection is closed, and Payara closes it after each refusal"
                + " of a body.\n\n"
                + "A connection is served one request after the other: what is sent behind a poll that is held waits for its"
                + " answer. Answers to HTTP/1.0 are whole, never in chunks; an open server wants a Host there, too. Who asks"
                + " for much and does not read it holds one thread, and nobody else's answer, until the server gives up on"
                + " him: WildFly after 90 s, as it comes; Payara had not after two minutes. So does who"
                + " begins a body and does not end it: Payara answers him 400 `BODY_INCOMPLETE` after 30 s of silence,"
                + " WildFly closes the connection after 90; nothing was published. Where clients cannot be trusted with"
                + " that, a proxy in front reads for them.\n\n"
                + health()
                + validation()
                + "`/peer/notify` is for nodes only. Its header is `Diamond-Peer: cluster=<store id>; from=<node id>; to=<node id"
                + " or *>; signature=<hex>`: HMAC-SHA256 by the cluster's key over `diamond-notify-1`, cluster, from, to and"
                + " the body, each on a line of its own. A message says {notices: [{namespace, group, dataId, epoch,"
                + " version}]}; one that comes twice or late does nothing."
                + " `/peer/subscribers` and `/peer/glance` are signed likewise, over `diamond-ask-1` and `diamond-glance-1`, and a question says when it was asked.\n\n"
                + "| method | path | what it does | parameters | headers | answers | limits |\n|---|---|---|---|---|---|---|\n";
    }

    private static String health() {
        return "`/health/live` and `/health/ready` answer 200 or 503 with the checks `store`, `dump` and `cluster`. Ready means"
                + " that reads can be answered: with the database down and a complete dump it is 200, and check `store` is"
                + " DOWN and says why, and so does a `warning` about settings of the database that put changes at risk."
                + " A check `background`, which is UP, is there only to warn that the container gives one thread to all that"
                + " happens beside requests; that is found out within two minutes of the start."
                + " While an operator drains the node (`/ops/drain`) it is 503, with a check `drain`, and the name server hands"
                + " out the others: a poll is told what changed at once or DRAINING, and all else is answered."
                + " `/namesrv/addrs` is the name server: where clients are served, one base URL a line;"
                + " 503 ADDRESS_UNKNOWN before the node knows where it is reached itself. `/diamond` and"
                + " `/diamond-unit-center` are the same list for clients of the original Diamond, one host a line without"
                + " port, and `/unit-list` says `center`. gdiamond's paths are in coming-from.md. `/metrics` is Prometheus text."
                + " `/openapi.yaml` is this table for programs.\n\n";
    }

    private static String validation() {
        return "`/validate` tells errors (the content is not of its type) and warnings (it may not be what was meant), with these codes."
                + " SYNTAX: the rules of the type are broken. TOO_DEEP, UNFOLDS_TOO_FAR: nested, or by its aliases unfolded, beyond"
                + " what is looked into. DUPLICATE_KEY: an error in yaml and toml, a warning in properties and json. TAB,"
                + " UNKNOWN_ALIAS, UNKNOWN_ENTITY, BAD_ESCAPE: errors of yaml, yaml, xml and properties. BYTE_ORDER_MARK,"
                + " EMPTY_KEY, NO_SEPARATOR, NUMBER_RANGE, LONE_SURROGATE, FOREIGN_TYPE, ENCODING: warnings. In json, yaml and xml nothing is read"
                + " behind the first SYNTAX. Yaml is read as 1.2, toml as 1.0; no DTD, no schema and nothing outside of the content"
                + " is read. Sentences about xml are in the language of the server's machine.\n\n";
    }

    private static void row(StringBuilder page, Route route) {
        page.append("| ")
                .append(route.method())
                .append(" | `")
                .append(route.path())
                .append("` | ");
        page.append(route.summary()).append(" | ").append(String.join(", ", route.parameters()));
        page.append(" | ").append(String.join(", ", route.headers())).append(" | ");
        page.append(String.join("<br>", route.answers()))
                .append(" | ")
                .append(route.limits())
                .append(" |\n");
    }

    static String openApi() {
        StringBuilder yaml = new StringBuilder(
                "# Written from the table of the API by DocumentsTest.\nopenapi: 3.1.0\n"
                        + "info:\n  title: Diamond\n  version: v1\n  license:\n    name: Apache-2.0\n    identifier: Apache-2.0\n"
                        + "servers:\n  - url: /diamond-server/api/v1\nsecurity:\n  - {}\n  - token: []\n  - session: []\npaths:\n");
        for (String path :
                new TreeSet<>(ApiTable.ROUTES.stream().map(Route::path).toList())) {
            yaml.append("  ").append(path.equals("/") ? ROOT : path + ":\n");
            ApiTable.ROUTES.stream().filter(route -> route.path().equals(path)).forEach(route -> write(yaml, route));
        }
        yaml.append("components:\n  securitySchemes:\n"
                + "    token: {type: http, scheme: bearer, description: 'dmt_..., made by POST /access/tokens'}\n"
                + "    session: {type: apiKey, in: cookie, name: __Host-diamond, description: 'set by POST /session'}\n"
                + "  schemas:\n");
        ApiShapes.SHAPES.forEach(shape -> yaml.append(shape.yaml()));
        return yaml.toString();
    }

    private static void write(StringBuilder yaml, Route route) {
        String name = route.path().replaceAll("[^a-z]+", "_").replaceAll("^_|_$", "");
        yaml.append("    ").append(route.method().toLowerCase(Locale.ROOT)).append(":\n      operationId: ");
        yaml.append(route.method().toLowerCase(Locale.ROOT)).append('_').append(name.isEmpty() ? "features" : name);
        yaml.append("\n      summary: ").append(quoted(route.summary())).append('\n');
        if (!route.limits().isEmpty()) {
            yaml.append("      description: ").append(quoted(route.limits())).append('\n');
        }
        if (!route.parameters().isEmpty() || !route.headers().isEmpty()) {
            yaml.append("      parameters:\n");
            writeParameters(yaml, "query", route.parameters());
            writeParameters(yaml, "header", route.headers());
        }
        if (!route.body().isEmpty()) {
            String type = route.body().startsWith("{") ? "application/json" : "'*/*'";
            yaml.append("      requestBody:\n        required: true\n        content:\n          ");
            yaml.append(type).append(": {}\n");
        }
        yaml.append("      responses:\n");
        answers(route).forEach((status, meaning) -> writeAnswer(yaml, route, status, meaning));
    }

    /** By status; whatever is counted may be one too many. */
    private static Map<String, String> answers(Route route) {
        Map<String, String> answers = new TreeMap<>();
        for (String answer : route.answers()) {
            String[] parts = answer.split(": ", 2);
            answers.put(parts[0], parts[1]);
        }
        if (Kind.of(route.method(), "/api/v1" + route.path()) != Kind.FREE) {
            answers.merge("429", "TOO_MANY_REQUESTS", (known, one) -> known + ", " + one);
        }
        return answers;
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static void writeParameters(StringBuilder yaml, String in, List<String> names) {
        for (String name : names) {
            yaml.append("        - {name: ").append(name).append(", in: ").append(in);
            yaml.append(
                    name.equals("dataId")
                            ? ", schema: {type: string, maxLength: 250}}\n"
                            : ", schema: {type: string}}\n");
        }
    }

    private static void writeAnswer(StringBuilder yaml, Route route, String status, String meaning) {
        yaml.append("        '")
                .append(status)
                .append("':\n          description: ")
                .append(quoted(meaning))
                .append('\n')
                .append(ApiShapes.yaml(route.name(), Integer.parseInt(status)));
    }
}
