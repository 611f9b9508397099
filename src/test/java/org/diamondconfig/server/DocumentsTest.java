/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.diamondconfig.server.edge.SettingsDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The committed documents are those that the code would write now. {@code -Ddiamond.docs=write} writes them instead of
 * comparing.
 */
class DocumentsTest {

    private static final Path DOCS = Path.of("../docs");

    @Test
    void apiTable_isCurrent() throws IOException {
        assertCurrent("api.md", ApiDocument.markdown());
    }

    @Test
    void openApi_isCurrent() throws IOException {
        assertCurrent("openapi.yaml", ApiDocument.openApi());
    }

    @Test
    @SuppressWarnings("unchecked")
    void openApi_isReadByWhoeverReadsYaml() {
        Load yaml = new Load(LoadSettings.builder().build());

        Map<String, Object> document = (Map<String, Object>) yaml.loadFromString(ApiDocument.openApi());

        assertThat(document).containsKeys("openapi", "info", "servers", "paths", "components");
        assertThat((Map<String, Object>) document.get("paths"))
                .hasSizeGreaterThan(40)
                .containsKey("/config");
    }

    /** What a program makes of the document: the server's URL, of the path's own if it has any, and the path behind it. */
    @Test
    @SuppressWarnings("unchecked")
    void openApi_namesThePathsThatTheServerTakes() {
        Load yaml = new Load(LoadSettings.builder().build());
        Map<String, Object> document = (Map<String, Object>) yaml.loadFromString(ApiDocument.openApi());
        Set<String> addresses = new TreeSet<>();
        ((Map<String, Map<String, Object>>) document.get("paths")).forEach((path, item) -> {
            Object servers = item.getOrDefault("servers", document.get("servers"));
            addresses.add(((List<Map<String, String>>) servers).get(0).get("url") + path);
        });

        assertThat(addresses)
                .isEqualTo(RouteVisit.ofApi().map(RouteVisit::path).collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void settings_areCurrent() throws IOException {
        assertCurrent("settings.md", SettingsDocument.markdown());
    }

    @Test
    void metrics_areCurrent(@TempDir Path data) throws Exception {
        try (TestServer server = TestServer.start(data)) {
            assertCurrent("metrics.md", MetricsDocument.markdown(server.part(PrometheusRegistry.class)));
        }
    }

    private static void assertCurrent(String name, String expected) throws IOException {
        Path file = DOCS.resolve(name);
        if ("write".equals(System.getProperty("diamond.docs"))) {
            Files.createDirectories(DOCS);
            Files.writeString(file, expected);
        }
        assertThat(file)
                .as("run this test with -Ddiamond.docs=write and commit docs/")
                .hasContent(expected);
    }
}
