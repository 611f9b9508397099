/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What people do with contents beyond typing them, from end to end: each ends with what the server then has. */
abstract class ConsoleEdits {

    private static final String AT = "&group=DEFAULT_GROUP";

    /** What is told while tags and applications are being read. */
    private static final String BEING_COUNTED = "{\"all\": 2, \"namespaces\": {\"values\": 0, \"most\": []},"
            + " \"groups\": {\"values\": 0, \"most\": []}, \"types\": {\"values\": 0, \"most\": []},"
            + " \"code\": \"LABELS_LOADING\", \"detail\": \"They are being read.\"}";

    private final ConsolePlace place;

    ConsoleEdits(ConsolePlace place) {
        this.place = place;
    }

    private static void act(Visit visit) {
        Locator dialog = visit.page().locator("dialog[open]");
        dialog.locator("button[type=submit]:enabled").waitFor();
        visit.page().keyboard().press("Control+Enter");
    }

    private static void gone(Visit visit) {
        visit.page()
                .locator("dialog[open]")
                .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
        visit.settled();
    }

    @Test
    void valueInTheTable_isAllThatChanges() {
        ConsoleContents.put(
                place.admin(), "dataId=table.properties&type=properties", "# kept\r\n\r\n a : 1\r\nb=x \\\r\n   y\r\n");
        try (Visit visit = place.at("config?edit=true&view=table&dataId=table.properties" + AT)) {
            visit.page().getByLabel("Value of a").fill("2");
            visit.page().getByLabel("New key").fill("c");
            visit.page().getByLabel("New key").press("Enter");
            visit.photograph("config-table.en.light");
            visit.lookForBarriers("config-table");
            visit.page().getByLabel("Value of c").press("Control+s");
            act(visit);
            gone(visit);

            assertThat(place.read("table.properties")).isEqualTo("# kept\r\n\r\n a : 2\r\nb=x \\\r\n   y\r\nc=\r\n");
            visit.assertNothingWrong();
        }
    }

    @Test
    void keys_areBroughtInOrder_andNothingElseChanges() {
        ConsoleContents.put(
                place.admin(), "dataId=order.properties&type=properties", "# of b\r\nb = 2\r\na=1\r\n\r\nz=1\r\n");
        try (Visit visit = place.at("config?edit=true&dataId=order.properties" + AT)) {
            visit.button("Sort keys").click();
            visit.photograph("config-sorted.en.light");
            visit.page().keyboard().press("Control+s");
            act(visit);
            gone(visit);

            assertThat(place.read("order.properties")).isEqualTo("a=1\r\n# of b\r\nb = 2\r\n\r\nz=1\r\n");
            visit.assertNothingWrong();
        }
    }

    @Test
    void namespaces_standSideBySide_withTheSameLetterForTheSameContent() {
        String key = "dataId=beside.properties&type=properties&namespace=";
        ConsoleContents.put(place.admin(), key + "public", "a=1\n");
        ConsoleContents.put(place.admin(), key + "staging", "a=1\n");
        ConsoleContents.put(place.admin(), key + "production", "a=2\n");
        ConsoleContents.put(place.admin(), "dataId=beside.json&type=json", "{}");
        try (Visit visit = place.at("compare?of=public,staging,production&dataId=beside.*")) {
            Locator rows = visit.page().locator("main tbody tr");
            rows.nth(1).waitFor();
            assertThat(rows.nth(0).locator(".badge").allInnerTexts()).containsExactly("A", "not there", "not there");
            assertThat(rows.nth(1).locator(".badge").allInnerTexts()).containsExactly("A", "A", "B");
            visit.button("Difference: DEFAULT_GROUP/beside.properties").click();
            Locator dialog = visit.page().locator("dialog[open]");
            dialog.locator(".diff .add").waitFor();
            visit.photograph("compare-Difference-of-three.en.light");
            visit.lookForBarriers("compare-Difference-of-three");

            assertThat(dialog.locator("[aria-pressed=true]").first().innerText())
                    .isEqualTo("public and production");
            assertThat(dialog.locator(".diff .add").innerText()).contains("a=2");
            visit.assertNothingWrong();
        }
    }

