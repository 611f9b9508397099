/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diamondconfig.system.ConsoleStories.AT;
import static org.diamondconfig.system.ConsoleStories.append;
import static org.diamondconfig.system.ConsoleStories.edit;
import static org.diamondconfig.system.ConsoleStories.publishDialog;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Frame;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What others wrote, and pages of others, in a browser that has signed in: they are looked at, and do nothing. */
abstract class ConsoleHostile {

    private static final String IMAGE = "<img src=x onerror=\"document.title='HACKED'\">";

    /** Everything that a page can send without being asked whether it may, with the cookies that the browser adds. */
    private static final String FORGE = """
            async server => {
              const api = server + '/api/v1';
              const body = JSON.stringify({ items: [{ group: 'DEFAULT_GROUP', dataId: 'forged', content: 'x' }] });
              const send = (path, more) => fetch(api + path, { mode: 'no-cors', credentials: 'include', ...more }).catch(() => {});
              await send('/configs/publish', { method: 'POST', body });
              await send('/import?namespace=public', { method: 'POST', body: 'PK' });
              await send('/session', { method: 'POST', body: JSON.stringify({ user: 'admin', password: 'x' }) });
              const form = document.createElement('form');
              Object.assign(form, { method: 'POST', enctype: 'multipart/form-data', action: api + '/configs/publish', target: 'sink' });
              const field = Object.assign(document.createElement('input'), { name: 'items', value: body });
              form.append(field);
              document.body.append(form);
              form.submit();
              await new Promise(done => document.querySelector('[name=sink]').addEventListener('load', done, { once: true }));
            }""";

    private final ConsolePlace place;

