/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.diamondconfig.wire.Json;
import org.diamondconfig.wire.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What export and import do and tell, on any server that is open; they leave others' keys alone. */
public abstract class ImportContract {

    private static final int MANY = 5_000;

    private final HttpClient http = HttpClient.newHttpClient();
    private final String source = "from-" + UUID.randomUUID();
    private final String target = "into-" + UUID.randomUUID();
    private AdminApi api;

    protected abstract URI base();

    @BeforeEach
    void connect() {
        api = new AdminApi(base());
        for (String name : List.of(source, target)) {
            assertThat(api.post("/namespaces", "{\"namespace\":\"" + name + "\"}")
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    private byte[] send(HttpRequest.Builder request, int status) throws Exception {
        HttpResponse<byte[]> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode())
                .as(new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo(status);
        return answer.body();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base().toString().replaceAll("/$", "") + "/api/v1" + path));
    }

    private byte[] export(String namespace) throws Exception {
        return send(request("/export?namespace=" + namespace), 200);
    }

    private JsonObject importZip(byte[] zip, String query, int status) throws Exception {
        HttpRequest.Builder request = request("/import?namespace=" + target + query)
                .header("Content-Type", "application/zip")
                .POST(HttpRequest.BodyPublishers.ofByteArray(zip));
        return Json.parseObject(send(request, status));
    }

    private static byte[] zip(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] zip(String... namesAndTexts) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            files.put(namesAndTexts[i], namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
        }
        return zip(files);
    }

