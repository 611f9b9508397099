/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.diamondconfig.server.RawHttp.Reply;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.access.Bundle;
import org.diamondconfig.server.access.Grant;
import org.diamondconfig.server.account.Accounts;
import org.diamondconfig.server.account.TestTokens;
import org.diamondconfig.server.account.Tokens;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Walks all routes of a closed server as everybody who may come: each is answered to those who may, and to nobody else. */
class ClosedRoutesTest {

    /** What a bundle of every namespace may, as this test reads GUARANTEES and not as the code has it. */
    private static final Map<Bundle, Set<Action>> MAY = Map.of(
            Bundle.READER,
            Set.of(Action.READ),
            Bundle.PUBLISHER,
            Set.of(Action.READ, Action.PUBLISH, Action.REMOVE, Action.ROLLBACK),
            Bundle.ADMIN,
            Set.of(Action.values()));

    private static final Set<Action> EVERYBODY = Set.of(Action.LOCATE, Action.NOTIFY);

    /** Paths beside the API that only tell where servers are and how they do. */
    private static final Set<String> PUBLIC =
            Set.of("/health/live", "/health/ready", "/namesrv/addrs", "/diamond", "/diamond-unit-center", "/unit-list");

    /** Routes that ask for a session, which no token is. */
    private static final Set<String> OWN_SESSION = Set.of("/session", "/session/password");

    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";

    private static TestServer server;
    private static Map<Bundle, String> tokens;

    /**
     * One request that is well-formed.
     *
     * @param path with the context
     * @param body sent unless the method is GET or DELETE
     */
    private record Visit(String method, String path, String query, String type, String body) {

        /** At this path, with this header, which may be empty. */
        byte[] at(String written, String proof) {
            String line = method + ' ' + written + (query.isEmpty() ? "" : "?" + query);
            String head = line + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + proof;
            String content = method.equals("GET") || method.equals("DELETE")
                    ? "\r\n"
                    : "Content-Type: " + type + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
            return (head + content).getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public String toString() {
            return method + ' ' + path + '?' + query;
        }
    }

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        // A sign-in is answered to whoever comes, however dear it is; where it is dear, many at once are too many for a
        // small machine.
        server = TestServer.start(folder, Map.of("diamond.access", "closed", "diamond.password.iterations", "1000"));
        tokens = Map.of(
                Bundle.READER, token(Bundle.READER),
                Bundle.PUBLISHER, token(Bundle.PUBLISHER),
                Bundle.ADMIN, token(Bundle.ADMIN));
    }

