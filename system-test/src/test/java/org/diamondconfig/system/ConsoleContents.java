/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** What the console's tests find on the server, so that no screen is empty. */
final class ConsoleContents {

    /** Would act in a page that took it for more than text; each is harmless to look at. */
    static final String HOSTILE =
            "</script><img src=x onerror=\"document.title='HACKED'\"><svg onload=alert(1)>{{7*7}}${7*7}\u202egnp.exe\n";

    /** Exact bytes: a mark, both line ends, a blank at an end, a number that no double holds. */
    static final String EXACT = "\ufefffirst=1\r\nsecond=12345678901234567890 \r\nthird=3\n";

    private static final List<String> KEYS = List.of(
            "dataId=shop.properties&type=properties",
            "dataId=prices/eu/books&type=json",
            "dataId=prices/eu/music&type=json",
            "dataId=app.yaml&type=yaml&group=shop",
            "dataId=limits.toml&type=toml&group=shop&namespace=staging",
            "dataId=beans.xml&type=xml&group=shop");

    private static final String MEI = "{\"description\": \"Mei, who runs the shop\","
            + " \"grants\": [{\"can\": [\"publisher\"], \"namespace\": \"*\", \"group\": \"shop\"}]}";

    private ConsoleContents() {}

    static void publish(Admin admin) {
        for (String namespace : List.of("staging", "production")) {
            ok(admin.send(
                    "POST",
                    "/namespaces",
                    "{\"namespace\":\"" + namespace + "\",\"title\":\"" + namespace + "\"}",
                    admin.session()));
        }
        for (String key : KEYS) {
            put(admin, key, content(key));
        }
        put(admin, "dataId=shop.properties", "currency=EUR\nlimit=20\n");
        put(admin, "dataId=hostile.html&type=html", HOSTILE);
        put(admin, "dataId=exact.properties&type=properties", EXACT);
        for (String address : List.of("10.0.0.7:80", "10.0.0.8:80")) {
            ok(admin.send("PUT", "/datums?dataId=providers&datumId=" + address, address, admin.session()));
        }
        ok(admin.send("PUT", "/access/accounts?subject=user:mei", MEI, admin.session()));
        admin.token("{\"description\": \"the shop's own\", \"grants\": [{\"can\": [\"reader\"], \"namespace\":"
                + " \"public\"}]}");
    }

    /** Said once more, under the same name, where the database is too slow to say whether it took it. */
    static void put(Admin admin, String key, String content) {
        String[] headers = Stream.concat(
                        Stream.of("Idempotency-Key", UUID.randomUUID().toString()), Stream.of(admin.session()))
                .toArray(String[]::new);
        String path = "/config?" + key + "&comment=" + encoded("as <b>made</b> for the tests");
        ok(Awaitility.await("the database to take " + key)
                .atMost(Duration.ofMinutes(1))
                .until(() -> admin.send("PUT", path, content, headers), answer -> answer.statusCode() != 503));
    }

    private static String content(String key) {
        if (key.contains("type=json")) {
            return "{\"price\": 12345678901234567890, \"currency\": \"EUR\"}\n";
        }
        if (key.contains("type=yaml")) {
            return "shop:\n  name: Bücher & 书\n  open: true\n";
        }
        return key.contains("type=xml") ? "<beans><bean id=\"a\"/></beans>\n" : "limit = 10\n";
    }

    private static void ok(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 204);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
