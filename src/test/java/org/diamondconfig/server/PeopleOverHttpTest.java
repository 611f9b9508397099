/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.awaitility.Awaitility;
import org.diamondconfig.server.RawHttp.Reply;
import org.diamondconfig.server.document.Documents;
import org.diamondconfig.server.document.Documents.Document;
import org.diamondconfig.server.edge.Caller;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** People at a server that is closed: signing in, what a session is good for, and what ends it. */
@Timeout(300)
class PeopleOverHttpTest {

    private static final String PASSWORD = "nobody guesses this";
    private static final String OTHER = "and this one nobody either";
    private static final String SESSION = "/api/v1/session";
    private static final String JSON = "Content-Type: application/json";
    private static final String CONFIG = "/api/v1/config?group=G&dataId=a";

    private static Path folder;
    private static TestServer server;
    private static int users;

    @BeforeAll
    static void start(@TempDir Path temporary) throws Exception {
        folder = temporary;
        Path password = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
        server = started(folder.resolve("data"), Map.of("diamond.admin.password-file", password.toString()));
    }

    private static TestServer started(Path data, Map<String, String> settings) throws Exception {
        Map<String, String> all = new HashMap<>(settings);
        all.put("diamond.access", "closed");
        all.put("diamond.password.iterations", "1000");
        all.put("diamond.sign-in.rate", "10000");
        TestServer started = TestServer.start(data, all);
        while (!isReady(started)) {
            Thread.onSpinWait();
        }
        return started;
    }

