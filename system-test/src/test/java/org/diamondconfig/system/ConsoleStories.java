/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What happens to people at the console, from end to end: each ends with what the server then has. */
abstract class ConsoleStories {

    static final String AT = "&group=DEFAULT_GROUP";

    /** Whether what is typed goes into the text. */
    private static final String WITHIN = "() => document.querySelector('dm-edit dm-editor').shadowRoot.activeElement";

    private final ConsolePlace place;

    ConsoleStories(ConsolePlace place) {
        this.place = place;
    }

    static Visit edit(Visit visit) {
        visit.page().locator(".reading .cm-content").waitFor();
        visit.page().keyboard().press("e");
        visit.page().locator("dm-edit .cm-content").waitFor();
        return visit.settled();
    }

    /** Types at the end of the content. */
    static void append(Visit visit, String text) {
        visit.page().locator("dm-edit .cm-content").focus();
        visit.page().keyboard().press("Control+End");
        visit.page().keyboard().type(text);
    }

    /** Exactly what is in the editor. */
    static String typed(Visit visit) {
        return String.valueOf(visit.page().evaluate("() => document.querySelector('dm-edit dm-editor').text"));
    }

    static Locator publishDialog(Visit visit) {
        visit.page().keyboard().press("Control+s");
        Locator dialog = visit.page().locator("dialog[open]");
        dialog.waitFor();
        visit.settled();
        return dialog;
    }

    static void publish(Visit visit) {
        Locator dialog = publishDialog(visit);
        dialog.locator("button[type=submit]:enabled").waitFor();
        visit.page().keyboard().press("Control+Enter");
        dialog.waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
        visit.settled();
    }

    @Test
    void editing_beginsInTheText_withoutAMouse() {
        ConsoleContents.put(place.admin(), "dataId=keys.properties&type=properties", "a=1\n");
        try (Visit visit = edit(place.at("config?dataId=keys.properties" + AT))) {
            visit.page().waitForFunction(WITHIN);
            visit.page().keyboard().press("Control+End");
            visit.page().keyboard().type("b=2");

            assertThat(typed(visit)).isEqualTo("a=1\nb=2");
            visit.assertNothingWrong();
        }
    }

    @Test
    void bytesThatWereNotTouched_surviveAnEdit() {
        try (Visit visit = edit(place.at("config?dataId=exact.properties" + AT))) {
            append(visit, "fourth=4");
            publish(visit);

            assertThat(place.read("exact.properties")).isEqualTo(ConsoleContents.EXACT + "fourth=4");
            visit.assertNothingWrong();
        }
    }

    @Test
    void hostileContentAndComments_areText() {
        try (Visit visit = place.at("config?dataId=hostile.html" + AT)) {
            visit.page().locator(".cm-content").waitFor();
            visit.open("history?dataId=hostile.html" + AT);

            assertThat(visit.page().title()).doesNotContain("HACKED");
            assertThat(visit.page().locator("main").innerText()).contains("as <b>made</b> for the tests");
            visit.assertNothingWrong();
        }
    }

    @Test
    void twoPeopleWhoEditOneKey_loseNothing() {
        ConsoleContents.put(place.admin(), "dataId=both.properties&type=properties", "a=1\nb=2\nc=3\nd=4\n");
        try (Visit slow = edit(place.at("config?dataId=both.properties" + AT))) {
            append(slow, "mine=1");
            ConsoleContents.put(place.admin(), "dataId=both.properties", "a=theirs\nb=2\nc=3\nd=4\n");

            Locator dialog = publishDialog(slow);
            assertThat(dialog.innerText()).contains("theirs", "mine=1");
            dialog.locator("button[type=submit]:enabled").waitFor();
            slow.page().keyboard().press("Control+Enter");
            slow.settled();
            slow.page().waitForCondition(() -> place.read("both.properties").contains("mine=1"));

            assertThat(place.read("both.properties")).isEqualTo("a=theirs\nb=2\nc=3\nd=4\nmine=1");
            slow.assertNothingWrong();
        }
    }