    @Test
    void contents_areFoundByAPath() {
        ConsoleContents.put(place.admin(), "dataId=path.yaml&type=yaml", "redis:\n  host: db.local\n");
        ConsoleContents.put(place.admin(), "dataId=path.json&type=json", "{\"redis\": {\"port\": 1}, \"host\": 2}");
        try (Visit visit = place.at("configs?dataId=path.*")) {
            visit.page().locator("tbody tr").nth(1).waitFor();
            visit.page().locator("[name=match]").selectOption("path");
            visit.page().locator("[name=content]").fill("$.redis.host");
            visit.page().locator("[name=content]").press("Enter");
            visit.page().locator("tbody .place mark").waitFor();
            visit.photograph("configs-by-path.en.light");

            assertThat(visit.page().locator("tbody .name a").allInnerTexts()).containsExactly("path.yaml");
            assertThat(visit.page().locator("tbody .place mark").innerText()).isEqualTo("host: db.local");
            visit.assertNothingWrong();
        }
    }

    @Test
    void eachLine_isToldTheVersionThatBroughtIt() {
        ConsoleContents.put(place.admin(), "dataId=blamed.properties&type=properties", "a=1\nb=1\n");
        ConsoleContents.put(place.admin(), "dataId=blamed.properties", "a=1\nb=2\n");
        ConsoleContents.put(place.admin(), "dataId=blamed.properties", "a=1\nb=2\nc=3\n");
        try (Visit visit = place.at("history?view=blame&dataId=blamed.properties" + AT)) {
            visit.page().locator(".blame [role=row]").nth(2).waitFor();
            visit.photograph("history-lines.en.light");
            visit.lookForBarriers("history-lines");
            visit.lookOnATelephone("history-lines");

            assertThat(visit.page().locator(".blame .who a").allInnerTexts()).containsExactly("v1", "v2", "v3");
            visit.assertNothingWrong();
        }
    }

    @Test
    void manyAreRemovedAtOnce_butNotWhatSomebodyHasChanged() {
        for (String name : new String[] {"many/one", "many/two", "many/three"}) {
            ConsoleContents.put(place.admin(), "dataId=" + name, "a=1\n");
        }
        try (Visit visit = place.at("configs?dataId=many/*")) {
            visit.page().locator("tbody tr").nth(2).waitFor();
            visit.page().locator("thead input[type=checkbox]").check();
            visit.button("Remove…").click();
            visit.page().locator("dialog[open] [name=typed]").fill("3");
            visit.photograph("configs-Remove-many.en.light");
            visit.lookForBarriers("configs-Remove-many");
            ConsoleContents.put(place.admin(), "dataId=many/two", "a=2\n");
            act(visit);
            Locator told = visit.page().locator("dialog[open] .banner");
            told.waitFor();

            assertThat(told.innerText()).contains("2 of 3");
            assertThat(place.read("many/one")).contains("CONFIG_NOT_FOUND");
            assertThat(place.read("many/three")).contains("CONFIG_NOT_FOUND");
            assertThat(place.read("many/two")).isEqualTo("a=2\n");
            visit.assertNothingWrong();
        }
    }

    @Test
    void theSameIsReplacedInMany_whereItLeavesThemWellFormed() {
        ConsoleContents.put(place.admin(), "dataId=swap/one.json&type=json", "{\"host\": \"old\"}");
        ConsoleContents.put(place.admin(), "dataId=swap/two.properties&type=properties", "host=\"old\" # \r\n");
        try (Visit visit = place.at("configs?dataId=swap/*")) {
            visit.page().locator("tbody tr").nth(1).waitFor();
            visit.page().locator("thead input[type=checkbox]").check();
            visit.button("Find and replace…").click();
            visit.page().locator("dialog[open] [name=find]").fill("\"old\"");
            visit.page().locator("dialog[open] [name=by]").fill("new");
            visit.photograph("configs-Find-and-replace.en.light");
            visit.lookForBarriers("configs-Find-and-replace");
            assertThat(visit.page().locator("dialog[open] tbody").innerText()).contains("no longer be well-formed");
            act(visit);
            Locator told = visit.page().locator("dialog[open] .banner");
            told.waitFor();

            assertThat(told.innerText()).contains("1 is published");
            assertThat(place.read("swap/one.json")).isEqualTo("{\"host\": \"old\"}");
            assertThat(place.read("swap/two.properties")).isEqualTo("host=new # \r\n");
            visit.assertNothingWrong();
        }
    }