    private static boolean isReady(TestServer started) {
        Documents documents = started.part(Documents.class);
        return documents.isComplete() && documents.find("user", "admin").isPresent();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Browser browser() {
        return new Browser(server.port());
    }

    private static Browser admin() {
        Browser browser = browser();
        assertThat(browser.signIn("admin", PASSWORD).status()).isEqualTo(200);
        return browser;
    }

    /** A new user whom the admin gave {@link #PASSWORD}. */
    private static String user() {
        String name = "user" + ++users;
        server.part(Documents.class).write(Caller.SYSTEM, new Document("user", name, 0, "{}"), 0);
        assertThat(admin().put("/api/v1/access/passwords?user=" + name, "{\"password\":\"" + PASSWORD + "\"}")
                        .status())
                .isEqualTo(204);
        return name;
    }

    /** A signed-in one who has chosen {@link #OTHER}. */
    private static Browser signedIn(String name) {
        Browser browser = browser();
        assertThat(browser.signIn(name, PASSWORD).status()).isEqualTo(200);
        assertThat(browser.changePassword(PASSWORD, OTHER).status()).isEqualTo(204);
        return browser;
    }

    private static void assertRefused(Reply reply, int status, String code) {
        assertThat(reply.body()).contains("\"" + code + "\"");
        assertThat(reply.status()).isEqualTo(status);
    }

    @Test
    void pageThatAsksByItself_doesNotPutOffTheEndOfItsSession() {
        Browser browser = admin();

        String end = Browser.json(browser.whoAmI()).string("expires");
        Reply later = browser.get("/api/v1/session", "Diamond-Background: true");

        assertThat(Browser.json(later).string("expires")).isEqualTo(end);
    }

    @Test
    void signIn_tellsWho_andSetsACookieThatNoScriptReads() {
        Browser browser = browser();

        Reply reply = browser.signIn("admin", PASSWORD);

        assertThat(reply.header("Set-Cookie"))
                .matches("diamond-session=[0-9]\\.[0-9]+\\.[A-Za-z0-9_-]{43}\\.admin; Path=/; HttpOnly; SameSite=Lax");
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
        assertThat(Browser.json(reply).string("user")).isEqualTo("admin");
        assertThat(Browser.json(reply).flag("mustChange", true)).isFalse();
        assertThat(ApiShapes.fault("POST /session", 200, reply.header("Content-Type"), reply.body()))
                .isEmpty();
        Reply who = browser.whoAmI();
        assertThat(Browser.json(who).string("csrf"))
                .isEqualTo(Browser.json(reply).string("csrf"));
        assertThat(ApiShapes.fault("GET /session", 200, who.header("Content-Type"), who.body()))
                .isEmpty();
    }

    @Test
    void cookieBehindAProxy_isForTlsAndThisHostAlone() {
        Reply reply = browser().signIn("admin", PASSWORD, "X-Forwarded-Proto: https");

        assertThat(reply.header("Set-Cookie")).matches("__Host-diamond=[^;]+; Path=/; HttpOnly; SameSite=Lax; Secure");
    }

    @Test
    void failedSignIn_isInTheTrail_withoutWhatIsNoName() {
        assertRefused(browser().signIn("admin", "wrong and long enough"), 401, "SIGN_IN_FAILED");
        assertRefused(browser().signIn("<b>nobody", "wrong and long enough"), 401, "SIGN_IN_FAILED");
        Browser admin = admin();

        Awaitility.await()
                .until(() -> admin.get("/api/v1/audit?action=sign-in").body().contains("SIGN_IN_FAILED"));
        assertThat(admin.get("/api/v1/audit?action=sign-in").body()).doesNotContain("nobody", "wrong");
    }

    @Test
    void session_isForTheApiAlone_becauseTheOldFacesChangeThingsByGet() {
        assertThat(admin().get("/publishConfig?dataId=a&group=G&content=evil").status())
                .isEqualTo(401);
        assertThat(admin().get("/admin.do?method=deleteConfigByDataIdGroup&dataId=a&group=G")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void userWhoIsMadeAgain_hasNeitherThePasswordNorTheSessionsOfTheOneBefore() {
        String name = user();
        Browser before = signedIn(name);
        Documents documents = server.part(Documents.class);

        documents.remove(Caller.SYSTEM, "user", name);
        Awaitility.await().until(() -> documents.find("password", name).isEmpty());
        documents.write(Caller.SYSTEM, new Document("user", name, 0, "{}"), 0);

        assertRefused(browser().signIn(name, OTHER), 401, "SIGN_IN_FAILED");
        assertThat(before.get(CONFIG).status()).isEqualTo(401);
    }

    @Test
    void whoSignedIn_doesWhatHeMay() {
        Browser admin = admin();

        assertThat(admin.put(CONFIG, "1").status()).isEqualTo(200);
        assertThat(admin.get(CONFIG).status()).isEqualTo(200);
        assertThat(admin.get("/api/v1/history?group=G&dataId=a&limit=1").body()).contains("\"by\":\"user:admin\"");
    }

    @Test
    void session_isGoodForEveryPathOfTheApi_itsRootAndItsDocumentToo() {
        assertThat(admin().get("/openapi.yaml").status()).isNotEqualTo(401);
        assertThat(admin().get("/api/v1").status()).isEqualTo(200);
        assertThat(browser().get("/api/v1").status()).isEqualTo(401);
        assertThat(admin().get("/api/v1x").status()).isEqualTo(401);
    }

    @Test
    void wrongSignIn_isToldNothing() {
        assertRefused(browser().signIn("admin", "wrong"), 401, "SIGN_IN_FAILED");
        assertRefused(browser().signIn("nobody", "wrong"), 401, "SIGN_IN_FAILED");
        assertThat(browser().signIn("nobody", "wrong").header("Set-Cookie")).isEmpty();
    }

    @Test
    void passwordOfAMegabyte_isRefusedUnread() {
        assertRefused(browser().signIn("admin", "x".repeat(1 << 20)), 413, "BODY_TOO_LARGE");
        assertRefused(browser().signIn("admin", "x".repeat(1000)), 400, "BAD_PASSWORD");
        assertRefused(browser().signIn("admin", ""), 400, "BAD_PASSWORD");
    }

    @Test
    void signIn_takesNothingButJson() {
        String json = "{\"user\":\"admin\",\"password\":\"" + PASSWORD + "\"}";

        assertRefused(browser().send(BadInput.post(SESSION, json)), 415, "JSON_EXPECTED");
        assertRefused(browser().send(BadInput.post(SESSION, json, "Content-Type: text/plain")), 415, "JSON_EXPECTED");
        assertRefused(browser().send(BadInput.post(SESSION, "{\"user\":3}", JSON)), 400, "INVALID_BODY");
        assertRefused(browser().send(BadInput.post(SESSION, "", JSON)), 400, "INVALID_BODY");
        assertRefused(browser().signIn("admin", PASSWORD, "Origin: http://evil.example"), 403, "CROSS_SITE");
    }

    @Test
    void signIn_makesANewSession_whateverTheBrowserCameWith() {
        Browser browser = admin();
        String planted = browser.cookie();

        browser.signIn(user(), PASSWORD);

        assertThat(browser.cookie()).isNotEqualTo(planted);
        assertThat(browser().get(SESSION, "Cookie: " + planted).body()).contains("\"admin\"");
    }

    @Test
    void cookieThatIsNotOurs_isNobody() {
        String good = admin().cookie();
        String flipped = good.replaceFirst("=(.)\\.", "=9.");

        for (String bad : new String[] {
            "diamond-session=",
            "diamond-session=\u00ff\u00fe",
            "diamond-session=" + "x".repeat(4000),
            flipped,
            good + "; " + good,
            good + "; diamond-session=other",
            good.toUpperCase(Locale.ROOT),
            good.replace("diamond-session", "__Host-diamond")
        }) {
            assertThat(browser().get(SESSION, "Cookie: " + bad).status())
                    .as(bad)
                    .isEqualTo(401);
        }
        assertThat(browser()
                        .get(SESSION, "Cookie: other=1; " + good + "; more=2")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void change_needsTheTokenOfThisVerySession() {
        Browser admin = admin();
        String cookie = "Cookie: " + admin.cookie();

        assertRefused(browser().send(BadInput.put(CONFIG, "1", cookie)), 403, "CSRF");
        assertRefused(browser().send(BadInput.put(CONFIG, "1", cookie, admin().token())), 403, "CSRF");
        assertRefused(browser().send(BadInput.put(CONFIG, "1", cookie, "X-CSRF-Token: x")), 403, "CSRF");
        assertRefused(browser().send(BadInput.delete(SESSION, cookie)), 403, "CSRF");
        for (String site : new String[] {"cross-site", "same-site", "none"}) {
            assertRefused(
                    browser().send(BadInput.put(CONFIG, "1", cookie, admin.token(), "Sec-Fetch-Site: " + site)),
                    403,
                    "CROSS_SITE");
        }
        assertThat(browser()
                        .send(BadInput.put(CONFIG, "1", cookie, admin.token(), "Sec-Fetch-Site: same-origin"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void changeWithoutTheToken_isInTheTrail_underTheUserOfTheSession() {
        String name = user();
        String cookie = "Cookie: " + signedIn(name).cookie();
        Browser admin = admin();

        assertRefused(browser().send(BadInput.put(CONFIG, "1", cookie)), 403, "CSRF");

        Awaitility.await()
                .until(() -> admin.get("/api/v1/audit?action=enter&who=user:" + name)
                        .body()
                        .contains("\"CSRF\""));
    }

    @Test
    void signOut_endsTheSession_andNoOther() {
        Browser one = admin();
        Browser two = admin();

        Reply reply = one.delete(SESSION);

        assertThat(reply.status()).isEqualTo(204);
        assertThat(reply.header("Set-Cookie")).startsWith("diamond-session=; Max-Age=0; Path=/");
        assertThat(one.whoAmI().status()).isEqualTo(401);
        assertThat(two.whoAmI().status()).isEqualTo(200);
    }

    @Test
    void signOutEverywhere_endsAllSessionsOfTheUser() {
        String name = user();
        Browser one = signedIn(name);
        Browser two = browser();
        two.signIn(name, OTHER);

        assertThat(one.delete(SESSION + "?all=true").status()).isEqualTo(204);

        assertThat(two.whoAmI().status()).isEqualTo(401);
    }

    @Test
    void whoMustChangeHisPassword_mayDoNothingElse() {
        Browser browser = browser();
        browser.signIn(user(), PASSWORD);

        assertThat(Browser.json(browser.whoAmI()).flag("mustChange", false)).isTrue();
        assertRefused(browser.get(CONFIG), 403, "PASSWORD_MUST_CHANGE");
        assertRefused(browser.put(CONFIG, "1"), 403, "PASSWORD_MUST_CHANGE");
        assertRefused(browser.get("/api/v1/sessions"), 403, "PASSWORD_MUST_CHANGE");
        assertRefused(browser.changePassword(PASSWORD, "password1234"), 400, "WEAK_PASSWORD");
        assertRefused(browser.changePassword("wrong", OTHER), 403, "WRONG_PASSWORD");
        assertThat(browser.changePassword(PASSWORD, OTHER).status()).isEqualTo(204);
        assertThat(browser.get(CONFIG).body()).doesNotContain("PASSWORD_MUST_CHANGE");
    }

    @Test
    void userWhoVanishes_isNobodyFromThenOn() {
        String name = user();
        Browser browser = signedIn(name);

        server.part(Documents.class).remove(Caller.SYSTEM, "user", name);

        assertThat(browser.whoAmI().status()).isEqualTo(401);
        assertThat(browser.get(CONFIG).status()).isEqualTo(401);
        assertRefused(browser.signIn(name, OTHER), 401, "SIGN_IN_FAILED");
    }

    @Test
    void admin_seesAndEndsSessions_withoutAnythingThatProvesThem() {
        String name = user();
        Browser browser = signedIn(name);
        Browser admin = admin();

        Reply list = admin.get("/api/v1/sessions?user=" + name);

        assertThat(ApiShapes.fault("GET /sessions", 200, list.header("Content-Type"), list.body()))
                .isEmpty();
        assertThat(Browser.json(list).objects("sessions")).hasSize(1);
        assertThat(list.body())
                .contains("\"from\":\"127.0.0.1\"")
                .doesNotContain(browser.cookie().split("\\.", -1)[2]);
        assertThat(admin.delete("/api/v1/sessions?user=" + name + "&session=0").body())
                .isEqualTo("{\"ended\":1}");
        assertThat(browser.whoAmI().status()).isEqualTo(401);
        assertThat(admin.delete("/api/v1/sessions?user=" + name).body()).isEqualTo("{\"ended\":0}");
        assertRefused(admin.delete("/api/v1/sessions?user=" + name + "&session=10"), 400, "BAD_PARAMETER");
        assertRefused(admin.delete("/api/v1/sessions?user=a/b"), 400, "BAD_PARAMETER");
    }

    @Test
    void whoMayNotGrant_neitherSeesSessionsNorSetsPasswords() {
        Browser browser = signedIn(user());

        assertRefused(browser.get("/api/v1/sessions"), 403, "FORBIDDEN");
        assertRefused(browser.delete("/api/v1/sessions?user=admin"), 403, "FORBIDDEN");
        assertRefused(
                browser.put("/api/v1/access/passwords?user=admin", "{\"password\":\"" + OTHER + "\"}"),
                403,
                "FORBIDDEN");
    }

    @Test
    void ownPassword_isNotSetAsThatOfAnother() {
        assertRefused(
                admin().put("/api/v1/access/passwords?user=admin", "{\"password\":\"" + OTHER + "\"}"),
                409,
                "OWN_PASSWORD");
        assertRefused(
                admin().put("/api/v1/access/passwords?user=nobody", "{\"password\":\"" + OTHER + "\"}"),
                404,
                "USER_NOT_FOUND");
    }

    @Test
    void session_outlivesARestart(@TempDir Path data) throws Exception {
        Path password = folder.resolve("password");
        Map<String, String> settings = Map.of("diamond.admin.password-file", password.toString());
        String cookie;
        try (TestServer before = started(data, settings)) {
            Browser browser = new Browser(before.port());
            assertThat(browser.signIn("admin", PASSWORD).status()).isEqualTo(200);
            cookie = browser.cookie();
        }

        try (TestServer after = started(data, settings)) {
            assertThat(new Browser(after.port())
                            .get(SESSION, "Cookie: " + cookie)
                            .body())
                    .contains("\"admin\"");
        }
    }
}
