/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diamondconfig.system.ConsoleStories.AT;
import static org.diamondconfig.system.ConsoleStories.append;
import static org.diamondconfig.system.ConsoleStories.edit;
import static org.diamondconfig.system.ConsoleStories.publish;
import static org.diamondconfig.system.ConsoleStories.publishDialog;

import com.microsoft.playwright.Locator;
import org.junit.jupiter.api.Test;

/** Several people at one configuration, and people who may not change it: nobody's work is lost, and nobody is left without a word. */
abstract class ConsoleRivals {

    private static final String PASTE = "(node, text) => {"
            + " const data = new DataTransfer();"
            + " data.setData('text/plain', text);"
            + " node.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));"
            + "}";

    private final ConsolePlace place;

    ConsoleRivals(ConsolePlace place) {
        this.place = place;
    }

    private Visit editing(String dataId) {
        return edit(place.at("config?dataId=" + dataId + AT));
    }

    private void awaitPublished(Visit visit, String dataId, String content) {
        visit.page().waitForCondition(() -> place.read(dataId).contains(content));
    }

    @Test
    void placeThatBothChanged_showsBothVersions_andIsPublishedOnlyOnceItIsDecided() {
        place.publish("clash.properties", "a=1\nb=2\n");
        try (Visit visit = editing("clash.properties")) {
            visit.page().locator("dm-edit .cm-content").focus();
            visit.page().keyboard().press("Control+Home");
            visit.page().keyboard().press("End");
            visit.page().keyboard().type("0");
            place.publish("clash.properties", "a=7\nb=2\n");

            Locator dialog = publishDialog(visit);
            dialog.locator(".conflict").waitFor();
            assertThat(dialog.locator(".conflict").innerText()).contains("a=10", "a=7");
            visit.page().keyboard().press("Control+Enter");
            visit.settled();
            assertThat(place.read("clash.properties")).isEqualTo("a=7\nb=2\n");

            dialog.locator(".conflict button").nth(2).click();
            dialog.locator("button[type=submit]:enabled").waitFor();
            visit.page().keyboard().press("Control+Enter");
            awaitPublished(visit, "clash.properties", "a=10");

            assertThat(place.read("clash.properties")).isEqualTo("a=7\na=10\nb=2\n");
            visit.assertNothingWrong();
        }
    }

    @Test
    void publishedAgainWhileTheMergeIsLookedAt_isBroughtTogetherAgain_asOftenAsItTakes() {
        place.publish("race.properties", "a=1\nb=2\nc=3\nd=4\n");
        try (Visit visit = editing("race.properties")) {
            append(visit, "mine=1");
            place.publish("race.properties", "a=first\nb=2\nc=3\nd=4\n");
            Locator dialog = publishDialog(visit);
            dialog.getByText("first").first().waitFor();

            place.publish("race.properties", "a=second\nb=2\nc=3\nd=4\n");
            refusedInTheDialog(visit, dialog, "second");
            place.publish("race.properties", "a=third\nb=2\nc=3\nd=4\n");
            refusedInTheDialog(visit, dialog, "third");
            visit.page().keyboard().press("Control+Enter");
            awaitPublished(visit, "race.properties", "mine=1");

            assertThat(place.read("race.properties")).isEqualTo("a=third\nb=2\nc=3\nd=4\nmine=1");
            visit.assertNothingWrong();
        }
    }

    /** The publish is on condition of what was seen, so it is refused, and what is live now is seen in its place. */
    private static void refusedInTheDialog(Visit visit, Locator dialog, String live) {
        dialog.locator("button[type=submit]:enabled").waitFor();
        visit.page().keyboard().press("Control+Enter");
        dialog.getByText(live).first().waitFor();
        visit.settled();
    }