    private static Map<String, byte[]> unzip(byte[] zip) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                files.put(entry.getName(), in.readAllBytes());
            }
        }
        return files;
    }

    private static Map<String, String> outcomes(JsonObject report) {
        return report.objects("items").stream()
                .collect(Collectors.toMap(
                        item -> item.string("file"),
                        item -> item.optionalString("code").orElse(item.string("outcome")),
                        (a, b) -> a + " " + b));
    }

    private void publish(String namespace, String keyAndMore, String content) {
        HttpResponse<String> answer = api.put("/config?namespace=" + namespace + "&" + keyAndMore, content);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private String content(String key) {
        return api.get("/config?namespace=" + target + "&" + key).body();
    }

    @Test
    void whatIsExported_isImportedWhole_withTypeAndLabels() throws Exception {
        publish(source, "group=G&dataId=a/b.yml&type=yaml&description=D&tags=x,y&app=shop", "a: \u00e4");
        publish(source, "group=G&dataId=a&allowEmpty=true", "");
        byte[] zip = export(source);

        JsonObject told = importZip(zip, "&dryRun=true", 200);
        assertThat(told.number("created")).isEqualTo(2);
        assertThat(api.get("/config?namespace=" + target + "&group=G&dataId=a").statusCode())
                .isEqualTo(404);
        JsonObject done = importZip(zip, "&comment=moved&plan=" + told.string("plan"), 200);

        assertThat(done.number("created")).isEqualTo(2);
        assertThat(content("group=G&dataId=a/b.yml")).isEqualTo("a: \u00e4");
        assertThat(content("group=G&dataId=a")).isEmpty();
        assertThat(api.get("/configs?tag=y&namespace=" + target).body())
                .contains("\"description\":\"D\"")
                .contains("\"type\":\"yaml\"")
                .contains("\"app\":\"shop\"");
        assertThat(importZip(zip, "", 200).number("same")).isEqualTo(2);
    }

    @Test
    void export_ofEqualContent_isTheSameBytes_whateverHappenedBefore() throws Exception {
        publish(source, "dataId=b", "1");
        publish(source, "dataId=a", "1");
        byte[] first = export(source);
        publish(source, "dataId=a", "2");
        publish(source, "dataId=a", "1");

        assertThat(export(source)).isEqualTo(first);
        assertThat(unzip(first).keySet()).allSatisfy(name -> assertThat(name).matches("[a-z0-9+%~_./-]+"));
        assertThat(unzip(first)).hasSize(3).containsKey("diamond-manifest.jsonl");
    }

    @Test
    void manyItems_areExported_andImportedAgain_asLines() throws Exception {
        for (int from = 0; from < MANY; from += 100) {
            StringBuilder items = new StringBuilder();
            for (int i = from; i < from + 100; i++) {
                items.append(i == from ? "" : ",")
                        .append("{\"namespace\":\"" + source + "\",\"dataId\":\"k" + i + "\",\"content\":\"v" + i
                                + "\"}");
            }
            api.post("/configs/publish", "{\"items\":[" + items + "]}");
        }
        byte[] zip = export(source);
        HttpRequest.Builder request = request("/import?namespace=" + target)
                .header("Accept", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofByteArray(zip));

        List<String> lines =
                new String(send(request, 200), StandardCharsets.UTF_8).lines().toList();

        assertThat(lines).hasSize(MANY + 2);
        assertThat(lines.get(0)).contains("\"dryRun\":false").contains("\"total\":" + (MANY + 1));
        assertThat(lines.get(1)).contains("\"outcome\":\"created\"").contains("\"version\":1");
        assertThat(lines.get(MANY + 1)).contains("\"created\":" + MANY).contains("\"plan\":");
        assertThat(content("dataId=k" + (MANY - 1))).isEqualTo("v" + (MANY - 1));
        assertThat(importZip(zip, "", 200).number("same")).isEqualTo(MANY);
    }

    @Test
    void zipOfNacos_newForm_bringsTypeDescriptionAndApplication() throws Exception {
        byte[] zip = zip(
                "G/a.yaml",
                "a: 1",
                "G/b",
                "x",
                ".metadata.yml",
                "metadata:\r\n- appName: shop\r\n  dataId: a.yaml\r\n  desc: D\r\n  group: G\r\n  type: yaml\r\n"
                        + "- {dataId: gone, group: G, type: text}\r\n");

        JsonObject report = importZip(zip, "&policy=skip", 200);

        assertThat(outcomes(report))
                .isEqualTo(Map.of("G/a.yaml", "created", "G/b", "created", "G/gone", "CONTENT_MISSING"));
        assertThat(api.get("/configs?app=shop&namespace=" + target).body())
                .contains("\"dataId\":\"a.yaml\"")
                .contains("\"description\":\"D\"")
                .contains("\"type\":\"yaml\"");
    }

    @Test
    void zipOfNacos_oldForm_bringsApplication_andTypesAreGuessed() throws Exception {
        byte[] zip = zip("G/a.b.json", "{}", ".meta.yml", "G.a.b~json.app=shop\r\nG.other.app=x\r");

        importZip(zip, "", 200);

        assertThat(api.get("/configs?app=shop&namespace=" + target).body())
                .contains("\"dataId\":\"a.b.json\"")
                .contains("\"type\":\"json\"");
    }

    @Test
    void hostileNamesAndContents_areRefusedOneByOne_andTheRestIsImported() throws Exception {
        Map<String, byte[]> files = new LinkedHashMap<>();
        byte[] text = {'x'};
        for (String name : List.of(
                "../../etc/passwd",
                "/abs/a",
                "G\\a",
                "C:/a/../b",
                "G/a b",
                "G/\u00e9",
                "root",
                "G//a",
                "G/.",
                "G/" + "a".repeat(251))) {
            files.put(name, text);
        }
        files.put("G/bytes", new byte[] {(byte) 0xff, (byte) 0xfe});
        files.put("G/large", new byte[(1 << 20) + 1]);
        files.put("__MACOSX/G/a", text);
        files.put("G/fine", text);

        JsonObject report = importZip(zip(files), "&policy=skip", 200);

        assertThat(report.number("created")).isEqualTo(1);
        assertThat(outcomes(report))
                .containsEntry("G/fine", "created")
                .containsEntry("G/bytes", "CONTENT_NOT_UTF8")
                .containsEntry("G/large", "CONTENT_TOO_LARGE")
                .containsEntry("__MACOSX/G/a", "IGNORED")
                .containsEntry("../../etc/passwd", "INVALID_NAME")
                .containsEntry("G\\a", "INVALID_NAME");
        assertThat(report.number("refused")).isEqualTo(12);
        assertThat(content("group=G&dataId=fine")).isEqualTo("x");
    }

    @Test
    void abort_writesNothing_ifAnythingIsRefused() throws Exception {
        JsonObject report = importZip(zip("G/a", "1", "G/b c", "2"), "", 200);

        assertThat(report.flag("aborted", false)).isTrue();
        assertThat(outcomes(report)).isEqualTo(Map.of("G/a", "ABORTED", "G/b c", "INVALID_NAME"));
        assertThat(api.get("/config?namespace=" + target + "&group=G&dataId=a").statusCode())
                .isEqualTo(404);
    }

    @Test
    void plan_thatNoLongerHolds_writesNothing() throws Exception {
        byte[] zip = zip("G/a", "1", "G/b", "1");
        String plan = importZip(zip, "&policy=overwrite&dryRun=true", 200).string("plan");
        publish(target, "group=G&dataId=b", "someone else's");

        JsonObject refused = importZip(zip, "&policy=overwrite&plan=" + plan, 409);

        assertThat(refused.string("code")).isEqualTo("PLAN_CHANGED");
        assertThat(content("group=G&dataId=b")).isEqualTo("someone else's");
    }

    @Test
    void manifest_isBelievedOnlyAsFarAsItFits() throws Exception {
        String head = "{\"format\":\"diamond-export\",\"version\":1}\n";
        String lines = head
                + "{\"file\":\"x\",\"dataId\":\"a\",\"md5\":\"" + "0".repeat(32) + "\"}\n"
                + "{\"file\":\"gone\",\"dataId\":\"b\"}\n"
                + "no json\n"
                + "{\"file\":\"up\",\"dataId\":\"../c\"}\n"
                + "{\"file\":\"agg\",\"dataId\":\"agg\",\"kind\":\"aggregate\"}\n"
                + "{\"file\":\"y\",\"dataId\":\"one\"}\n"
                + "{\"file\":\"y\",\"dataId\":\"two\"}\n"
                + "{\"file\":\"z\",\"dataId\":\"one\"}\n";
        byte[] zip =
                zip("diamond-manifest.jsonl", lines, "x", "1", "up", "1", "agg", "1", "y", "1", "z", "1", "stray", "2");

        assertThat(outcomes(importZip(zip, "&policy=skip", 200)))
                .isEqualTo(Map.of(
                        "x", "MD5_MISMATCH",
                        "up", "INVALID_NAME",
                        "agg", "AGGREGATE",
                        "y", "created DUPLICATE_ENTRY",
                        "z", "DUPLICATE_KEY",
                        "gone", "CONTENT_MISSING",
                        "diamond-manifest.jsonl", "BAD_MANIFEST",
                        "stray", "NOT_IN_MANIFEST"));
        byte[] future = zip("diamond-manifest.jsonl", head.replace(":1", ":2"));
        assertThat(importZip(future, "", 400).string("code")).isEqualTo("UNKNOWN_FORMAT");
    }

    /** More often than there are turns: each gives its own back. */
    @Test
    void metadataThatIsNestedTooDeeply_isRefused_andKeepsNoTurn() throws Exception {
        byte[] zip = zip("G/a", "1", ".metadata.yml", "metadata: " + "[".repeat(100_000));

        for (int i = 0; i < 6; i++) {
            assertThat(importZip(zip, "", 400).string("code")).isEqualTo("BAD_METADATA");
        }
    }

    @Test
    void whatIsNoZip_isRefusedAsAWhole() throws Exception {
        byte[] whole = zip("G/a", "1");
        byte[] truncated = java.util.Arrays.copyOf(whole, whole.length - 1);

        assertThat(importZip(new byte[0], "", 400).string("code")).isEqualTo("NOT_A_ZIP");
        assertThat(importZip("<html>".getBytes(StandardCharsets.UTF_8), "", 400).string("code"))
                .isEqualTo("NOT_A_ZIP");
        assertThat(importZip(truncated, "", 400).string("code")).isEqualTo("NOT_A_ZIP");
        assertThat(importZip(zip(), "", 400).string("code")).isEqualTo("ZIP_EMPTY");
        assertThat(importZip(zip("G/a", "\0".repeat(70 << 20)), "", 413).string("code"))
                .isEqualTo("ZIP_TOO_LARGE");
        assertThat(importZip(zip(".metadata.yml", "!!javax.script.ScriptEngineManager [1]"), "", 400)
                        .string("code"))
                .isEqualTo("BAD_METADATA");
        assertThat(importZip(whole, "&policy=maybe", 400).string("code")).isEqualTo("BAD_PARAMETER");
    }
}