    @Test
    void tagsOfMany_areGivenAndTakenAway_andContentsStay() {
        ConsoleContents.put(place.admin(), "dataId=tagged/one&tags=old,eu", "a=1\r\n");
        ConsoleContents.put(place.admin(), "dataId=tagged/two&tags=old&allowEmpty=true", "");
        ConsoleContents.put(place.admin(), "dataId=tagged/three&tags=new", "c");
        try (Visit visit = place.at("configs?dataId=tagged/*")) {
            visit.page().locator("tbody tr").nth(2).waitFor();
            visit.page().locator("thead input[type=checkbox]").check();
            visit.button("Tags…").click();
            visit.page().locator("dialog[open] [name=add]").fill("new");
            visit.page().locator("dialog[open] [name=away]").fill("old");
            visit.settled();
            visit.lookAround("configs-Tags-of-many");
            act(visit);
            visit.page().locator("dialog[open] .banner.ok").waitFor();
            visit.page().keyboard().press("Escape");
            gone(visit);

            Locator rows = visit.page().locator("main tbody .name");
            visit.page()
                    .waitForCondition(
                            () -> rows.locator(".badge").allInnerTexts().equals(List.of("eu", "new", "new", "new")));
            assertThat(place.read("tagged/one")).isEqualTo("a=1\r\n");
            assertThat(place.read("tagged/two")).isEmpty();
            visit.assertNothingWrong();
        }
    }

    /** A search in contents tells no tags, so none may be written over. */
    @Test
    void tagsOfMany_thatAreNotKnown_stay() {
        ConsoleContents.put(place.admin(), "dataId=untold/one&tags=eu,prod", "untold-needle");
        try (Visit visit = place.at("configs?content=untold-needle")) {
            visit.page().locator("tbody tr").first().waitFor();
            visit.page().locator("thead input[type=checkbox]").check();
            visit.button("Tags…").click();
            visit.page().locator("dialog[open] [name=add]").fill("new");
            Locator line = visit.page().locator("dialog[open] tbody tr");
            line.getByText("left out").waitFor();

            assertThat(line.locator("input").isDisabled()).isTrue();
            visit.assertNothingWrong();
        }
    }

    @Test
    void searchInContents_showsTheLine_andMarksWhatWasFoundInIt() {
        ConsoleContents.put(place.admin(), "dataId=found.properties", "a=1\nneedle.host=needle-7.local <b>\n");
        Map<String, String> marks = Map.of(
                "content=needle-7",
                "needle-7",
                "match=regex&content=needle-%5Cd%2B%5C.l",
                "needle-7.l",
                "match=path&content=%24.needle.host",
                "needle.host=needle-7.local <b>");
        marks.forEach((search, marked) -> {
            try (Visit visit = place.at("configs?" + search)) {
                visit.page().locator(".place").waitFor();

                assertThat(visit.page().locator(".place mark").innerText()).isEqualTo(marked);
                assertThat(visit.page().locator(".place").innerText()).contains("line 2", "needle-7.local <b>");
                visit.photograph("configs-" + search.replaceFirst("(match=)?(\\w+).*", "$2"));
                visit.lookForBarriers(search);
                visit.page().locator("td.name a").click();
                visit.page().locator(".reading .cm-selectionBackground").first().waitFor();
                assertThat(visit.page().url()).contains("line=2");
                visit.photograph("config-line");
                assertThatAnotherLineIsShown(visit);
                visit.assertNothingWrong();
            }
        });
    }

    /** A link to another line of what is open already; one to no line at all is none. */
    private static void assertThatAnotherLineIsShown(Visit visit) {
        Locator marked =
                visit.page().locator(".reading .cm-selectionBackground").first();
        double second = marked.boundingBox().y;
        visit.page().evaluate("() => { location.hash = location.hash.replace('line=2', 'line=1'); }");
        visit.page().waitForCondition(() -> marked.boundingBox() != null && marked.boundingBox().y < second);
        visit.page().evaluate("() => { location.hash = location.hash.replace('line=1', 'line=2.5'); }");
        visit.settled();
    }

