/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diamondconfig.server.ClosedServer.as;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.diamondconfig.server.access.Bundle;
import org.diamondconfig.server.access.Grant;
import org.diamondconfig.server.account.Accounts;
import org.diamondconfig.server.account.TestTokens;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who is told what by a closed server, how long, and how many are. */
@Timeout(300)
class EventRightsTest {

    /** It looks every second; who is overlooked stays for as long as he reads, and a silent one for half a minute. */
    private static final Duration SOON = Duration.ofSeconds(25);

    private final String group = "g-" + UUID.randomUUID();
    private ClosedServer server;
    private AdminApi api;
    private String admin;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        server = ClosedServer.withAdmin(folder, Map.of("diamond.events.streams", "40"));
        api = server.api();
        admin = server.admin();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Grant reader(String ofGroup) {
        return new Grant(Grant.Effect.ALLOW, List.of(Bundle.READER.wireName()), "public", ofGroup, Grant.ANY);
    }

    private void publish(String ofGroup, String dataId) {
        assertThat(api.put("/config?group=" + ofGroup + "&dataId=" + dataId, "1", as(admin))
                        .statusCode())
                .isEqualTo(200);
    }

    private EventReader read(String query, String token) throws Exception {
        return new EventReader(server.base(), query, as(token));
    }

    @Test
    void reader_isToldOfWhatHeMayRead_andOfNothingElse() throws Exception {
        try (EventReader events = read("", server.token(reader(group)))) {
            events.next("ready");
            publish("others", "a");
            publish(group, "a");

            assertThat(events.next("change").json().string("group")).isEqualTo(group);
        }
    }

    @Test
    void whoMayNotRead_isNotLetIn() throws Exception {
        String token = server.token(reader(group));

        assertThat(status("?group=others&dataId=a", token)).isEqualTo(403);
        assertThat(status("?group=others&dataId=a&topics=arrivals", token)).isEqualTo(403);
        assertThat(status("?topics=cluster", token)).isEqualTo(403);
        assertThat(status("", server.token())).isEqualTo(403);
        assertThat(status("", "dmt_0_0")).isEqualTo(401);
        assertThat(status("?group=" + group + "&dataId=a&topics=arrivals", token))
                .isEqualTo(200);
    }

    private int status(String query, String token) throws Exception {
        try (EventReader events = read(query, token)) {
            return events.response().statusCode();
        }
    }

    @Test
    void rightsThatAreTaken_endTheStream() throws Exception {
        String token = server.token(reader(group));
        try (EventReader events = read("?namespace=public&group=" + group, token)) {
            events.next("ready");
            long taken = System.nanoTime();
            TestTokens.grant(server.part(Accounts.class), token, Grant.allow(Bundle.READER, "elsewhere"));
            publish(group, "a");

            assertThat(events.next().json().string("code")).isEqualTo("FORBIDDEN");
            assertThat(Duration.ofNanos(System.nanoTime() - taken)).isLessThan(SOON);
        }
    }

    @Test
    void tokenThatIsRevoked_endsItsStream() throws Exception {
        String token = server.token(Grant.admin());
        try (EventReader events = read("?topics=changes,cluster", token)) {
            events.next("ready");
            long revoked = System.nanoTime();
            TestTokens.revoke(server.part(Accounts.class), token);

            assertThat(events.next("end").json().string("code")).isEqualTo("FORBIDDEN");
            events.awaitOver();
            assertThat(Duration.ofNanos(System.nanoTime() - revoked)).isLessThan(SOON);
        }
    }

    @Test
    void nodeThatDrains_sendsReadersElsewhere_untilItIsWanted() throws Exception {
        try (EventReader events = read("?topics=cluster", admin)) {
            events.next("ready");
            api.post("/ops/drain", "", as(admin));

            assertThat(events.next("end").json().string("code")).isEqualTo("DRAINING");
            assertThat(status("", admin)).isEqualTo(503);
        }
        api.delete("/ops/drain", as(admin));
        assertThat(status("", admin)).isEqualTo(200);
    }

    @Test
    void tokenThatIsKeptFromWhereItIs_endsItsStream() throws Exception {
        String token = server.token(reader(group));
        try (EventReader events = read("?namespace=public&group=" + group, token)) {
            events.next("ready");
            TestTokens.keepIn(server.part(Accounts.class), token, "10.0.0.0/8");

            assertThat(events.next("end").json().string("code")).isEqualTo("SIGN_IN_REQUIRED");
            events.awaitOver();
        }
    }

    @Test
    void endOfTheSession_endsItsStream_andAStreamKeepsNoSessionAlive() throws Exception {
        Browser browser = server.signedIn();
        String expires = Browser.json(browser.whoAmI()).string("expires");
        try (EventReader events = new EventReader(server.base(), "", "Cookie", browser.cookie())) {
            events.next("ready");
            assertThat(Browser.json(browser.get("/api/v1/session", "Diamond-Background: true"))
                            .string("expires"))
                    .isEqualTo(expires);

            long ended = System.nanoTime();
            browser.delete("/api/v1/session");

            assertThat(events.next("end").json().string("code")).isEqualTo("SIGN_IN_REQUIRED");
            events.awaitOver();
            assertThat(Duration.ofNanos(System.nanoTime() - ended)).isLessThan(SOON);
        }
    }

    @Test
    void pageOfAnotherHost_isNotLetIn() throws Exception {
        Browser browser = server.signedIn();

        try (EventReader events =
                new EventReader(server.base(), "", "Cookie", browser.cookie(), "Sec-Fetch-Site", "cross-site")) {
            assertThat(events.response().statusCode()).isEqualTo(403);
        }
    }

    @Test
    void tooManyStreams_areRefused_ofOneSubjectAndInAll() throws Exception {
        List<EventReader> open = new ArrayList<>();
        try {
            String token = server.token(reader(group));
            for (int i = 0; i < 32; i++) {
                open.add(read("", token));
            }
            assertThat(status("", token)).isEqualTo(429);
            for (int i = 32; i < 40; i++) {
                open.add(read("", admin));
            }
            assertThat(status("", admin)).isEqualTo(429);
            assertThat(open)
                    .allSatisfy(
                            events -> assertThat(events.response().statusCode()).isEqualTo(200));
        } finally {
            for (EventReader events : open) {
                events.close();
            }
        }
    }

    @Test
    void stop_endsAllStreamsAtOnce_andTellsThemWhy() throws Exception {
        try (EventReader one = read("", admin);
                EventReader other = read("?topics=cluster", admin)) {
            one.next("ready");
            other.next("cluster");
            long stopped = System.nanoTime();

            server.close();

            assertThat(one.next("end").json().string("code")).isEqualTo("DRAINING");
            other.awaitOver();
            one.awaitOver();
            assertThat(Duration.ofNanos(System.nanoTime() - stopped)).isLessThan(SOON);
        }
    }
}
