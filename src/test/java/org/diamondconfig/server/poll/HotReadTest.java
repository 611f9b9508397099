/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.poll;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.diamondconfig.server.http.Fakes.fake;
import static org.diamondconfig.server.http.Fakes.into;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.dump.Dump;
import org.diamondconfig.server.dump.TestDump;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.http.Door;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Md5;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The read before JAX-RS: whole for 200 and 304, and silent about everything else. */
class HotReadTest {

    private static final ConfigKey FOO = ConfigKey.of("group", "foo");
    private static final String QUERY = "group=group&dataId=foo";

    /** What a request was answered; {@code passedOn} when the filter left it to the resource. */
    private static final class Answer {
        private final Map<String, String> headers = new TreeMap<>();
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private int status = HttpServletResponse.SC_OK;
        private boolean passedOn;
    }

    @TempDir
    private Path data;

    private Dump dump;
    private boolean allowed = true;
    private String path = "/diamond-server/api/v1/config";
    private final Map<String, String> headers = new TreeMap<>();
    private final HotRead read = new HotRead();

    @BeforeEach
    void start() {
        dump = TestDump.holding(FOO, "größe: 1\n", data);
        Access access = new Access() {
            @Override
            protected boolean decide(Caller caller, Action action, String namespace, ConfigKey key) {
                return allowed && action == Action.READ;
            }
        };
        read.use(dump, access, request -> new Door.Sender(Caller.ANONYMOUS, "127.0.0.1"));
    }

    private Answer ask(String method, String query, String... ifNoneMatch) throws Exception {
        Answer answer = new Answer();
        HttpServletRequest request =
                fake(HttpServletRequest.class, (proxy, called, arguments) -> switch (called.getName()) {
                    case "getMethod" -> method;
                    case "getQueryString" -> query;
                    case "getRequestURI" -> path;
                    case "getAttribute", "setAttribute" -> null;
                    case "getContextPath" -> "/diamond-server";
                    case "getRemoteAddr" -> "127.0.0.1";
                    case "getHeader" ->
                        arguments[0].equals("If-None-Match") && ifNoneMatch.length > 0
                                ? ifNoneMatch[0]
                                : headers.get(arguments[0]);
                    case "getHeaders" ->
                        Collections.enumeration(
                                arguments[0].equals("If-None-Match")
                                        ? List.of(ifNoneMatch)
                                        : List.of(headers.get(arguments[0])));
                    default -> throw new AssertionError(called.getName());
                });
        HttpServletResponse response = fake(HttpServletResponse.class, (proxy, called, arguments) -> {
            switch (called.getName()) {
                case "setStatus" -> answer.status = (int) arguments[0];
                case "setHeader" -> answer.headers.put((String) arguments[0], (String) arguments[1]);
                case "setContentType" -> answer.headers.put("Content-Type", (String) arguments[0]);
                case "setContentLength" -> answer.headers.put("Content-Length", arguments[0].toString());
                case "getOutputStream" -> {
                    return into(answer.body);
                }
                default -> throw new AssertionError(called.getName());
            }
            return null;
        });
        read.doFilter(request, response, (passedRequest, passedResponse) -> answer.passedOn = true);
        return answer;
    }

    @Test
    void dumpedKey_isAnsweredWholeWithoutJaxRs() throws Exception {
        Answer answer = ask("GET", QUERY);

        assertThat(answer.passedOn).isFalse();
        assertThat(answer.status).isEqualTo(200);
        assertThat(answer.body.toByteArray()).isEqualTo("größe: 1\n".getBytes(UTF_8));
        assertThat(answer.headers)
                .containsEntry("ETag", "\"1.1\"")
                .containsEntry("Diamond-Version", "1")
                .containsEntry("Diamond-Epoch", dump.epoch().orElseThrow().toString())
                .containsEntry("Diamond-Md5", Md5.hex("größe: 1\n"))
                .containsEntry("Diamond-Level", "dump")
                .containsEntry("Diamond-Type", "yaml")
                .containsEntry("Cache-Control", "private, no-cache")
                .containsEntry("X-Content-Type-Options", "nosniff")
                .containsEntry("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox")
                .containsEntry("Content-Type", "text/plain;charset=UTF-8")
                .containsEntry("Content-Length", "11");
    }

    @Test
    void head_isTheGetWithoutItsBody() throws Exception {
        Answer get = ask("GET", QUERY);
        Answer head = ask("HEAD", QUERY);

        assertThat(head.headers).isEqualTo(get.headers);
        assertThat(head.body.size()).isZero();
    }

    @Test
    void knownEtag_plainOrGzipped_is304() throws Exception {
        for (String tag : List.of("\"1.1\"", "\"1.1-gz\"")) {
            Answer answer = ask("GET", QUERY, tag);

            assertThat(answer.status).isEqualTo(304);
            assertThat(answer.headers).containsEntry("ETag", "\"1.1\"").doesNotContainKey("Content-Length");
            assertThat(answer.body.size()).isZero();
        }
        assertThat(ask("GET", QUERY, "\"1.2\"").status).isEqualTo(200);
        assertThat(ask("GET", QUERY, "\"2.1\"").status).isEqualTo(200);
    }

    @Test
    void whatNeedsAnExplanation_isPassedOnUntouched() throws Exception {
        List<Answer> answers = List.of(
                ask("PUT", QUERY),
                ask("GET", null),
                ask("GET", QUERY + "&wait=1s"),
                ask("GET", "group=group&dataId=never"),
                ask("GET", QUERY, "*"),
                ask("GET", QUERY, "W/\"1.1\""),
                ask("GET", QUERY, "\"1.1\", \"1.2\""),
                ask("GET", QUERY, "\"1.1\"", "\"1.2\""));

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.passedOn).isTrue();
            assertThat(answer.headers).isEmpty();
        });
    }

    @Test
    void whatTheDoorMayRefuse_isPassedOnUntouched() throws Exception {
        for (Map.Entry<String, String> header : Map.of(
                        "Content-Length", "1", "Transfer-Encoding", "chunked", "Diamond-Client", "id=abc")
                .entrySet()) {
            headers.clear();
            headers.put(header.getKey(), header.getValue());
            assertThat(ask("GET", QUERY).passedOn).as(header.getKey()).isTrue();
        }
        headers.clear();
        path = "/diamond-server/api/v1/./config";
        assertThat(ask("GET", QUERY).passedOn).isTrue();
    }

    @Test
    void refusedCaller_isPassedOnAlikeWhetherTheKeyExistsOrNot() throws Exception {
        allowed = false;

        for (String query : List.of(QUERY, "group=group&dataId=never")) {
            Answer answer = ask("GET", query);
            assertThat(answer.passedOn).isTrue();
            assertThat(answer.headers).isEmpty();
        }
    }
}