    @Test
    void list_isInTheOrderOfChanges_whereThatIsWanted_andItsAddressSaysSo() {
        for (String name : new String[] {"a", "c", "b"}) {
            ConsoleContents.put(place.admin(), "group=sorted&dataId=" + name, "1");
        }
        try (Visit visit = place.at("configs?group=sorted")) {
            Locator names = visit.page().locator("main tbody .name a");
            Locator heads = visit.page().locator("th .sort");
            visit.page().waitForCondition(() -> names.allInnerTexts().equals(List.of("a", "b", "c")));
            heads.nth(1).click();
            visit.page().waitForCondition(() -> names.allInnerTexts().equals(List.of("b", "c", "a")));
            visit.settled();
            visit.photograph("configs-newest.en.light");
            visit.lookForBarriers("configs-newest");
            assertThat(visit.page().url()).contains("order=newest");

            heads.nth(1).click();
            visit.page().waitForCondition(() -> names.allInnerTexts().equals(List.of("a", "c", "b")));
            visit.page().reload();
            visit.page().waitForCondition(() -> names.allInnerTexts().equals(List.of("a", "c", "b")));
            assertThat(visit.page().locator("th[aria-sort=ascending]").innerText())
                    .contains("Changed");

            heads.nth(0).click();
            visit.page().waitForCondition(() -> names.allInnerTexts().equals(List.of("a", "b", "c")));
            visit.assertNothingWrong();
        }
    }

    @Test
    void list_isNarrowedByTagAndApplication_withoutAMouse_andIsADeepLink() {
        ConsoleContents.put(place.admin(), "group=narrow&dataId=one&tags=eu,prod&app=shop", "1");
        ConsoleContents.put(place.admin(), "group=narrow&dataId=two&tags=eu", "2");
        ConsoleContents.put(place.admin(), "group=narrow&dataId=three", "3");
        try (Visit visit = place.at("configs?group=narrow")) {
            Locator rows = visit.page().locator("main tbody tr");
            Locator facets = visit.page().locator(".facet button");
            visit.page().waitForCondition(() -> facets.allTextContents().equals(List.of("eu 2", "prod 1", "shop 1")));
            visit.photograph("configs-facets.en.light");
            visit.lookForBarriers("facets");
            visit.lookOnATelephone("configs-facets");
            visit.look("zh-CN", "dark");
            assertThat(visit.page().locator(".facets").innerText()).contains("标签", "应用");
            visit.photograph("configs-facets.zh-CN.dark");
            visit.lookForPaleText("facets, dark");

            visit.page().keyboard().press("f");
            visit.page().keyboard().press("Enter");
            visit.page().waitForCondition(() -> rows.count() == 2);
            assertThat(visit.page().url()).contains("tag=eu");
            visit.page().locator("dm-facets .facets:not(.stale)").waitFor();
            visit.page().locator("dm-facets :focus").waitFor();

            visit.page().reload();
            facets.filter(new Locator.FilterOptions().setHasText("shop 1")).click();
            visit.page().waitForCondition(() -> rows.count() == 1);
            assertThat(rows.first().innerText()).contains("one");
            assertThat(visit.page().url()).contains("tag=eu", "app=shop");
            visit.assertNothingWrong();
        }
    }

    @Test
    void labelsThatAreStillBeingCounted_areSaidToBe_andShownOnceTheyAre() {
        ConsoleContents.put(place.admin(), "group=counted&dataId=one&tags=slow", "1");
        ConsoleContents.put(place.admin(), "group=counted&dataId=two", "2");
        AtomicBoolean counted = new AtomicBoolean();
        try (Visit visit = place.signedIn()) {
            visit.page().route("**/api/v1/configs/facets?*", route -> {
                if (counted.get()) {
                    route.resume();
                } else {
                    route.fulfill(new Route.FulfillOptions()
                            .setContentType("application/json")
                            .setBody(BEING_COUNTED));
                }
            });
            visit.open("configs?group=counted");
            visit.page().getByText("being counted").waitFor();
            visit.lookAround("configs-counting");
            counted.set(true);
            visit.page().locator(".facet button").getByText("slow").waitFor();

            assertThat(visit.page().getByText("being counted").count()).isZero();
            visit.assertNothingWrong();
        }
    }

    @Test
    void namespace_isRenamed_andRemovedWhenItsNameWasTyped() {
        place.admin()
                .send(
                        "POST",
                        "/namespaces",
                        "{\"namespace\":\"spare\",\"title\":\"spare\"}",
                        place.admin().session());
        try (Visit visit = place.at("namespaces?namespace=spare")) {
            visit.page().locator("main button:text-is('Change')").click();
            visit.page().locator("dialog[open] [name=title]").fill("For later");
            act(visit);
            gone(visit);
            assertThat(visit.page().locator("main").innerText()).contains("For later");

            visit.page().locator("main button:text-is('Remove')").click();
            visit.page().locator("dialog[open] [name=typed]").fill("spare");
            act(visit);
            gone(visit);

            visit.open("namespaces?filter=spare");
            assertThat(visit.page().locator("main").innerText()).doesNotContain("For later");
            visit.assertNothingWrong();
        }
    }
}
