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
    private static MariaDb store;
    private static TcpProxy database;
    private static Node node;
    private static ConsolePlace place;

    @BeforeAll
    static void start() throws IOException {
        chromium = Chromium.start();
        Path home = TestNodes.home("console");
        store = new MariaDb(TestNodes.home("console-mariadb"));
        database = TcpProxy.to(store.port());
        node = Nodes.payara(MariaDb.reachedAt(
                        NodeOptions.in(home.resolve("node")).light(), database.port())
                .with("diamond.access", "closed")
                .with("diamond.admin.password-file", Admin.passwordIn(home).toString()));
        node.start();
        Admin admin = new Admin(node.uri(), HttpClient.newHttpClient()).signIn();
        ConsoleContents.publish(admin);
        ConsolePlace first = new ConsolePlace(chromium, node.uri(), admin, null, database);
        try (Visit visit = first.stranger()) {
            String kept = visit.openFirst().signIn("admin", Admin.PASSWORD).kept();
            place = new ConsolePlace(chromium, node.uri(), admin, kept, database);
        }
    }

    @AfterAll
    static void stop() {
        for (AutoCloseable each : new AutoCloseable[] {node, database, store, chromium}) {
            close(each);
        }
    }

    private static void close(AutoCloseable each) {
        try {
            if (each != null) {
                each.close();
            }
        } catch (Exception e) {
            throw new IllegalStateException(each + " does not end", e);
        }
    }

    @Nested
    class Screens extends ConsoleScreens {

        Screens() {
            super(place);
        }
    }

    @Nested
    class Stories extends ConsoleStories {

        Stories() {
            super(place);
        }
    }

    @Nested
    class Rivals extends ConsoleRivals {

        Rivals() {
            super(place);
        }
    }

    @Nested
    class Faults extends ConsoleFaults {

        Faults() {
            super(place);
        }
    }

    @Nested
    class Audience extends ConsoleAudience {

        Audience() {
            super(place);
        }
    }

    @Nested
    class Hostile extends ConsoleHostile {

        Hostile() {
            super(place);
        }
    }

    @Nested
    class HostileZips extends ConsoleHostileZips {

        HostileZips() {
            super(place);
        }
    }

    @Nested
    class Hunks extends ConsoleHunks {

        Hunks() {
            super(place);
        }
    }

    @Nested
    class Explorer extends ConsoleExplorer {

        Explorer() {
            super(place);
        }
    }

    @Nested
    class Edits extends ConsoleEdits {

        Edits() {
            super(place);
        }
    }
}
