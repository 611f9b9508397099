/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Response;
import java.util.ArrayList;
import java.util.HashSet;
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
            "compare", "of=public,staging,production",
            "copy", "from=public&to=staging",
            "account", "subject=user:mei",
            "grants", "subject=user:mei&namespace=public",
            "explorer", "op=get_configs&limit=1");

    /** The dialogs that have to be found, by their screen and the button; numbers and the names of things are left out. */
    private static final List<String> DIALOGS = List.of(
            "config-Remove",
            "history-Roll-back-to-it",
            "compare-Difference",
            "copy-Copy-configurations-to-staging",
            "copy-Difference",
            "aggregates-New-datum",
            "aggregates-Change",
            "aggregates-State-history",
            "aggregates-Remove",
            "aggregates-Remove-all",
            "aggregates-Turn-checks-on",
            "namespaces-New-namespace",
            "namespaces-Change",
            "namespaces-Remove",
            "users-New-user",
            "groups-New-group",
            "tokens-New-token",
            "machines-New-application",
            "machines-New-network",
            "account-Set-a-password",
            "account-Remove",
            "grants-Change-grants",
            "sessions-End",
            "sessions-End-all-of-the-user",
            "cluster-Compare-everything");

    private static final int FIRST_LOAD_BYTES = 130_000;

    private final ConsolePlace place;
    private final Set<String> dialogs = new LinkedHashSet<>();
    private final Set<String> plain = new HashSet<>();

    ConsoleScreens(ConsolePlace place) {
        this.place = place;
    }

    @Test
    void everyScreenAndDialog_isAccessibleAndClean_andFitsATelephone_inBothLanguagesAndThemes() {
        try (Visit visit = place.signedIn().openFirst()) {
            List<String> screens = visit.screens();
            assertThat(screens).contains("configs", "config", "history");
            for (String screen : screens) {
                visit.open(address(screen));
                lookAround(visit, screen);
                visit.look("en", "light");
                for (String label : visit.buttons()) {
                    openDialogOf(visit, screen, label);
                }
            }
            visit.assertNothingWrong();
            assertThat(dialogs).containsAll(DIALOGS);
        }
    }

    /** What opened none on one screen, Refresh say, opens none on another. */
    private void openDialogOf(Visit visit, String screen, String label) {
        if (plain.contains(label) || !visit.open(address(screen)).press(label)) {
            return;
        }
        Locator dialog = visit.page().locator("dialog[open]");
        if (dialog.count() == 0) {
            plain.add(label);
            return;
        }
        String name = screen + "-"
                + label.replaceAll(": .*|\\d+", "")
                        .replaceAll("[^A-Za-z]+", " ")
                        .strip()
                        .replace(' ', '-');
        if (dialogs.add(name)) {
            lookAtDialog(visit, name);
        }
        visit.page().keyboard().press("Escape");
        visit.page().waitForCondition(() -> dialog.count() == 0);
    }

    private static String address(String screen) {
        return PARAMS.containsKey(screen) ? screen + "?" + PARAMS.get(screen) : screen;
    }

    private static void lookAround(Visit visit, String name) {
        visit.look("en", "light");
        visit.photograph(name + ".en.light");
        visit.lookForBarriers(name + ", light");
        visit.lookOnATelephone(name);
        visit.look("zh-CN", "light");
        visit.photograph(name + ".zh-CN.light");
        visit.look("en", "dark");
        visit.photograph(name + ".en.dark");
        visit.look("zh-CN", "dark");
        visit.photograph(name + ".zh-CN.dark");
        visit.lookForPaleText(name + ", dark");
    }

    private static void lookAtDialog(Visit visit, String name) {
        visit.photograph(name + ".en.light");
        visit.lookForBarriers(name + ", light");
        visit.look("zh-CN", "dark");
        visit.photograph(name + ".zh-CN.dark");
        visit.lookForPaleText(name + ", dark");
        visit.look("en", "light");
    }

    @Test
    void firstLoad_isSmall_andAsksForNoEditor() {
        try (Visit visit = place.stranger().openFirst().signIn("admin", Admin.PASSWORD)) {
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
}
