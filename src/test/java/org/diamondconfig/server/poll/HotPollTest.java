/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diamondconfig.server.http.Fakes.fake;
import static org.diamondconfig.server.http.Fakes.into;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests the filter takes, as its refusals show; what it does with those that are right is a contract. */
class HotPollTest {

    private static final String WATCH = "/api/v1/watch";
    private static final String CONFIG = "/api/v1/config";
    private static final String UNKNOWN = "unknown=1";

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final HotPoll poll = new HotPoll();
    private int status;
    private boolean passedOn;

    HotPollTest() {
        poll.use(new WatchResource(null, null), new ReadResource(null, null, null, null, null));
    }

    private void ask(String method, String path, String query, String... accept) throws Exception {
        HttpServletRequest request =
                fake(HttpServletRequest.class, (proxy, called, arguments) -> switch (called.getName()) {
                    case "getMethod" -> method;
                    case "getQueryString" -> query;
                    case "getRequestURI" -> "/diamond-server" + path;
                    case "getContextPath" -> "/diamond-server";
                    case "getAttribute", "setAttribute", "getHeader" -> null;
                    case "getHeaders" ->
                        Collections.enumeration(arguments[0].equals("Accept") ? List.of(accept) : List.of());
                    case "getInputStream" -> (ServletInputStream) null;
                    case "isAsyncStarted" -> false;
                    default -> throw new AssertionError(called.getName());
                });
        HttpServletResponse response = fake(HttpServletResponse.class, (proxy, called, arguments) -> {
            if (called.getName().equals("setStatus")) {
                status = (int) arguments[0];
            }
            return switch (called.getName()) {
                case "isCommitted" -> false;
                case "getOutputStream" -> into(body);
                default -> null;
            };
        });
        poll.doFilter(request, response, (passedRequest, passedResponse) -> passedOn = true);
    }

    private void assertTaken() {
        assertThat(passedOn).isFalse();
        assertThat(status).isEqualTo(400);
        assertThat(body.toString()).contains("\"UNKNOWN_PARAMETER\"");
    }

    @Test
    void watch_isTaken() throws Exception {
        ask("POST", WATCH, UNKNOWN);

        assertTaken();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*/*",
                "application/json",
                "application/json, text/plain, */*",
                "text/html,application/*",
                "application/json;q=0.5",
                "application/json;charset=utf-8",
                "application/json; charset=UTF-8; q=1.0, text/html",
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8 "
            })
    void watch_ofAClientThatTakesJson_isTaken(String accept) throws Exception {
        ask("POST", WATCH, UNKNOWN, accept);

        assertTaken();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text/html",
                "text/html;q=0.5",
                "application/json;q=0",
                "application/json;q=0.000",
                "text/html, */*;q=0",
                "application/json, text/html;q=0.0",
                "application/json;q=high",
                "application/json;v=1"
            })
    void watch_whoseAcceptIsToBeWeighed_isPassedOn(String accept) throws Exception {
        ask("POST", WATCH, UNKNOWN, accept);

        assertThat(passedOn).isTrue();
    }

    @Test
    void watch_withTwoAccepts_isTakenIfOneOfThemTakesJson() throws Exception {
        ask("POST", WATCH, UNKNOWN, "text/plain", "text/html");
        assertThat(passedOn).isTrue();

        passedOn = false;
        ask("POST", WATCH, UNKNOWN, "text/html", "*/*");
        assertTaken();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wait=1s&" + UNKNOWN,
                UNKNOWN + "&wait=",
                "dataId=level&" + UNKNOWN + "&wait=1s",
                "wait=1s&level=dump&" + UNKNOWN,
                "level=database&wait=1s&" + UNKNOWN,
                "wait=1s&minVersion=1&" + UNKNOWN
            })
    void readThatWaits_isTaken_andSoIsItsHead(String query) throws Exception {
        ask("GET", CONFIG, query);
        assertTaken();

        body.reset();
        ask("HEAD", CONFIG, query);
        assertTaken();
    }

    @ParameterizedTest
    @ValueSource(strings = {UNKNOWN, "await=1s", "w%61it=1s", "level=dump", "minVersion=1"})
    void anyOtherRead_isPassedOn(String query) throws Exception {
        ask("GET", CONFIG, query);

        assertThat(passedOn).isTrue();
    }

    @Test
    void otherMethods_arePassedOn() throws Exception {
        for (String method : List.of("PUT", "POST", "DELETE")) {
            passedOn = false;
            ask(method, CONFIG, "wait=1s");
            assertThat(passedOn).as(method).isTrue();
        }
        for (String method : List.of("GET", "HEAD", "PUT", "DELETE")) {
            passedOn = false;
            ask(method, WATCH, null);
            assertThat(passedOn).as(method).isTrue();
        }
    }
}