    private static String token(Bundle bundle) {
        return TestTokens.issue(server.part(Accounts.class), server.part(Tokens.class), Grant.allow(bundle, Grant.ANY));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Reply send(byte[] request) throws IOException {
        try (RawHttp connection = new RawHttp("127.0.0.1", server.port())) {
            return connection.exchange(request);
        }
    }

    private static String path(ApiTable.Route route) {
        return (TestServer.CONTEXT + "/api/v1" + route.path()).replaceAll("/$", "");
    }

    private static String bearer(Bundle bundle) {
        return "Authorization: Bearer " + tokens.get(bundle) + "\r\n";
    }

    @TestFactory
    Stream<DynamicTest> everyRoute_isAnsweredToThoseWhoMay() {
        return ApiTable.ROUTES.stream()
                .filter(route -> !OWN_SESSION.contains(route.path()))
                .flatMap(route -> MAY.keySet().stream()
                        .map(bundle -> dynamicTest(bundle + " " + route.name(), () -> {
                            Reply reply = send(RoutesTest.request(route, path(route), route.example(), bearer(bundle)));

                            boolean may = EVERYBODY.contains(route.action())
                                    || MAY.get(bundle).contains(route.action());
                            if (may) {
                                assertThat(reply.body()).doesNotContain("\"code\":\"FORBIDDEN\"");
                                assertThat(reply.status()).isNotEqualTo(401);
                            } else {
                                int status = route.path().equals("/configs/publish") ? 200 : 403;
                                assertThat(reply.status()).as(reply.body()).isEqualTo(status);
                                assertThat(reply.body()).contains("\"FORBIDDEN\"");
                            }
                        })));
    }

    @TestFactory
    Stream<DynamicTest> everyRouteOfAnOwnSession_isClosedToWhoHasNone() {
        return ApiTable.ROUTES.stream()
                .filter(route -> OWN_SESSION.contains(route.path()))
                .flatMap(route -> Stream.of("", bearer(Bundle.ADMIN))
                        .map(proof -> dynamicTest(route.name(), () -> {
                            Reply reply = send(RoutesTest.request(route, path(route), route.example(), proof));

                            assertThat(reply.status()).as(reply.body()).isEqualTo(401);
                        })));
    }

    @TestFactory
    Stream<DynamicTest> everyRoute_isClosedToWhoShowsNothing() {
        return ApiTable.ROUTES.stream()
                .filter(route -> route.action() != Action.NOTIFY && !OWN_SESSION.contains(route.path()))
                .map(route -> dynamicTest(route.name(), () -> {
                    Reply reply = send(RoutesTest.request(route, path(route), route.example(), ""));

                    assertThat(reply.status()).as(reply.body()).isEqualTo(401);
                    assertThat(reply.body()).contains("SIGN_IN_REQUIRED");
                    assertThat(reply.header("WWW-Authenticate")).startsWith("Bearer");
                }));
    }

    /** Every route of the native API and of the original's face, and one of each other path that web.xml maps. */
    private static Stream<Visit> visits() throws IOException {
        Stream<Visit> api = ApiTable.ROUTES.stream()
                .map(route -> new Visit(route.method(), path(route), route.example(), JSON, route.body()));
        Stream<Visit> face = DiamondFaceTest.ROUTES.stream().map(ClosedRoutesTest::visit);
        Stream<Visit> others = besideTheApi()
                .flatMap(path -> Stream.of("GET", "POST")
                        .map(method -> new Visit(method, TestServer.CONTEXT + path, "", FORM, DiamondFaceTest.KEY)));
        return Stream.of(api, face, others).flatMap(visits -> visits);
    }

    private static Visit visit(DiamondFaceTest.Route route) {
        String[] parts = route.path().split("\\?", 2);
        boolean posts = route.method().equals("POST");
        String query = posts ? parts[1] : parts[1] + DiamondFaceTest.KEY;
        return new Visit(route.method(), TestServer.CONTEXT + parts[0], query, FORM, posts ? DiamondFaceTest.KEY : "");
    }

    /** Thirteen ways to write a path that some server reads as that path. */
    private static List<String> mutations(String path) {
        int last = path.lastIndexOf('/') + 1;
        String head = path.substring(0, last);
        String tail = path.substring(last);
        String below = path.substring(TestServer.CONTEXT.length());
        return List.of(
                path + "/",
                path + ";a=b",
                path + "%20",
                path + "%00",
                path + "/..;/" + tail,
                "/" + path,
                head + "/" + tail,
                head + "./" + tail,
                head + "x/../" + tail,
                head + "%2e/" + tail,
                head + "%" + Integer.toHexString(tail.charAt(0)) + tail.substring(1),
                TestServer.CONTEXT + "/health/live/..;" + below,
                TestServer.CONTEXT + below.toUpperCase(Locale.ROOT));
    }

    /** A path has one spelling: whoever writes it in another way gets nothing, whatever he might have by the right one. */
    @TestFactory
    Stream<DynamicTest> everyPath_writtenInAnotherWay_isAnsweredToNobody() throws IOException {
        List<String> everybody = Stream.concat(
                        Stream.of(""), MAY.keySet().stream().map(ClosedRoutesTest::bearer))
                .toList();
        return visits().map(visit -> dynamicTest(visit.toString(), () -> {
            for (String path : mutations(visit.path())) {
                for (String proof : everybody) {
                    Reply reply = send(visit.at(path, proof));

                    assertThat(reply.status())
                            .as("%s as %s: %s", path, proof, reply.body())
                            .isBetween(400, 405);
                }
            }
        }));
    }

    @TestFactory
    Stream<DynamicTest> everyRouteOfTheOriginalsFace_isAnsweredToThoseWhoMay() {
        return DiamondFaceTest.ROUTES.stream()
                .flatMap(route -> MAY.keySet().stream()
                        .map(bundle -> dynamicTest(bundle + " " + route, () -> {
                            Visit visit = visit(route);

                            Reply reply = send(visit.at(visit.path(), bearer(bundle)));

                            if (MAY.get(bundle).contains(route.action())) {
                                assertThat(reply.status()).isNotEqualTo(401);
                                assertThat(reply.body()).doesNotContain("FORBIDDEN");
                            } else {
                                assertThat(reply.status()).as(reply.body()).isEqualTo(403);
                                assertThat(reply.body()).contains("FORBIDDEN");
                            }
                        })));
    }

    @TestFactory
    Stream<DynamicTest> everyRouteOfTheOriginalsFace_isClosedToWhoShowsNothing() {
        return DiamondFaceTest.ROUTES.stream()
                .map(route -> dynamicTest(route.toString(), () -> {
                    Visit visit = visit(route);

                    assertThat(send(visit.at(visit.path(), "")).status()).isEqualTo(401);
                }));
    }

    /** The paths that web.xml maps, but the page for errors. */
    private static Stream<String> besideTheApi() throws IOException {
        return WebXml.read(Path.of("../webapp/WEB-INF/web.xml")).servlets().stream()
                .flatMap(servlet -> servlet.patterns().stream())
                .filter(pattern -> !pattern.equals("/error"))
                .map(pattern -> pattern.replace("*", "/admin"));
    }

    @TestFactory
    Stream<DynamicTest> everythingBesideTheApi_isClosed_butWhatIsPublic() throws IOException {
        return besideTheApi()
                .flatMap(path -> Stream.of("GET", "POST")
                        .map(method -> dynamicTest(method + " " + path, () -> {
                            Visit visit = new Visit(method, TestServer.CONTEXT + path, "", FORM, DiamondFaceTest.KEY);

                            int status = send(visit.at(visit.path(), "")).status();

                            if (PUBLIC.contains(path)) {
                                assertThat(status).isNotIn(401, 403);
                            } else {
                                assertThat(status).isEqualTo(401);
                            }
                        })));
    }
}
