/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The API as the server's own document tells it: found, looked at and tried. */
abstract class ConsoleExplorer {

    private final ConsolePlace place;

    ConsoleExplorer(ConsolePlace place) {
        this.place = place;
    }

    private static Locator answer(Visit visit, int status) {
        Locator answer = visit.page().locator(".explorer-answer");
        answer.locator(".badge")
                .filter(new Locator.FilterOptions().setHasText(Pattern.compile("^" + status + "$")))
                .waitFor();
        return answer;
    }

    @Test
    void help_leadsToTheApi_whereAReadIsFoundAndTried() {
        ConsoleContents.put(place.admin(), "group=explored&dataId=one", "1");
        try (Visit visit = place.at("configs")) {
            visit.page().keyboard().press("?");
            visit.page().locator("dialog[open] a").click();
            Locator links = visit.page().locator(".explorer-parts a");
            links.nth(40).waitFor();
            visit.page().locator("[name=filter]").fill("facets count");
            visit.page().waitForCondition(() -> links.count() == 1);
            links.first().click();
            visit.page().locator("form [name=group]").fill("explored");
            visit.page().locator("form [name=group]").press("Enter");

            assertThat(answer(visit, 200).locator("pre").innerText()).contains("\"all\": 1");
            assertThat(visit.page().url()).contains("op=get_configs_facets", "group=explored");
            visit.lookAround("explorer-answer");
            visit.assertNothingWrong();
        }
    }

    @Test
    void change_isShownBeforeItIsSent() {
        try (Visit visit = place.at("explorer?op=put_config&dataId=explored.txt")) {
            visit.page().locator("[name=body]").fill("x=1");
            visit.button("Send…").click();
            Locator dialog = visit.page().locator("dialog[open]");
            assertThat(dialog.locator("pre").innerText())
                    .contains("PUT " + place.server() + "/api/v1/config?dataId=explored.txt", "x=1");
            visit.photograph("explorer-change.en.light");
            visit.lookForBarriers("explorer-change");
            assertThat(place.read("explored.txt")).contains("CONFIG_NOT_FOUND");

            dialog.locator("button[type=submit]").click();
            assertThat(answer(visit, 200).innerText()).contains("\"version\": 1", "ETag");
            assertThat(place.read("explored.txt")).isEqualTo("x=1");
            visit.assertNothingWrong();
        }
    }

    @Test
    void refusal_isAnAnswerToo_andWhatIsNotForPagesIsNotSent() {
        try (Visit visit = place.at("explorer?op=get_config&dataId=never.there")) {
            visit.button("Send").click();
            assertThat(answer(visit, 404).innerText()).contains("CONFIG_NOT_FOUND");

            visit.open("explorer?op=delete_session");
            visit.page().getByText("the session of this page itself").waitFor();
            assertThat(visit.button("Send").count()).isZero();
            visit.lookAround("explorer-session");
            visit.open("explorer?op=post_peer_notify");
            visit.page().getByText("what the nodes say to each other").waitFor();
            assertThat(visit.button("Send").count()).isZero();
            visit.assertNothingWrong();
        }
    }

    @Test
    void stream_isShownWhileItComes_untilItIsStopped() {
        try (Visit visit = place.at("explorer?op=get_events&group=streamed")) {
            visit.button("Send").click();
            Locator told = answer(visit, 200).locator("pre");
            told.getByText("event: ready").waitFor();
            ConsoleContents.put(place.admin(), "group=streamed&dataId=told.of", "1");
            told.getByText("told.of").waitFor();
            visit.photograph("explorer-stream.en.light");
            visit.lookForBarriers("explorer-stream");
            visit.button("Stop").click();
            visit.page().waitForCondition(() -> visit.button("Stop").count() == 0);

            assertThat(told.innerText()).contains("event: change", "told.of");
            visit.assertNothingWrong();
        }
    }

    @Test
    void questionThatIsHeld_isAnsweredByAChange() {
        place.publish("held.properties", "a=1\n");
        try (Visit visit = place.at("explorer?op=post_watch&wait=50s")) {
            visit.page().locator("[name=body]").fill("{\"items\": [{\"dataId\": \"held.properties\", \"md5\": \"\"}]}");
            visit.button("Send").click();
            assertThat(answer(visit, 200).locator("pre").innerText()).contains("held.properties");
            visit.settled();

            visit.page().locator("[name=body]").fill("{\"items\": [{\"dataId\": \"never.held\", \"md5\": \"\"}]}");
            visit.button("Send").click();
            visit.button("Stop").click();
            visit.settled();
            assertThat(visit.page().locator(".explorer-answer pre").count()).isZero();
            visit.assertNothingWrong();
        }
    }

    @Test
    void zip_isSaved_andSentBack_withoutWriting() {
        ConsoleContents.put(place.admin(), "group=zipped&dataId=one", "1");
        try (Visit visit = place.at("explorer?op=get_export&group=zipped")) {
            visit.button("Send").click();
            answer(visit, 200);
            visit.settled();
            visit.photograph("explorer-file.en.light");
            visit.lookForBarriers("explorer-file");
            Download zip = visit.page()
                    .waitForDownload(() ->
                            visit.page().locator(".explorer-answer button").click());

            visit.open("explorer?op=post_import&dryRun=true&namespace=staging");
            assertThat(visit.button("Send…").isDisabled()).isTrue();
            visit.page().locator("form [name=file]").setInputFiles(zip.path());
            visit.button("Send…").click();
            Locator dialog = visit.page().locator("dialog[open]");
            assertThat(dialog.locator("pre").innerText()).contains("Content-Type: application/zip");
            dialog.locator("button[type=submit]").click();

            assertThat(answer(visit, 200).locator("pre").innerText()).contains("\"created\"");
            assertThat(place.read("one&group=zipped&namespace=staging")).contains("CONFIG_NOT_FOUND");
            visit.assertNothingWrong();
        }
    }
}
