/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diamondconfig.system.ConsoleStories.AT;
import static org.diamondconfig.system.ConsoleStories.append;
import static org.diamondconfig.system.ConsoleStories.edit;
import static org.diamondconfig.system.ConsoleStories.publish;
import static org.diamondconfig.system.ConsoleStories.publishDialog;
import static org.diamondconfig.system.ConsoleStories.typed;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.WaitForSelectorState;
import org.junit.jupiter.api.Test;

/** Each part of a difference is taken or left by itself, wherever one is shown: what the server then has is just that. */
abstract class ConsoleHunks {

    private final ConsolePlace place;

    ConsoleHunks(ConsolePlace place) {
        this.place = place;
    }

    /** The first line of it ends in 0, and there is one more at its end. */
    private Visit changedTwice(String dataId) {
        place.publish(dataId, "a=1\nb=2\nc=3\nd=4\n");
        Visit visit = edit(place.at("config?dataId=" + dataId + AT));
        visit.page().locator("dm-edit .cm-content").focus();
        visit.page().keyboard().press("Control+Home");
        visit.page().keyboard().press("End");
        visit.page().keyboard().type("0");
        append(visit, "e=5");
        return visit;
    }

    /** Does what the dialog is for, and waits until it is gone. */
    private static void act(Visit visit, Locator dialog) {
        dialog.locator("button[type=submit]:enabled").waitFor();
        visit.page().keyboard().press("Control+Enter");
        dialog.waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
        visit.settled();
    }

    @Test
    void partOfTheEdits_isPublished_andTheRestStaysADraft() {
        try (Visit visit = changedTwice("parts.properties")) {
            Locator dialog = publishDialog(visit);
            Locator parts = dialog.locator(".diff .part");
            parts.nth(0).locator("input").uncheck();
            parts.nth(1).locator("input").uncheck();
            dialog.getByText("Nothing would change.").waitFor();
            assertThat(dialog.locator("button[type=submit]").isDisabled()).isTrue();
            parts.nth(0).locator("button").click();
            dialog.locator("button[type=submit]:enabled:has-text('Publish these parts')")
                    .waitFor();
            visit.settled();
            assertThat(dialog.innerText()).contains("1 of 2 parts", "stays in your draft");
            visit.lookAround("publish-parts");
            act(visit, dialog);

            assertThat(place.read("parts.properties")).isEqualTo("a=10\nb=2\nc=3\nd=4\n");
            assertThat(typed(visit)).isEqualTo("a=10\nb=2\nc=3\nd=4\ne=5");
            visit.page().getByText("Draft kept").waitFor();

            publish(visit);
            assertThat(place.read("parts.properties")).isEqualTo("a=10\nb=2\nc=3\nd=4\ne=5");
            visit.assertNothingWrong();
        }
    }

    @Test
    void changeInTheEditor_isTakenBackPartByPart() {
        try (Visit visit = changedTwice("back.properties")) {
            visit.button("Differences").click();
            Locator parts = visit.page().locator("dialog[open] .diff .part button");
            parts.nth(1).waitFor();
            visit.photograph("edit-differences.en.light");
            visit.lookForBarriers("edit-differences");
            parts.nth(0).click();
            visit.page().waitForCondition(() -> parts.count() == 1);
            visit.page().keyboard().press("Escape");

            assertThat(typed(visit)).isEqualTo("a=1\nb=2\nc=3\nd=4\ne=5");
            visit.assertNothingWrong();
        }
    }

    @Test
    void partOfAnOldChange_isTakenBack_andWhatCameLaterStays() {
        place.publish("undone.properties", "a=1\nb=2\nc=3\n");
        place.publish("undone.properties", "a=7\nb=2\nc=8\n");
        place.publish("undone.properties", "a=7\nb=2\nc=8\nd=9\n");
        try (Visit visit = place.at("history?from=1&to=2&dataId=undone.properties" + AT)) {
            Locator parts = visit.page().locator("main .diff .part button");
            parts.nth(1).waitFor();
            visit.photograph("history-parts.en.light");
            visit.lookForBarriers("history-parts");
            parts.nth(0).click();
            Locator dialog = visit.page().locator("dm-publish dialog");
            dialog.getByText("What came after it stays").waitFor();
            visit.settled();
            visit.photograph("history-take-back.en.light");
            act(visit, dialog);

            assertThat(place.read("undone.properties")).isEqualTo("a=1\nb=2\nc=8\nd=9\n");
            visit.assertNothingWrong();
        }
    }

    @Test
    void partOfAnotherNamespace_isTakenOver() {
        String key = "dataId=taken.properties&type=properties&namespace=";
        ConsoleContents.put(place.admin(), key + "public", "a=1\nb=2\nc=3\n");
        ConsoleContents.put(place.admin(), key + "staging", "a=7\nb=2\nc=9\n");
        try (Visit visit = place.at("compare?of=public,staging&dataId=taken.*")) {
            visit.button("Difference: DEFAULT_GROUP/taken.properties").click();
            Locator parts = visit.page().locator("dm-compare-difference .diff .part button");
            parts.nth(1).waitFor();
            parts.nth(1).click();
            Locator dialog = visit.page().locator("dm-publish dialog");
            dialog.getByText("comes from staging into public").waitFor();
            act(visit, dialog);

            assertThat(place.read("taken.properties")).isEqualTo("a=1\nb=2\nc=9\n");
            visit.page().waitForCondition(() -> parts.count() == 1);
            visit.assertNothingWrong();
        }
    }
}