    ConsoleHostile(ConsolePlace place) {
        this.place = place;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static void assertHarmless(Visit visit) {
        assertThat(visit.page().title()).doesNotContain("HACKED");
        assertThat(visit.page().locator("img[src=x], script:not([src])").count())
                .isZero();
        visit.assertNothingWrong();
    }

    @Test
    void hostileWordsBesideAContent_areTextInListPageDiffAndHistory() {
        String words = "&type=text&description=" + encoded(IMAGE) + "&app=" + encoded(IMAGE);
        ConsoleContents.put(place.admin(), "dataId=words.txt" + words, IMAGE + "\n");
        ConsoleContents.put(place.admin(), "dataId=words.txt" + words, IMAGE + "<svg onload=alert(1)>\n");
        try (Visit visit = place.at("configs?dataId=words")) {
            assertThat(visit.page().locator("main tbody").innerText()).contains(IMAGE);
            edit(visit.open("config?dataId=words.txt" + AT));
            append(visit, IMAGE);
            Locator dialog = publishDialog(visit);
            dialog.locator("dm-diff").first().waitFor();
            assertThat(dialog.innerText()).contains("onerror");
            visit.page().keyboard().press("Escape");
            visit.open("history?dataId=words.txt" + AT);
            assertThat(visit.page().locator("main").innerText()).contains("as <b>made</b> for the tests");
            assertHarmless(visit);
        }
    }

    @Test
    void errorThatQuotesAHostileContent_isText() {
        ConsoleContents.put(place.admin(), "dataId=broken.json&type=json", "{}\n");
        try (Visit visit = edit(place.at("config?dataId=broken.json" + AT))) {
            append(visit, IMAGE);
            visit.page().locator(".findings button").first().waitFor();
            assertHarmless(visit);
        }
    }

    @Test
    void linkWithHostileNames_isToldInWords_andLeadsNowhereElse() {
        try (Visit visit = place.signedIn()) {
            visit.expect("40[04] GET .*");
            for (String address : List.of(
                    "config?dataId=" + encoded(IMAGE),
                    "history?group=" + encoded(IMAGE) + "&dataId=x",
                    "configs?content=" + encoded(IMAGE),
                    "subscribers?namespace=" + encoded("javascript:alert(1)") + "&dataId=x",
                    "account?subject=" + encoded(IMAGE))) {
                visit.open(address);
                assertThat(visit.page().locator("main").innerText()).isNotBlank();
            }
            visit.page().navigate(place.server() + "/console/?next=//evil.example/#//evil.example/x");
            visit.settled();
            assertThat(visit.page().url()).startsWith(place.server().toString());
            assertHarmless(visit);
        }
    }

    @Test
    void differenceOfManyLines_isShownInHunks_andTheRestIsLeftOut() {
        String before =
                IntStream.range(0, 20_000).mapToObj(i -> "key." + i + "=" + i).collect(Collectors.joining("\n"));
        ConsoleContents.put(place.admin(), "dataId=long.diff.properties&type=properties", before);
        try (Visit visit = edit(place.at("config?dataId=long.diff.properties" + AT))) {
            append(visit, "0\nlast=1");
            Locator dialog = publishDialog(visit);
            dialog.locator("dm-diff").first().waitFor();
            dialog.locator("button[type=submit]:enabled").waitFor();

            assertThat(dialog.innerText()).contains("last=1").doesNotContain("key.10000=");
            visit.assertNothingWrong();
        }
    }

    @Test
    void pageOfAnotherOrigin_changesNothingForWhoHasSignedIn_andCannotShowTheConsoleAsItsOwn() throws IOException {
        HttpServer evil = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String html = "<!doctype html><iframe name=\"sink\"></iframe><iframe name=\"shown\" src=\"" + place.server()
                + "/console/\"></iframe>";
        evil.createContext("/", exchange -> {
            byte[] bytes = html.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        evil.start();
        try (Visit visit = place.at("configs")) {
            Page page = visit.page().context().newPage();
            page.navigate("http://127.0.0.1:" + evil.getAddress().getPort() + "/");
            page.evaluate(FORGE, place.server().toString());

            assertThat(place.read("forged")).contains("CONFIG_NOT_FOUND");
            Frame shown = page.frame("shown");
            assertThat(shown.url()).doesNotContain("/console/");
            visit.page().reload();
            visit.settled();
            assertThat(visit.page().locator("nav").count()).isPositive();
            visit.assertNothingWrong();
        } finally {
            evil.stop(0);
        }
    }

    @Test
    void sessionThatSomebodyPlanted_isNotTheOneAfterTheSignIn() {
        try (Visit visit = place.stranger().openFirst()) {
            visit.signIn("admin", Admin.PASSWORD);
            Cookie own = visit.page().context().cookies().get(0);
            // A page that lives looks again whenever something changes, without its cookie too.
            visit.expect("401 .*");
            visit.page().context().clearCookies();
            String planted = "A".repeat(own.value.length());
            visit.page()
                    .context()
                    .addCookies(List.of(new Cookie(own.name, planted)
                            .setDomain(own.domain)
                            .setPath(own.path)
                            .setHttpOnly(true)));
            visit.page().reload();
            visit.settled().signIn("admin", Admin.PASSWORD);

            assertThat(visit.page().context().cookies())
                    .extracting(cookie -> cookie.value)
                    .doesNotContain(planted, own.value);
            visit.assertNothingWrong();
        }
    }

    @Test
    void exportOfHostileNames_isAFileOfAFixedName() {
        ConsoleContents.put(place.admin(), "dataId=words.taken.txt&type=text", IMAGE);
        try (Visit visit = place.at("export?namespace=public&dataId=" + encoded("words*\r\n\"/../x") + "*")) {
            assertThat(visit.page().locator("main").innerText()).isNotBlank();
            visit.open("export?namespace=public&dataId=words.taken*");
            Download zip = visit.page()
                    .waitForDownload(() ->
                            visit.page().locator("main form button.primary").click());

            assertThat(zip.suggestedFilename()).matches("[a-z0-9.-]+\\.zip");
            visit.assertNothingWrong();
        }
    }
}
