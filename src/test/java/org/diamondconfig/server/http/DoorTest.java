/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diamondconfig.server.http.Fakes.fake;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.diamondconfig.server.problem.ProblemException;
import org.diamondconfig.server.problem.TooMany;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The keeper is asked once for each request, whoever looked at it before the door. */
class DoorTest {

    private final List<String> calls = new ArrayList<>();
    private final Door door = new Door();
    private final Map<String, Object> attributes = new HashMap<>();
    private boolean open = true;
    private String origin;
    private int answered;

    private final Door.Keeper keeper = new Door.Keeper() {
        @Override
        public Door.Sender sender(HttpServletRequest request) {
            calls.add("asked");
            if (!open) {
                throw new TooMany("TOO_MANY_REQUESTS", "Later.", 3);
            }
            return new Door.Sender("token:a", "192.0.2.7");
        }

        @Override
        public void sentAway(HttpServletRequest request, ProblemException refusal) {
            calls.add("sent away");
        }
    };

    private final HttpServletRequest request =
            fake(HttpServletRequest.class, (proxy, called, arguments) -> switch (called.getName()) {
                case "getMethod" -> "GET";
                case "getRequestURI" -> "/diamond-server/api/v1/config";
                case "getContextPath" -> "/diamond-server";
                case "getHeader" -> arguments[0].equals("Origin") ? origin : null;
                case "getQueryString" -> null;
                case "getHeaderNames" -> Collections.emptyEnumeration();
                case "getAttribute" -> attributes.get(arguments[0]);
                case "setAttribute" -> attributes.put((String) arguments[0], arguments[1]);
                default -> throw new AssertionError(called.getName());
            });

    private final HttpServletResponse response =
            fake(HttpServletResponse.class, (proxy, called, arguments) -> switch (called.getName()) {
                case "setStatus" -> answered = (int) arguments[0];
                case "isCommitted" -> false;
                case "getOutputStream" -> throw new IOException("the answer itself is not looked at");
                default -> null;
            });

    @BeforeEach
    void employ() {
        door.use(keeper);
    }

    private void enter() throws Exception {
        try {
            door.doFilter(request, response, (passedRequest, passedResponse) -> calls.add("passed"));
        } catch (IOException refused) {
            assertThat(open && origin == null).isFalse();
        }
    }

    @Test
    void requestThatWasGlancedAt_isNotAskedAboutAgain() throws Exception {
        Door.Visitor glanced = Door.glance(request, keeper);
        glanced.goOn(request);
        enter();

        assertThat(calls).containsExactly("asked", "passed");
        assertThat(glanced.caller().subject()).isEqualTo("token:a");
        assertThat(glanced.caller().traceId())
                .as("nobody looks for what is answered at once")
                .isEmpty();
        assertThat(Door.caller(request)).isEqualTo(glanced.caller().tracedAs(Problem.traceId(request)));
    }

    @Test
    void requestThatWasRefusedAtAGlance_isSentAwayWithoutBeingAskedAboutAgain() throws Exception {
        open = false;

        assertThat(Door.glance(request, keeper)).isNull();
        assertThat(calls).as("who glances answers nobody").containsExactly("asked");
        enter();

        assertThat(calls).containsExactly("asked", "sent away");
        assertThat(answered).isEqualTo(429);
    }

    @Test
    void requestOfAnotherSitesPage_isSentAway_andTheKeeperIsTold() throws Exception {
        origin = "http://evil.example";

        enter();

        assertThat(calls).containsExactly("sent away");
        assertThat(answered).isEqualTo(403);
    }

    @Test
    void requestThatNobodyGlancedAt_isAskedAboutOnce() throws Exception {
        enter();

        assertThat(calls).containsExactly("asked", "passed");
    }
}
