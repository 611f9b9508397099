/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.diamondconfig.server.access.Grant;
import org.diamondconfig.server.account.Accounts;
import org.diamondconfig.server.account.TestTokens;
import org.diamondconfig.server.account.Tokens;
import org.diamondconfig.server.document.Documents;

/** A {@link TestServer} that lets in who shows that he may come, and what to show it. Thread-safe. */
final class ClosedServer implements AutoCloseable {

    /** Of the user admin. */
    private static final String PASSWORD = "nobody guesses this";

    private final TestServer server;
    private final AdminApi api;
    private final String admin;

    private ClosedServer(TestServer server) {
        this.server = server;
        api = new AdminApi(server.base());
        admin = token(Grant.admin());
    }

    /** On a fresh H2 in this folder. */
    static ClosedServer start(Path folder) throws Exception {
        return new ClosedServer(TestServer.start(folder, Map.of("diamond.access", "closed")));
    }

    /** The same with these settings, and with the user admin, whose sign-ins are cheap. */
    static ClosedServer withAdmin(Path folder, Map<String, String> settings) throws Exception {
        Map<String, String> all = new HashMap<>(settings);
        all.put("diamond.access", "closed");
        all.put("diamond.password.iterations", "1000");
        Path password = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
        all.put("diamond.admin.password-file", password.toString());
        ClosedServer started = new ClosedServer(TestServer.start(folder.resolve("data"), all));
        Documents documents = started.part(Documents.class);
        Awaitility.await("the first user")
                .until(() -> documents.isComplete()
                        && documents.find("user", "admin").isPresent());
        return started;
    }

    AdminApi api() {
        return api;
    }

    /** The token of one who may do everything. */
    String admin() {
        return admin;
    }

    /** A new token. */
    String token(Grant... grants) {
        return TestTokens.issue(part(Accounts.class), part(Tokens.class), grants);
    }

    /** The header that shows a token. */
    static String[] as(String token) {
        return new String[] {"Authorization", "Bearer " + token};
    }

    /** The browser of the user admin, who has signed in. */
    Browser signedIn() {
        Browser browser = new Browser(port());
        assertThat(browser.signIn("admin", PASSWORD).status()).isEqualTo(200);
        return browser;
    }

    /** A sign-in of the user admin. */
    static String signIn() {
        return "{\"user\":\"admin\",\"password\":\"" + PASSWORD + "\"}";
    }

    URI base() {
        return server.base();
    }

    int port() {
        return server.port();
    }

    <T> T part(Class<T> type) {
        return server.part(type);
    }

    @Override
    public void close() {
        server.close();
    }
}
