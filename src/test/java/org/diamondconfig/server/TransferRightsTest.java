/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diamondconfig.server.ClosedServer.as;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.diamondconfig.server.access.Grant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever takes many from one place to another may do with each what he may do with it alone. */
class TransferRightsTest {

    private static ClosedServer server;
    private static AdminApi api;
    private static String admin;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        server = ClosedServer.start(folder);
        api = server.api();
        admin = server.admin();
        api.post("/namespaces", "{\"namespace\":\"prod\"}", as(admin));
        for (String group : List.of("mine", "theirs")) {
            assertThat(api.put("/config?group=" + group + "&dataId=a", group, as(admin))
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Grant allow(String bundle, String namespace, String group) {
        return new Grant(Grant.Effect.ALLOW, List.of(bundle), namespace, group, "*");
    }

    private static HttpResponse<String> copy(String token, String what) {
        return api.post(
                "/configs/copy", "{\"from\":\"public\",\"to\":\"prod\",\"dryRun\":true," + what + "}", as(token));
    }

    @Test
    void copy_byPattern_takesOnlyWhatMayBeRead() {
        String some = server.token(allow("reader", "public", "mine"), allow("publisher", "prod", "*"));

        String body = copy(some, "\"dataId\":\"*\"").body();

        assertThat(body).contains("\"group\":\"mine\"").contains("\"total\":1").doesNotContain("theirs");
    }

    @Test
    void copy_ofNamedKeys_isDecidedForEach_onBothSides() {
        String some = server.token(allow("reader", "public", "mine"), allow("publisher", "prod", "*"));
        String keys = "\"keys\":[{\"group\":\"theirs\",\"dataId\":\"a\"},{\"group\":\"nobodys\",\"dataId\":\"a\"}]";

        String body = copy(some, keys).body();

        assertThat(body)
                .contains("\"refused\":2")
                .doesNotContain("CONFIG_NOT_FOUND")
                .doesNotContain("Md5");
        String reader = server.token(allow("reader", "public", "*"), allow("publisher", "prod", "mine"));
        assertThat(copy(reader, "\"dataId\":\"*\"").body())
                .contains("\"created\":1")
                .contains("\"refused\":1")
                .contains("\"code\":\"FORBIDDEN\"");
    }

    @Test
    void copy_isRefusedAsAWhole_toWhoMayPublishNothingThere() {
        String reader = server.token(allow("reader", "*", "*"));

        assertThat(copy(reader, "\"dataId\":\"*\"").statusCode()).isEqualTo(403);
    }

    @Test
    void export_holdsOnlyWhatMayBeRead() {
        String some = server.token(allow("reader", "public", "mine"));

        String zip = api.get("/export", as(some)).body();

        assertThat(zip).contains("configs/public/mine/a").doesNotContain("theirs");
        assertThat(api.get("/export?namespace=prod", as(some)).statusCode()).isEqualTo(403);
        assertThat(api.get("/export", as(admin)).body()).doesNotContain("diamond.access");
    }

    @Test
    void import_isDecidedForEachKey() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String name : List.of("mine/new", "theirs/new")) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write('x');
            }
        }
        String some = server.token(allow("publisher", "prod", "mine"));

        String body = importZip(bytes.toByteArray(), "prod", some).body();

        assertThat(body).contains("\"created\":1").contains("\"refused\":1").contains("\"code\":\"FORBIDDEN\"");
        assertThat(api.get("/config?namespace=prod&group=theirs&dataId=new", as(admin))
                        .statusCode())
                .isEqualTo(404);
        for (String closed : List.of("public", "diamond.access")) {
            assertThat(importZip(bytes.toByteArray(), closed, some).statusCode())
                    .isEqualTo(403);
        }
    }

    /** Else whoever may only publish would find contents out by guessing. */
    @Test
    void dryRun_doesNotTellTheContent_toWhoMayPublishAndNotRead() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("mine/a"));
            zip.write("mine".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        String blind = server.token(new Grant(Grant.Effect.ALLOW, List.of("publish"), "public", "mine", "*"));
        String seeing = server.token(allow("publisher", "public", "mine"));

        String dark =
                importZip(bytes.toByteArray(), "public&dryRun=true", blind).body();
        String light =
                importZip(bytes.toByteArray(), "public&dryRun=true", seeing).body();

        assertThat(dark).contains("\"skipped\":1").doesNotContain("\"targetMd5\":\"");
        assertThat(light).contains("\"same\":1").contains("\"targetMd5\":\"");
    }

    private static HttpResponse<String> importZip(byte[] zip, String namespace, String token) throws Exception {
        URI path = server.base().resolve("api/v1/import?policy=skip&namespace=" + namespace);
        HttpRequest request = HttpRequest.newBuilder(path)
                .headers(as(token))
                .POST(HttpRequest.BodyPublishers.ofByteArray(zip))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void accessData_isCopiedByNobody_inNeitherDirection() {
        String from = "{\"from\":\"diamond.access\",\"to\":\"prod\",\"dataId\":\"*\",\"dryRun\":true}";
        String to = "{\"from\":\"public\",\"to\":\"diamond.access\",\"dataId\":\"*\",\"dryRun\":true}";

        assertThat(api.post("/configs/copy", from, as(admin)).statusCode()).isEqualTo(403);
        assertThat(api.post("/configs/copy", to, as(admin)).statusCode()).isEqualTo(403);
    }
}
