/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diamondconfig.server.ClosedServer.as;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.diamondconfig.server.access.Grant;
import org.diamondconfig.wire.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a search tells whom: neither a page nor its cursor names a key that may not be read. */
class SearchRightsTest {

    private static final int KEYS = 20;

    private static ClosedServer server;
    private static AdminApi api;
    private static String admin;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        server = ClosedServer.start(folder);
        api = server.api();
        admin = server.admin();
        IntStream.range(0, KEYS)
                .mapToObj(i -> "/config?group=" + (i % 2 == 0 ? "mine" : "theirs") + "&dataId=k" + i)
                .forEach(path -> assertThat(api.put(path, "word", as(admin)).statusCode())
                        .isEqualTo(200));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static JsonObject page(String query, Optional<String> cursor, String token) {
        String path = "/configs?limit=1" + query
                + cursor.map(next -> "&cursor=" + next).orElse("");
        return AdminApi.json(api.get(path, as(token)));
    }

    private static String decoded(String cursor) {
        return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "&content=word", "&content=%22", "&contents=true", "&group=user", "&group=token&dataId=*"})
    void whoMayReadNothing_findsNothing_andIsHandedNoCursor(String query) {
        JsonObject page = page(query, Optional.empty(), server.token());

        assertThat(page.objects("configs")).isEmpty();
        assertThat(page.optionalString("next")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&namespace=public", "&content=word", "&contents=true"})
    void whoMayReadEverySecondKey_findsThemAll_byCursorsThatNameNoOther(String query) {
        String reader = server.token(new Grant(Grant.Effect.ALLOW, List.of("reader"), "public", "mine", "*"));
        List<String> found = new ArrayList<>();
        Optional<String> next = Optional.empty();

        do {
            JsonObject page = page(query, next, reader);
            page.objects("configs").forEach(config -> found.add(config.string("group")));
            next = page.optionalString("next");
            next.ifPresent(cursor -> assertThat(decoded(cursor)).startsWith("\nmine\n"));
        } while (next.isPresent());

        assertThat(found).hasSize(KEYS / 2).containsOnly("mine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"newest", "oldest"})
    void whoMayReadEverySecondKey_findsThemAll_inTheOrderOfTheirChanges(String order) {
        String reader = server.token(new Grant(Grant.Effect.ALLOW, List.of("reader"), "public", "mine", "*"));
        List<String> times = new ArrayList<>();
        Optional<String> next = Optional.empty();

        do {
            JsonObject page = page("&order=" + order, next, reader);
            page.objects("configs").forEach(config -> {
                assertThat(config.string("group")).isEqualTo("mine");
                times.add(config.string("at"));
            });
            next = page.optionalString("next");
            next.ifPresent(cursor -> assertThat(decoded(cursor)).matches("\\d+\n\\d+"));
        } while (next.isPresent());

        Comparator<Instant> wanted = order.equals("newest") ? Comparator.reverseOrder() : Comparator.naturalOrder();
        assertThat(times.stream().map(Instant::parse)).hasSize(KEYS / 2).isSortedAccordingTo(wanted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "&order=up",
                "&order=newest&content=word",
                "&order=name&match=text&content=word",
                "&contents=yes",
                "&contents=true&content=word",
                "&contents=true&match=text",
                "&contents=true&order=newest"
            })
    void whatDoesNotGoTogether_is400(String query) {
        assertThat(AdminApi.json(api.get("/configs?limit=1" + query, as(admin))).string("code"))
                .isEqualTo("BAD_PARAMETER");
    }

    @Test
    void admin_isToldOfNoAccessData_byNoCursorEither() {
        Optional<String> next = Optional.empty();
        int found = 0;

        do {
            JsonObject page = page("", next, admin);
            found += page.objects("configs").size();
            next = page.optionalString("next");
            next.ifPresent(cursor -> assertThat(decoded(cursor)).startsWith("\n"));
        } while (next.isPresent());

        assertThat(found).isEqualTo(KEYS);
    }
}