    @Test
    void sessionThatEndsInAnEdit_losesNothing() {
        ConsoleContents.put(place.admin(), "dataId=long.properties&type=properties", "a=1\n");
        try (Visit visit = edit(place.at("config?dataId=long.properties" + AT))) {
            visit.expect("401 .*");
            append(visit, "written=yes");
            visit.page().context().clearCookies();
            visit.page().keyboard().press("Control+s");
            Locator again = visit.page().locator("dialog.sign-in-place");
            again.waitFor();
            again.locator("[name=password]").fill(Admin.PASSWORD);
            again.locator("[name=password]").press("Enter");
            visit.page().waitForCondition(() -> again.count() == 0);
            visit.settled();
            if (visit.page().locator("dialog[open]").count() == 0) {
                publishDialog(visit);
            }
            visit.page().locator("dialog[open] button[type=submit]:enabled").waitFor();
            visit.page().keyboard().press("Control+Enter");
            visit.page().waitForCondition(() -> place.read("long.properties").contains("written=yes"));

            assertThat(place.read("long.properties")).isEqualTo("a=1\nwritten=yes");
            visit.assertNothingWrong();
        }
    }

    @Test
    void draft_isOfferedAfterTheTabWasClosed() {
        ConsoleContents.put(place.admin(), "dataId=draft.properties&type=properties", "a=1\n");
        try (Visit visit = edit(place.at("config?dataId=draft.properties" + AT))) {
            append(visit, "half=done");
            visit.page().waitForFunction("() => Object.values(localStorage).some(each => each.includes('half=done'))");
            visit.page().reload();
            visit.settled();
            visit.page().locator("dm-edit .cm-content").waitFor();
            assertThat(typed(visit)).isEqualTo("a=1\n");

            visit.button("Go on with it").click();
            visit.page().waitForCondition(() -> typed(visit).equals("a=1\nhalf=done"));

            assertThat(place.read("draft.properties")).isEqualTo("a=1\n");
            visit.assertNothingWrong();
        }
    }

    @Test
    void copy_isComparedFirst_andWritesWhatWasChosen() {
        ConsoleContents.put(place.admin(), "dataId=promoted.properties&type=properties", "a=1\n");
        try (Visit visit = place.at("copy?from=public&to=production&dataId=promoted.*")) {
            String there = "promoted.properties&namespace=production";
            assertThat(visit.page().locator("tbody").innerText()).contains("promoted.properties");
            assertThat(place.read(there)).contains("CONFIG_NOT_FOUND");

            visit.page().locator("main .row button.primary:enabled").click();
            assertThat(visit.page().locator("dialog[open] h2").innerText())
                    .isEqualTo("Copy 1 configuration from public to production");
            visit.page().locator("dialog[open] input").fill("release 7");
            visit.page().keyboard().press("Control+Enter");
            visit.page()
                    .locator("dialog[open]")
                    .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));

