/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diamondconfig.server.ClosedServer.as;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.diamondconfig.wire.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A search that tells contents, too: all that matches is read whole by following its pages, however long contents are. */
class SearchContentsTest {

    private static final int MEBIBYTE = 1 << 20;
    private static final String WHOLE = "w".repeat(MEBIBYTE);
    private static final String HALF = "h".repeat(MEBIBYTE / 2);

    private static ClosedServer server;
    private static AdminApi api;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        server = ClosedServer.start(folder);
        api = server.api();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void publish(String group, String dataId, String content) {
        String path = "/config?group=" + group + "&dataId=" + dataId;
        assertThat(api.put(path, content, as(server.admin())).statusCode()).isEqualTo(200);
    }

    private static JsonObject page(String group, Optional<String> cursor) {
        String path = "/configs?limit=3&contents=true&group=" + group
                + cursor.map(next -> "&cursor=" + next).orElse("");
        return AdminApi.json(api.get(path, as(server.admin())));
    }

    /** The names of each page, one after the other. */
    private static List<List<String>> pages(String group, List<String> contents) {
        List<List<String>> pages = new ArrayList<>();
        Optional<String> next = Optional.empty();
        do {
            JsonObject page = page(group, next);
            List<JsonObject> rows = page.objects("configs");
            pages.add(rows.stream().map(row -> row.string("dataId")).toList());
            rows.forEach(row -> contents.add(row.string("content")));
            next = page.optionalString("next");
        } while (next.isPresent());
        return pages;
    }

    @Test
    void contents_areToldBesideWhatASearchTells() {
        publish("few", "a", "ä\n\"one\"");
        publish("few", "b", "two");

        List<JsonObject> rows = page("few", Optional.empty()).objects("configs");

        assertThat(rows).extracting(row -> row.string("content")).containsExactly("ä\n\"one\"", "two");
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.string("kind")).isEqualTo("single");
            assertThat(row.number("version")).isEqualTo(1);
        });
    }

    @Test
    void page_endsWhereItsContentsBecomeTooLong_andNoneIsLeftOut() {
        publish("long", "a", HALF);
        publish("long", "b", HALF);
        publish("long", "c", "c");
        publish("long", "d", WHOLE);
        publish("long", "e", "e");
        List<String> contents = new ArrayList<>();

        assertThat(pages("long", contents))
                .containsExactly(List.of("a", "b"), List.of("c"), List.of("d"), List.of("e"));

        assertThat(contents).containsExactly(HALF, HALF, "c", WHOLE, "e");
    }

    @Test
    void change_isTold_withTheContentOfItsVersion() {
        publish("change", "a", "one");
        publish("change", "a", "two");

        JsonObject row = page("change", Optional.empty()).objects("configs").get(0);

        assertThat(row.number("version")).isEqualTo(2);
        assertThat(row.string("content")).isEqualTo("two");
    }

    @Test
    void rows_areThoseOfASearch_withoutWhoAndWhen_onEachPage() {
        String labels = "&description=what%20for&tags=eu,prod&app=shop";
        IntStream.range(0, 4).forEach(i -> publish("rows", "d" + i + (i % 2 == 0 ? labels : ""), "content " + i));
        String datum = "/datums?group=rows&dataId=merged&datumId=one";
        assertThat(api.put(datum, "1", as(server.admin())).statusCode()).isEqualTo(200);
        List<String> searched =
                AdminApi.json(api.get("/configs?group=rows", as(server.admin()))).objects("configs").stream()
                        .map(SearchContentsTest::row)
                        .toList();

        // Behind the first page they are asked of the database at first, and then told from memory.
        for (int walk = 0; walk < 5; walk++) {
            assertThat(rows("rows")).isEqualTo(searched);
        }
    }

    private static List<String> rows(String group) {
        List<String> all = new ArrayList<>();
        Optional<String> next = Optional.empty();
        do {
            JsonObject page = page(group, next);
            assertThat(page.objects("configs")).noneMatch(row -> row.has("by") || row.has("at"));
            page.objects("configs").forEach(row -> all.add(row(row)));
            next = page.optionalString("next");
        } while (next.isPresent());
        return all;
    }

    private static String row(JsonObject row) {
        return Stream.of("dataId", "epoch", "md5", "type", "kind", "description", "app")
                        .map(row::string)
                        .collect(Collectors.joining(" "))
                + row.number("version")
                + row.strings("tags");
    }
}
