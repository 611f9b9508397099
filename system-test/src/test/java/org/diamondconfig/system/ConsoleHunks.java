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
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

    /** So many lines, these of which end in 1, and the others in 0. */
    private static String lines(IntPredicate changed) {
        String value = "=" + "v".repeat(40);
        return IntStream.range(0, 3000)
                .mapToObj(i -> "k" + i + value + (changed.test(i) ? "1\n" : "0\n"))
                .collect(Collectors.joining());
    }

    /** Each third of 3,000 lines differs: more rows than are shown at once, and more text than is compared by key unasked. */
    @Test
    void lastPartOfALargeDifference_isReached_andTakenBack() {
        place.publish("large.properties", lines(i -> false));
        place.publish("large.properties", lines(i -> i % 3 == 0));
        try (Visit visit = place.at("history?from=1&to=2&dataId=large.properties" + AT)) {
            Locator pages = visit.page().locator("main .diff-pages");
            pages.waitFor();
            assertThat(visit.page().locator("main .diff > div").count()).isLessThan(3000);
            visit.page().locator(".diff-count button:text-is('Keys')").click();
            visit.page().locator(".diff-count button:text-is('Keys (1,000)')").waitFor();
            assertThat(visit.page().locator("main .key-diff tbody tr").count()).isEqualTo(1000);
            visit.page().locator(".diff-count button:text-is('Lines')").click();
            pages.locator("button").last().click();
            pages.getByText("Parts 501 to 1,000 of 1,000").waitFor();
            visit.photograph("history-large.en.light");
            visit.lookOnATelephone("history-large");
            pages.locator("select").selectOption("0");
            pages.getByText("Parts 1 to 500 of 1,000").waitFor();
            pages.locator("button").last().click();
            Locator next = pages.locator("button").last();
            visit.page().waitForCondition(() -> "true".equals(next.getAttribute("aria-disabled")));
            assertThat(next.evaluate("it => it === document.activeElement")).isEqualTo(true);
            visit.page().locator("main .diff .part button").last().click();
            act(visit, visit.page().locator("dm-publish dialog"));

            assertThat(place.read("large.properties")).isEqualTo(lines(i -> i % 3 == 0 && i != 2997));
            visit.assertNothingWrong();
        }
    }

    @Test
    void rollback_takesSomePartsAlone_withTheReasonThatWasTyped() {
        place.publish("some.properties", "a=1\nb=2\nc=3\n");
        place.publish("some.properties", "a=7\nb=2\nc=8\n");
        try (Visit visit = place.at("history?dataId=some.properties" + AT)) {
            visit.button("Roll back to it").click();
            visit.page().locator("dm-rollback [name=comment]").fill("too dear");
            visit.button("Only some parts…").click();
            Locator dialog = visit.page().locator("dm-publish dialog");
            dialog.locator(".diff .part input").nth(1).uncheck();
            dialog.getByText("1 part is left out").waitFor();
            visit.settled();
            visit.lookAround("history-some-parts");
            act(visit, dialog);

            assertThat(place.read("some.properties")).isEqualTo("a=1\nb=2\nc=8\n");
            visit.page().locator(".timeline").getByText("too dear").waitFor();
            visit.assertNothingWrong();
        }
    }

    @Test
    void oldVersion_isChangedInTheEditor_beforeItIsPublishedAgain() {
        place.publish("reworked.properties", "a=1\nb=2\n");
        place.publish("reworked.properties", "a=7\nb=7\n");
        try (Visit visit = place.at("history?dataId=reworked.properties" + AT)) {
            visit.button("Roll back to it").click();
            visit.page().locator("dm-rollback [name=comment]").fill("too plain");
            visit.button("Change it first…").click();
            visit.button("Go on with it").click();
            visit.page().waitForCondition(() -> typed(visit).equals("a=1\nb=2\n"));
            append(visit, "c=3");
            visit.page().getByText("Draft kept").waitFor();

            visit.open("config?dataId=reworked.properties" + AT);
            visit.page().locator("a.badge:has-text('Your draft')").waitFor();
            visit.lookAround("config-draft");
            visit.page().locator("a.badge:has-text('Your draft')").click();
            visit.button("Go on with it").click();
            visit.page().waitForCondition(() -> typed(visit).equals("a=1\nb=2\nc=3"));
            publish(visit);

            assertThat(place.read("reworked.properties")).isEqualTo("a=1\nb=2\nc=3");
            visit.open("history?dataId=reworked.properties" + AT);
            visit.page().locator(".timeline").getByText("too plain").waitFor();
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
