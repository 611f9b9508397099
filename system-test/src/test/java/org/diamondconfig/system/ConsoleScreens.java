/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Response;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Every screen that the console's own table names, and every dialog that a button of it opens: in both languages, in light and
 * dark, without an error in the browser, a breach of the policy, a request to anybody else, or a fault of accessibility. Their pictures
 * stay in {@code target/screenshots}.
 */
abstract class ConsoleScreens {

    /** What a screen needs to be told to show something. */
    private static final Map<String, String> PARAMS = Map.of(
            "config", "dataId=shop.properties&group=DEFAULT_GROUP",
            "history", "dataId=shop.properties&group=DEFAULT_GROUP",
            "trace", "dataId=shop.properties&group=DEFAULT_GROUP&version=2",
            "subscribers", "dataId=shop.properties&group=DEFAULT_GROUP",
            "aggregates", "dataId=providers&group=DEFAULT_GROUP",
            "copy", "from=public&to=staging",
            "account", "subject=user:mei",
            "grants", "subject=user:mei&namespace=public");

    private static final String BUTTONS = "main button:visible:enabled:not([aria-disabled=true])";

    private static final int FIRST_LOAD_BYTES = 130_000;

    /** A person at this server who has not signed in. */
    abstract Visit visit();

    private Visit signedIn() {
        return visit().openFirst().signIn("admin", Admin.PASSWORD);
    }

    @Test
    void everyScreen_isAccessibleAndClean_inBothLanguagesAndThemes() {
        try (Visit visit = signedIn()) {
            List<String> screens = visit.screens();
            assertThat(screens).contains("configs", "config", "history");
            for (String screen : screens) {
                visit.open(address(screen));
                lookAround(visit, screen);
            }
            visit.assertNothingWrong();
        }
    }

    @Test
    void everyDialog_isAccessibleAndClean_inBothLanguagesAndThemes() {
        try (Visit visit = signedIn()) {
            Set<String> seen = new LinkedHashSet<>();
            for (String screen : visit.screens()) {
                visit.open(address(screen));
                visit.look("en", "light");
                for (String label : List.copyOf(buttons(visit).keySet())) {
                    openDialogOf(visit, screen, label, seen);
                }
            }
            visit.assertNothingWrong();
            assertThat(seen).isNotEmpty();
        }
    }

    /** By what they say, in the order of the page; what stands in menus too, and of a table's rows the first one's. */
    private static Map<String, Locator> buttons(Visit visit) {
        visit.page().evaluate("() => document.querySelectorAll('main details').forEach(each => { each.open = true; })");
        Map<String, Locator> buttons = new LinkedHashMap<>();
        for (Locator button : visit.page().locator(BUTTONS).all()) {
            Object name = button.evaluate("each => each.closest('tr:not(:first-child)') ? ''"
                    + " : each.getAttribute('aria-label') ?? each.innerText.trim()");
            buttons.putIfAbsent(String.valueOf(name), button);
        }
        buttons.remove("");
        return buttons;
    }

    private static void openDialogOf(Visit visit, String screen, String label, Set<String> seen) {
        visit.open(address(screen));
        Locator button = buttons(visit).get(label);
        if (button == null) {
            return;
        }
        button.click();
        visit.settled();
        Locator dialog = visit.page().locator("dialog[open]");
        if (dialog.count() > 0) {
            String name = screen + "-" + label.replaceAll("[^A-Za-z0-9]+", "-");
            if (seen.add(name)) {
                lookAround(visit, name);
            }
            visit.look("en", "light");
            visit.page().keyboard().press("Escape");
            visit.page().waitForCondition(() -> dialog.count() == 0);
        }
    }

    private static String address(String screen) {
        return PARAMS.containsKey(screen) ? screen + "?" + PARAMS.get(screen) : screen;
    }

    private static void lookAround(Visit visit, String name) {
        visit.look("en", "light");
        visit.photograph(name + ".en.light");
        visit.assertAccessible(name + ", light");
        visit.look("zh-CN", "light");
        visit.photograph(name + ".zh-CN.light");
        visit.look("en", "dark");
        visit.photograph(name + ".en.dark");
        visit.look("zh-CN", "dark");
        visit.photograph(name + ".zh-CN.dark");
        visit.assertAccessible(name + ", dark");
    }

    @Test
    void firstLoad_isSmall_andAsksForNoEditor() {
        try (Visit visit = visit().openFirst().signIn("admin", Admin.PASSWORD)) {
            List<Response> files = new ArrayList<>(visit.answers());
            files.removeIf(answer -> !answer.url().contains("/console/") || answer.status() != 200);

            int bytes = files.stream()
                    .mapToInt(answer -> answer.request().sizes().responseBodySize)
                    .sum();
            assertThat(bytes)
                    .as(files.stream().map(Response::url).collect(Collectors.joining("\n")))
                    .isBetween(10_000, FIRST_LOAD_BYTES);
            assertThat(files).noneMatch(answer -> answer.url().endsWith("vendor/editor.js"));
            assertThat(files).allMatch(answer -> answer.headerValue("content-security-policy") != null);
        }
    }

    @Test
    void everyScreen_fitsATelephone() {
        try (Visit visit = signedIn()) {
            visit.page().setViewportSize(360, 740);
            for (String screen : visit.screens()) {
                visit.open(address(screen));
                visit.photograph(screen + ".360");
                Object wider = visit.page().evaluate("() => document.documentElement.scrollWidth - innerWidth");
                assertThat(((Number) wider).intValue())
                        .as(screen + " is wider than 360 pixels by")
                        .isLessThanOrEqualTo(0);
            }
            visit.assertNothingWrong();
        }
    }
}