    @Test
    void pastedLineEnds_becomeThoseOfTheText_andEveryOtherByteStays() {
        place.publish("windows.properties", "first=1\r\nsecond=2 \r\n");
        place.publish("unix.properties", "first=1\nsecond=2 \n");
        paste("windows.properties", "third=3\nfourth=4\n", "fifth=5\r\n");
        paste("unix.properties", "third=3\r\nfourth=4\r\n", "fifth=5\n");

        assertThat(place.read("windows.properties"))
                .isEqualTo("first=1\r\nsecond=2 \r\nthird=3\r\nfourth=4\r\nfifth=5\r\n");
        assertThat(place.read("unix.properties")).isEqualTo("first=1\nsecond=2 \nthird=3\nfourth=4\nfifth=5\n");
    }

    private void paste(String dataId, String... texts) {
        try (Visit visit = editing(dataId)) {
            append(visit, "");
            for (String text : texts) {
                visit.page().locator("dm-edit .cm-content").evaluate(PASTE, text);
            }
            publish(visit);
            visit.assertNothingWrong();
        }
    }

    @Test
    void reader_findsNoWayToChange_andALinkToTheEditorSaysWhy() {
        place.makeUser("ria", "{\"can\": [\"reader\"], \"namespace\": \"public\"}", "only for the first day");
        String key = "dataId=shop.properties" + AT;
        try (Visit visit = place.stranger().openFirst()) {
            ConsolePlace.signInFirst(visit, "ria", "only for the first day", "a ladder for seven herons");
            visit.open("config?" + key);
            visit.page().locator(".reading .cm-content").waitFor();
            assertThat(visit.page().locator(".reading .cm-content").innerText()).contains("limit");
            assertThat(visit.buttons()).noneMatch(said -> said.matches("Edit.*|Remove|Publish.*"));
            assertThat(visit.page().locator("nav").innerText()).doesNotContain("Import", "Compare and copy", "Users");
            visit.page().keyboard().press("e");

            visit.open("config?" + key + "&edit=true");
            visit.page().locator("main .banner.warn").waitFor();
            assertThat(visit.page().locator("main .banner.warn").innerText()).contains("not change");
            assertThat(visit.page().locator("dm-edit").count()).isZero();

            visit.expect("403 .*").open("new?dataId=hers.properties" + AT);
            visit.page().locator("dm-edit .cm-content").focus();
            visit.page().keyboard().type("a=1");
            Locator dialog = publishDialog(visit);
            dialog.locator("button[type=submit]:enabled").waitFor();
            visit.page().keyboard().press("Control+Enter");
            dialog.locator(".banner.bad").waitFor();
            assertThat(dialog.locator(".banner.bad").innerText()).contains("FORBIDDEN");
            assertThat(place.read("hers.properties")).contains("CONFIG_NOT_FOUND");
            visit.assertNothingWrong();
        }
    }

    @Test
    void draftOfWhoseSessionEnded_isOfferedToNobodyElse_andToHimOnceHeIsBack() {
        place.publish("secret.properties", "a=1\n");
        place.makeUser("noor", "{\"can\": [\"publisher\"], \"namespace\": \"public\"}", "only for the first day");
        try (Visit visit = editing("secret.properties")) {
            visit.expect("401 .*");
            append(visit, "half=done");
            visit.page().waitForFunction("() => Object.values(localStorage).some(each => each.includes('half=done'))");
            visit.page().context().clearCookies();
            visit.page().reload();
            ConsolePlace.signInFirst(visit.settled(), "noor", "only for the first day", "a basket for two foxes");
            visit.open("config?dataId=secret.properties&edit=true" + AT);
            visit.page().locator("dm-edit .cm-content").waitFor();
            assertThat(visit.button("Go on with it").count()).isZero();

            visit.page().context().clearCookies();
            visit.page().reload();
            visit.settled().signIn("admin", Admin.PASSWORD);
            visit.open("config?dataId=secret.properties&edit=true" + AT);
            visit.button("Go on with it").click();
            visit.page().waitForCondition(() -> ConsoleStories.typed(visit).equals("a=1\nhalf=done"));
            visit.assertNothingWrong();
        }
    }
}
