/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.rate.Kind;
import org.diamondconfig.wire.ConfigKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Walks all routes: each asks {@link Access} before it answers, and each is in the table of docs/api.md. */
class RoutesTest {

    /** What {@link Access} was asked since the last look. */
    private static final List<Action> ASKED = new CopyOnWriteArrayList<>();

    private static final String API = "/api/v1";

    private static TestServer server;

    private static final class RefusingAccess extends Access {

        @Override
        protected boolean decide(Caller caller, Action action, String namespace, ConfigKey key) {
            ASKED.add(action);
            return false;
        }
    }

    @BeforeAll
    static void start(@TempDir java.nio.file.Path folder) throws Exception {
        server = TestServer.start(folder, new RefusingAccess(), Map.of());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** Every route that the resources declare, as "METHOD /path". */
    static List<String> declared() throws IOException {
        Stream<String> resources = Wiring.annotated(Path.class).stream()
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods())
                        .flatMap(method -> verbs(method).map(verb -> verb + " " + path(type, method))));
        return Stream.concat(resources, servlets()).sorted().toList();
    }

    /** What web.xml maps into the API answers GET alone. */
    private static Stream<String> servlets() throws IOException {
        return WebXml.read(java.nio.file.Path.of("../webapp/WEB-INF/web.xml")).servlets().stream()
                .flatMap(servlet -> servlet.patterns().stream())
                .filter(pattern -> pattern.startsWith(API))
                .map(pattern -> "GET " + pattern.substring(API.length()));
    }

    private static Stream<String> verbs(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(Annotation::annotationType)
                .filter(type -> type.isAnnotationPresent(HttpMethod.class))
                .map(type -> type.getAnnotation(HttpMethod.class).value());
    }

    private static String path(Class<?> type, Method method) {
        Path below = method.getAnnotation(Path.class);
        String path = "/" + type.getAnnotation(Path.class).value() + "/" + (below == null ? "" : below.value());
        return path.replaceAll("/+", "/").replaceAll("(.)/$", "$1");
    }

    @Test
    void routes_areThoseOfTheDocument() throws IOException {
        assertThat(declared())
                .isEqualTo(ApiTable.ROUTES.stream()
                        .map(ApiTable.Route::name)
                        .sorted()
                        .toList());
    }

    /** What is not refused as a whole tells nothing of what may not be read, whether it exists or not. */
    private static final Map<String, String> EMPTIED =
            Map.of("/watch", "\"changes\":[]", "/namespaces", "\"namespaces\":[]");

    @TestFactory
    Stream<DynamicTest> everyRoute_asksForTheRight_andIsRefusedWithoutIt() {
        return ApiTable.ROUTES.stream()
                .map(route -> dynamicTest(route.name(), () -> {
                    ASKED.clear();
                    String answer;
                    try (RawHttp connection = new RawHttp("127.0.0.1", server.port())) {
                        answer = connection.exchange(request(route)).toString();
                    }

                    assertThat(ASKED)
                            .as("what %s asked; it answered %s", route.name(), answer)
                            .contains(route.action());
                    assertThat(answer).containsAnyOf("FORBIDDEN", EMPTIED.getOrDefault(route.path(), "FORBIDDEN"));
                }));
    }

    @TestFactory
    Stream<DynamicTest> everyRoute_knowsTheParametersOfTheDocument_andNoOther() {
        return ApiTable.ROUTES.stream()
                .map(route -> dynamicTest(route.name(), () -> {
                    String answer;
                    try (RawHttp connection = new RawHttp("127.0.0.1", server.port())) {
                        answer = connection
                                .exchange(request(route, "nobody-knows-this=1"))
                                .body();
                    }

                    String known = String.join(
                            ", ", route.parameters().stream().sorted().toList());
                    assertThat(answer).contains("UNKNOWN_PARAMETER").contains("known are " + known + ".");
                }));
    }

    /** By the right that it asks for, and not by its path as the code has it. */
    @TestFactory
    Stream<DynamicTest> everyRoute_isCountedAsWhatItDoes() {
        return ApiTable.ROUTES.stream()
                .map(route -> dynamicTest(route.name(), () -> {
                    boolean looks = route.method().equals("GET") || route.action() == Action.READ;
                    Kind kind = looks ? Kind.READS : Kind.WRITES;
                    Map<String, Kind> others = Map.of(
                            "POST /watch",
                            Kind.POLLS,
                            "POST /access/check",
                            Kind.READS,
                            "POST /peer/notify",
                            Kind.FREE,
                            "POST /peer/subscribers",
                            Kind.FREE,
                            "POST /peer/glance",
                            Kind.FREE);

                    assertThat(Kind.of(route.method(), "/api/v1" + route.path()))
                            .isEqualTo(others.getOrDefault(route.name(), kind));
                }));
    }

    private static byte[] request(ApiTable.Route route) {
        return request(route, route.example());
    }

    private static byte[] request(ApiTable.Route route, String query) {
        return request(route, (TestServer.CONTEXT + "/api/v1" + route.path()).replaceAll("/$", ""), query, "");
    }

    /** A request of this route at this path, with more headers, each with its line end. */
    static byte[] request(ApiTable.Route route, String path, String query, String headers) {
        String head = route.method() + " " + path + (query.isEmpty() ? "" : "?" + query)
                + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers;
        String type = route.body().startsWith("{") ? "Content-Type: application/json\r\n" : "";
        String length = route.method().equals("GET") || route.method().equals("DELETE")
                ? ""
                : "Content-Length: " + route.body().length() + "\r\n";
        return (head + type + length + "\r\n" + route.body()).getBytes(StandardCharsets.UTF_8);
    }
}
