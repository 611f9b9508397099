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
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes away while somebody works at the console: it says so, goes on as far as it can, and nothing that was typed is lost. */
abstract class ConsoleFaults {

    private static final Locator.WaitForOptions GONE =
            new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED);

    /** Each sign of the dialog is drawn, that of what is wrong and the one that closes it. */
    private static final String SIGNS = "() => {"
            + " const signs = [...document.querySelectorAll('dialog[open] .icon use')];"
            + " return signs.length > 1 && signs.every(each => each.getBBox().width > 0);"
            + "}";

    private final ConsolePlace place;

    ConsoleFaults(ConsolePlace place) {
        this.place = place;
    }

    @AfterEach
    void heal() {
        place.database().heal();
        String known = "/config?level=database&dataId=shop.properties";
        Awaitility.await("the database to be back")
                .atMost(Duration.ofMinutes(1))
                .until(() -> place.ask("GET", known, "").statusCode() == 200);
    }

    private static void lose(TcpProxy wire) {
        wire.refuse();
        wire.reset();
    }

    private static void awaitDraft(Visit visit, String text) {
        visit.page().waitForFunction("text => Object.values(localStorage).some(each => each.includes(text))", text);
    }

    @Test
    void databaseThatIsAway_isToldInABanner_readsGoOn_andWhatWasTypedStaysADraft() {
        place.publish("dry.properties", "a=1\n");
        try (Visit visit = edit(place.at("config?dataId=dry.properties" + AT))) {
            visit.expect("503 .*");
            append(visit, "b=2");
            lose(place.database());
            Locator dialog = publishDialog(visit);
            dialog.locator(".banner.bad").waitFor();
            assertThat(dialog.locator(".banner.bad").innerText()).contains("STORE_DOWN");
            visit.page().keyboard().press("Escape");
            Locator banner = visit.page().locator("main .banner.warn").getByText("STORE_DOWN");
            banner.waitFor();
            assertThat(typed(visit)).isEqualTo("a=1\nb=2");
            awaitDraft(visit, "b=2");

            visit.open("config?dataId=shop.properties" + AT);
            visit.page().locator(".reading .cm-content").waitFor();
            assertThat(visit.page().locator(".reading .cm-content").innerText()).contains("limit");
            visit.open("configs?dataId=shop");
            visit.page().locator("main tbody tr").first().waitFor();
            assertThat(visit.page().locator("main tbody").innerText()).contains("shop.properties");
            assertThat(banner.count()).isPositive();

            place.database().heal();
            banner.waitFor(GONE);
            visit.open("config?dataId=dry.properties&edit=true" + AT);
            visit.button("Go on with it").click();
            visit.page().waitForCondition(() -> typed(visit).equals("a=1\nb=2"));
            publish(visit);
            assertThat(place.read("dry.properties")).isEqualTo("a=1\nb=2");
            visit.assertNothingWrong();
        }
    }

    @Test
    void serverThatGoesAwayInAnEdit_andComesBack_losesNothing() {
        place.publish("gone.properties", "a=1\n");
        try (TcpProxy wire = TcpProxy.to(place.server().getPort());
                Visit visit = edit(place.signedInOver(wire).open("config?dataId=gone.properties" + AT))) {
            visit.expectSilence();
            append(visit, "b=2\n");
            lose(wire);
            Locator dialog = publishDialog(visit);
            dialog.locator(".banner.bad").waitFor();
            visit.page().waitForFunction(SIGNS);
            visit.page().keyboard().press("Escape");
            dialog.waitFor(GONE);
            Locator banner = visit.page().locator("main > .banner.bad");
            banner.waitFor();
            append(visit, "c=3\n");
            awaitDraft(visit, "c=3");
            assertThat(typed(visit)).isEqualTo("a=1\nb=2\nc=3\n");

            wire.heal();
            banner.waitFor(GONE);
            publish(visit);
            assertThat(place.read("gone.properties")).isEqualTo("a=1\nb=2\nc=3\n");
            visit.assertNothingWrong();
        }
    }

    @Test
    void screenThatCouldNotBeRead_isRead_onceTheServerIsBack() {
        try (TcpProxy wire = TcpProxy.to(place.server().getPort());
                Visit visit = place.signedInOver(wire).open("history?dataId=shop.properties" + AT)) {
            visit.expectSilence().open("configs?dataId=shop");
            lose(wire);
            visit.page().evaluate("() => { location.hash = '#/history?dataId=shop.properties&group=DEFAULT_GROUP'; }");
            visit.page().locator("dm-history .banner.bad button").waitFor();

            wire.heal();
            visit.page().locator(".timeline li").first().waitFor();
            assertThat(visit.page().locator("dm-history .banner.bad").count()).isZero();
            visit.assertNothingWrong();
        }
    }

    @Test
    void publishWhoseAnswerIsLost_isSentAgain_andTakesEffectOnce() {
        place.publish("once.properties", "a=1\n");
        try (TcpProxy wire = TcpProxy.to(place.server().getPort());
                Visit visit = edit(place.signedInOver(wire).open("config?dataId=once.properties" + AT))) {
            visit.expectSilence();
            append(visit, "b=2\n");
            Locator dialog = publishDialog(visit);
            dialog.locator("button[type=submit]:enabled").waitFor();
            wire.cutAt(TcpProxy.Moment.ANSWERED, "PUT /diamond-server/api/v1/config?");
            visit.page().keyboard().press("Control+Enter");
            visit.page().waitForCondition(() -> place.read("once.properties").contains("b=2"));
            // A browser may send it again by itself.
            visit.page()
                    .waitForCondition(() ->
                            dialog.count() == 0 || dialog.locator(".banner.bad").count() > 0);
            if (dialog.count() > 0) {
                visit.page().keyboard().press("Control+Enter");
            }
            dialog.waitFor(GONE);
            visit.settled();
            assertThat(place.ask("GET", "/history?dataId=once.properties", "")
                            .body()
                            .split("\"operation\"", -1))
                    .hasSize(3);
            visit.assertNothingWrong();
        }
    }
}
