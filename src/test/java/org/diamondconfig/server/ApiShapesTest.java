/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The document's shapes: they refuse what they do not say, and each route really answers the one it names. */
class ApiShapesTest {

    private static final String NAMESPACE =
            "{\"namespace\":\"n\",\"title\":\"\",\"description\":\"\",\"version\":1,\"by\":\"\",\"at\":\"\"}";

    private static String fault(String body) {
        return ApiShapes.fault("POST /namespaces", 200, "application/json", body)
                .orElse("");
    }

    @Test
    void shape_takesWhatItSays() {
        assertThat(fault(NAMESPACE)).isEmpty();
    }

    @Test
    void shape_refusesWhatItDoesNotSay() {
        assertThat(fault(NAMESPACE.replace("\"title\":\"\",", ""))).contains("lacks title");
        assertThat(fault(NAMESPACE.replace("{", "{\"more\":1,"))).contains("unknown member more");
        assertThat(fault(NAMESPACE.replace(":1", ":\"1\""))).contains("version is no integer");
        assertThat(fault("[]")).contains("is no object");
        assertThat(ApiShapes.fault("GET /namespaces", 200, "application/json", "{\"namespaces\":[{}]}"))
                .hasValueSatisfying(fault -> assertThat(fault).contains("Namespace lacks namespace"));
        assertThat(ApiShapes.fault("GET /namespaces", 200, "text/html", "<html>"))
                .isPresent();
        assertThat(ApiShapes.fault("GET /", 503, "application/problem+json", "{}"))
                .isPresent();
    }

    @Test
    void everyRoute_thatAnswersWithABody_hasAShape() {
        Stream<String> others = Stream.of(
                "GET /config",
                "GET /events",
                "GET /export",
                "DELETE /namespaces",
                "DELETE /providers/check",
                "DELETE /session",
                "PUT /session/password",
                "PUT /access/passwords");

        assertThat(Stream.concat(ApiShapes.SUCCESSES.keySet().stream(), others))
                .as("routes that have a shape in ApiShapes.SUCCESSES, and those that answer no JSON")
                .containsExactlyInAnyOrderElementsOf(
                        ApiTable.ROUTES.stream().map(ApiTable.Route::name).toList());
    }

    /** {@link AdminApi} holds each of these answers against the document; the contracts do so with many more. */
    @Test
    void everyRoute_answersInItsShape(@TempDir Path folder) throws Exception {
        try (TestServer server = TestServer.start(folder)) {
            AdminApi api = new AdminApi(server.base());
            String key = "?group=G&dataId=a";

            Stream.of(
                            api.put("/config" + key + "&tags=t&app=p&description=d&comment=c", "1"),
                            api.get("/config" + key),
                            api.get(""),
                            api.get("/configs?group=G"),
                            api.get("/configs?content=1"),
                            api.post(
                                    "/configs/get",
                                    "{\"keys\":[{\"group\":\"G\",\"dataId\":\"a\"},{\"dataId\":\"b\"}]}"),
                            api.post("/configs/publish", "{\"items\":[{\"dataId\":\"b\",\"content\":\"\"}]}"),
                            api.post("/watch?wait=0s", "{\"items\":[{\"group\":\"G\",\"dataId\":\"a\",\"md5\":\"\"}]}"),
                            api.get("/history" + key),
                            api.get("/history" + key + "&version=1"),
                            api.post("/rollback" + key + "&version=1", ""),
                            api.get("/trace" + key + "&version=1"),
                            api.delete("/config" + key),
                            api.post("/namespaces", "{\"namespace\":\"n\"}"),
                            api.put("/namespaces?namespace=n", "{\"title\":\"N\"}", "Content-Type", "application/json"),
                            api.get("/namespaces"),
                            api.delete("/namespaces?namespace=n"),
                            api.get("/cluster"),
                            api.post("/ops/drain", ""),
                            api.delete("/ops/drain"),
                            api.post("/ops/dump", ""))
                    .forEach(answer -> assertThat(answer.statusCode())
                            .as(answer.toString())
                            .isBetween(200, 299));
        }
    }
}
