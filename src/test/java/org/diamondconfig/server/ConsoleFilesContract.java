/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.diamondconfig.server.RawHttp.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How any server hands out the console's files: all of them, nothing else, and what a browser is told beside them. */
public abstract class ConsoleFilesContract {

    private static final String CONSOLE = "/console/";
    private static final Path SOURCE = Path.of("../webapp/console");
    private static final String LIT = CONSOLE + "vendor/lit.js";

    /** Where the server listens; the application is at {@code /diamond-server}. */
    protected abstract String host();

    protected abstract int port();

    private Reply send(byte[] request) {
        try (RawHttp connection = new RawHttp(host(), port(), StandardCharsets.ISO_8859_1)) {
            return connection.exchange(request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Reply get(String path, String... headers) {
        return send(BadInput.get(path, headers));
    }

    private static byte[] bytes(Reply reply) {
        return reply.body().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(SOURCE)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void everyFile_comesAsItIs_withAType_andOfThisOriginAlone() throws IOException {
        assertThat(files()).isNotEmpty().allSatisfy(file -> {
            Reply reply = get(CONSOLE + SOURCE.relativize(file));

            assertThat(reply.status()).isEqualTo(200);
            assertThat(bytes(reply)).isEqualTo(Files.readAllBytes(file));
            assertThat(reply.header("Content-Type")).isNotEmpty().isNotEqualTo("application/octet-stream");
            assertThat(reply.header("Content-Security-Policy"))
                    .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(reply.header("Permissions-Policy")).contains("camera=()");
            assertThat(reply.header("Set-Cookie")).isEmpty();
        });
    }

    @Test
    void script_isText_javascript() {
        assertThat(get(LIT).header("Content-Type").replace(" ", ""))
                .isEqualToIgnoringCase("text/javascript;charset=UTF-8");
    }

    @Test
    void file_isPacked_forThoseWhoSayTheyUnpack() throws IOException {
        Reply packed = get(LIT, "Accept-Encoding: gzip, br");

        assertThat(packed.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(packed.header("Vary")).contains("Accept-Encoding");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(bytes(packed))).readAllBytes())
                .isEqualTo(Files.readAllBytes(SOURCE.resolve("vendor/lit.js")));
        assertThat(get(LIT, "Accept-Encoding: gzip;q=0").header("Content-Encoding"))
                .isEmpty();
    }

    @Test
    void fileThatTheBrowserHas_isNotSentAgain() {
        Reply first = get(LIT);
        Reply again = get(LIT, "If-None-Match: " + first.header("ETag"));

        assertThat(first.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
        assertThat(get(LIT, "If-None-Match: \"0\"").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/console"})
    void root_leadsToTheConsole_fromPagesOfOthersToo(String path) {
        Reply reply = get(path, "Sec-Fetch-Site: cross-site");

        assertThat(reply.status()).isIn(301, 302);
        assertThat(reply.header("Location")).endsWith(TestServer.CONTEXT + CONSOLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/nothing.js",
                "/console/vendor/",
                "/console/vendor",
                "/console/../WEB-INF/web.xml",
                "/console/%2e%2e/WEB-INF/web.xml",
                "/console/..%2fWEB-INF/web.xml",
                "/console/..;/WEB-INF/web.xml",
                "/console/..\\WEB-INF/web.xml",
                "/console//vendor/lit.js",
                "/console/vendor/lit.js/",
                "/console/vendor/lit.js;a=b",
                "/console/vendor/lit.js%00",
                "/console/VENDOR/lit.js",
                "/console/WEB-INF/web.xml"
            })
    void anythingElse_isNotHandedOut(String path) {
        Reply reply = get(path);
        // Containers tidy paths up before any filter hears of them: of a folder, and of a way out, which ends at the
        // root.
        while (List.of(301, 302).contains(reply.status())) {
            String next = below(reply.header("Location"));
            if (next.equals(CONSOLE)) {
                return;
            }
            reply = get(next);
        }

        assertThat(reply.status()).isBetween(400, 404);
        assertThat(reply.body()).doesNotContain("web-app", "Lit", "customElements");
    }

    /** The path of an address behind the context's. */
    private static String below(String address) {
        return URI.create(address).getRawPath().substring(TestServer.CONTEXT.length());
    }

    @Test
    void absentFile_isAProblemLikeAnyOther() {
        Reply reply = get("/console/nothing.js");

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.header("Content-Type")).startsWith("application/problem+json");
        assertThat(reply.body()).contains("NO_SUCH_FILE");
    }

    @Test
    void files_areNotWritten() {
        Reply put = send(BadInput.put(LIT, "alert(1)"));

        assertThat(put.status()).isEqualTo(405);
        assertThat(put.header("Allow")).isEqualTo("GET, HEAD");
        assertThat(get(LIT).body()).doesNotContain("alert(1)");
    }
}