            assertThat(place.read(there)).isEqualTo("a=1\n");
            visit.assertNothingWrong();
        }
    }

    /** Compares, takes all, and waits until it says what it did. */
    private static void copyAll(Visit visit) {
        visit.page().locator("main .row button.primary:enabled").click();
        visit.page().locator("dialog[open] button[type=submit]:enabled").click();
        visit.page().locator("main .banner.ok").waitFor();
        visit.settled();
    }

    @Test
    void configuration_isPromotedFromPlaceToPlace_alongTheWayThatWasGoneBefore() {
        ConsoleContents.put(place.admin(), "dataId=onward.properties&type=properties", "a=1\n");
        try (Visit visit = place.at("copy?from=public&to=staging&dataId=onward.*")) {
            copyAll(visit);
            visit.button("Go on: from staging to …").click();
            visit.page().locator("[name=to]").selectOption("production");
            press(visit, "main form button.primary:enabled");
            copyAll(visit);

            ConsoleContents.put(place.admin(), "dataId=onward.properties", "a=2\n");
            visit.open("config?dataId=onward.properties" + AT);
            visit.page().locator("main a:has-text('Promote to staging')").click();
            copyAll(visit);
            visit.lookAround("copy-way");
            visit.button("Go on: from staging to production").click();
            copyAll(visit);

            assertThat(place.read("onward.properties&namespace=staging")).isEqualTo("a=2\n");
            assertThat(place.read("onward.properties&namespace=production")).isEqualTo("a=2\n");
            visit.assertNothingWrong();
        }
    }

    @Test
    void rollback_onATelephone_showsHowFarItGets() {
        place.publish("undo.properties", "a=1\n");
        place.publish("undo.properties", "a=2\n");
        try (Visit visit = place.at("history?dataId=undo.properties" + AT)) {
            visit.page().setViewportSize(360, 740);
            visit.button("Roll back to it").click();
            visit.page().locator("dm-rollback [name=comment]").fill("too dear");
            visit.settled();
            visit.photograph("history-Roll-back.360");
            press(visit, "dm-rollback button[type=submit]:enabled");
            visit.page().locator("dm-reach").getByText("version 3").waitFor();
            visit.page().locator(".timeline").getByText("too dear").waitFor();
            visit.settled();
            visit.photograph("history-rolled-back.360");
            visit.lookForBarriers("history-rolled-back");

            assertThat(place.read("undo.properties")).isEqualTo("a=1\n");
            visit.assertNothingWrong();
        }
    }

    @Test
    void export_isLookedAtFirst_andImportedAsItWasSeen() {
        ConsoleContents.put(place.admin(), "dataId=taken.properties&type=properties", "a=1\n");
        try (Visit visit = place.at("export?namespace=public&dataId=taken.*")) {
            Download zip = visit.page().waitForDownload(() -> press(visit, "main form button.primary"));
            visit.settled().open("import?namespace=production");
            visit.page().locator("[name=zip]").setInputFiles(zip.path());
            press(visit, "main form button.primary:enabled");
            visit.page().locator("tbody tr").waitFor();
            String there = "taken.properties&namespace=production";
            assertThat(place.read(there)).contains("CONFIG_NOT_FOUND");

            press(visit, "main section button.primary:enabled");
            visit.page().locator("dialog[open] [name=comment]").fill("release 8");
            visit.page().keyboard().press("Control+Enter");
            visit.page().locator("main .banner.ok").waitFor();

            assertThat(place.read(there)).isEqualTo("a=1\n");
            visit.assertNothingWrong();
        }
    }

    static void press(Visit visit, String button) {
        visit.page().locator(button).click();
    }

    @Test
    void fileThatIsNoZip_isRefusedInWords() {
        try (Visit visit = place.at("import")) {
            FilePayload text =
                    new FilePayload("notes.zip", "application/zip", "no zip".getBytes(StandardCharsets.UTF_8));
            visit.page().locator("[name=zip]").setInputFiles(text);
            press(visit, "main form button.primary:enabled");

            assertThat(visit.page().locator("main .banner.bad").innerText()).contains("no zip", "NOT_A_ZIP");
        }
    }

    @Test
    void firstPassword_isChosenBeforeAnythingElse() {
        String user = "{\"grants\": [{\"can\": [\"reader\"], \"namespace\": \"public\"}]}";
        place.admin()
                .send(
                        "PUT",
                        "/access/accounts?subject=user:new",
                        user,
                        place.admin().session());
        place.admin()
                .send(
                        "PUT",
                        "/access/passwords?user=new",
                        "{\"password\": \"only for the first day\"}",
                        place.admin().session());
        try (Visit visit = place.stranger().openFirst()) {
            visit.page().locator("[name=user]").fill("new");
            visit.page().locator("[name=password]").fill("only for the first day");
            visit.page().locator("[name=password]").press("Enter");
            visit.page().locator("[name=new]").fill("a kettle for the whole house");
            visit.page().locator("[name=repeat]").fill("a kettle for the whole house");
            visit.page().locator("[name=repeat]").press("Enter");
            visit.page().locator("nav a").first().waitFor();

            assertThat(visit.page().locator("nav").innerText()).doesNotContain("Audit");
            visit.assertNothingWrong();
        }
    }
}
