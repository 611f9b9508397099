/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** The console in a real browser, at a real closed server that is started once for all of it. */
class ConsoleIT {

    private static Chromium chromium;
    private static Node node;
    private static Admin admin;
    private static String kept;

    @BeforeAll
    static void start() throws IOException {
        chromium = Chromium.start();
        Path home = TestNodes.home("console");
        node = Nodes.payara(NodeOptions.in(home.resolve("node"))
                .light()
                .with("diamond.access", "closed")
                .with("diamond.admin.password-file", Admin.passwordIn(home).toString()));
        node.start();
        HttpClient http = HttpClient.newHttpClient();
        admin = new Admin(node.uri(), http).signIn();
        ConsoleContents.publish(admin);
        try (Visit first = stranger()) {
            kept = first.openFirst().signIn("admin", Admin.PASSWORD).kept();
        }
    }

    private static Visit stranger() {
        return chromium.visit(node.uri().toString());
    }

    private static Visit signedIn() {
        return chromium.visit(node.uri().toString(), kept);
    }

    @AfterAll
    static void stop() {
        if (node != null) {
            node.close();
        }
        if (chromium != null) {
            chromium.close();
        }
    }

    @Nested
    class Screens extends ConsoleScreens {

        @Override
        Visit stranger() {
            return ConsoleIT.stranger();
        }

        @Override
        Visit signedIn() {
            return ConsoleIT.signedIn();
        }
    }

    @Nested
    class Stories extends ConsoleStories {

        @Override
        Visit stranger() {
            return ConsoleIT.stranger();
        }

        @Override
        Visit signedIn() {
            return ConsoleIT.signedIn();
        }

        @Override
        Admin admin() {
            return admin;
        }
    }

    @Nested
    class Edits extends ConsoleEdits {

        @Override
        Visit signedIn() {
            return ConsoleIT.signedIn();
        }

        @Override
        Admin admin() {
            return admin;
        }
    }
}
