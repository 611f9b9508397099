/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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
import org.junit.jupiter.api.Nested;
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

    /** What of everything in the public namespace is told to nobody who may read nothing there. */
    private static final String SECRET = "kept from strangers";

    /** Answers that are not refused as a whole, and tell nothing. */
    private static final Map<String, String> EMPTIED = Map.of(
            "/watch", "\"changes\":[]",
            "/namespaces", "\"namespaces\":[]",
            "/events", "event: ready");

    private static TestServer server;
    private static Map<Bundle, String> tokens;

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
        return token(Grant.allow(bundle, Grant.ANY));
    }

    private static String token(Grant grant) {
        return TestTokens.issue(server.part(Accounts.class), server.part(Tokens.class), grant);
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

    private static void publish(String key) throws IOException {
        RouteVisit publish = new RouteVisit("PUT", TestServer.CONTEXT + "/api/v1/config", key, "text/plain", SECRET);
        assertThat(send(publish.with(bearer(Bundle.ADMIN))).status()).isEqualTo(200);
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
                            Reply reply = send(RouteVisit.of(route).with(bearer(bundle)));

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

    /** Rights are decided on the names of what is asked for, and on nothing that belongs to who asks. */
    @TestFactory
    Stream<DynamicTest> everyRoute_isClosedToTheOwnerOfAnotherNamespace() throws IOException {
        publish(ApiTable.ONE);
        String owner = "Authorization: Bearer " + token(Grant.allow(Bundle.OWNER, "elsewhere")) + "\r\n";
        return ApiTable.ROUTES.stream()
                .filter(route -> !EVERYBODY.contains(route.action()) && !OWN_SESSION.contains(route.path()))
                .map(route -> dynamicTest(route.name(), () -> {
                    Reply reply = send(RouteVisit.of(route).with(owner));

                    assertThat(reply.status()).as(reply.body()).isIn(200, 403);
                    assertThat(reply.body())
                            .containsAnyOf("\"FORBIDDEN\"", EMPTIED.getOrDefault(route.path(), "\"FORBIDDEN\""))
                            .doesNotContain(SECRET);
                }));
    }

    /** No right is asked there, but a signature, of everybody. */
    @TestFactory
    Stream<DynamicTest> everyDoorForNodes_isClosedToWhoHasNotTheClustersKey() {
        return ApiTable.ROUTES.stream()
                .filter(route -> route.action() == Action.NOTIFY)
                .flatMap(route -> Stream.of("", bearer(Bundle.ADMIN))
                        .map(proof -> dynamicTest(route.name(), () -> {
                            Reply reply = send(RouteVisit.of(route).with(proof));

                            assertThat(reply.status()).as(reply.body()).isEqualTo(403);
                            assertThat(reply.body()).contains("\"NOT_SIGNED\"");
                        })));
    }

    @TestFactory
    Stream<DynamicTest> everyRouteOfAnOwnSession_isClosedToWhoHasNone() {
        return ApiTable.ROUTES.stream()
                .filter(route -> OWN_SESSION.contains(route.path()))
                .flatMap(route -> Stream.of("", bearer(Bundle.ADMIN))
                        .map(proof -> dynamicTest(route.name(), () -> {
                            Reply reply = send(RouteVisit.of(route).with(proof));

                            assertThat(reply.status()).as(reply.body()).isEqualTo(401);
                        })));
    }

    @TestFactory
    Stream<DynamicTest> everyRoute_isClosedToWhoShowsNothing() {
        return ApiTable.ROUTES.stream()
                .filter(route -> route.action() != Action.NOTIFY && !OWN_SESSION.contains(route.path()))
                .map(route -> dynamicTest(route.name(), () -> {
                    Reply reply = send(RouteVisit.of(route).with(""));

                    assertThat(reply.status()).as(reply.body()).isEqualTo(401);
                    assertThat(reply.body()).contains("SIGN_IN_REQUIRED");
                    assertThat(reply.header("WWW-Authenticate")).startsWith("Bearer");
                }));
    }

    @TestFactory
    Stream<DynamicTest> everythingThatIsRead_isClosedToWhoShowsNothing_alsoByHead() throws IOException {
        publish(RouteVisit.KEPT);
        return Stream.concat(RouteVisit.ofApi(), RouteVisit.ofHotReads())
                .filter(visit -> visit.method().equals("GET")
                        && !visit.path().endsWith("/session")
                        && !visit.path().endsWith("/session/password"))
                .map(visit -> dynamicTest(visit.toString(), () -> {
                    RouteVisit head = new RouteVisit("HEAD", visit.path(), visit.query(), "", "");

                    Reply reply = send(head.with(""));

                    assertThat(reply.status()).isEqualTo(401);
                    assertThat(reply.header("ETag")).isEmpty();
                }));
    }

    /** What somebody may do by the right path, nobody does by another. */
    @Nested
    class OtherSpellings extends PathContract {

        @Override
        protected String host() {
            return "127.0.0.1";
        }

        @Override
        protected int port() {
            return server.port();
        }

        @Override
        protected List<String> proofs() {
            return List.of("", bearer(Bundle.READER), bearer(Bundle.PUBLISHER), bearer(Bundle.ADMIN));
        }
    }

    @TestFactory
    Stream<DynamicTest> everyRouteOfTheOriginalsFace_isAnsweredToThoseWhoMay() {
        return DiamondFaceTest.ROUTES.stream()
                .flatMap(route -> MAY.keySet().stream()
                        .map(bundle -> dynamicTest(bundle + " " + route, () -> {
                            Reply reply = send(RouteVisit.of(route).with(bearer(bundle)));

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
                    assertThat(send(RouteVisit.of(route).with("")).status()).isEqualTo(401);
                }));
    }

    @TestFactory
    Stream<DynamicTest> everythingBesideTheApi_isClosed_butWhatIsPublic() throws IOException {
        return RouteVisit.besideTheApi()
                .flatMap(path -> RouteVisit.ofPath(path)
                        .map(visit -> dynamicTest(visit.toString(), () -> {
                            int status = send(visit.with("")).status();

                            if (PUBLIC.contains(path)) {
                                assertThat(status).isNotIn(401, 403);
                            } else {
                                assertThat(status).isEqualTo(401);
                            }
                        })));
    }
}
