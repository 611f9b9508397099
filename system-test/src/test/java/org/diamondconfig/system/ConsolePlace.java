/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;

/**
 * The server whose console is tried, and who may come there.
 *
 * @param admin who does beside the browser what others do meanwhile
 * @param kept what the browser of who has signed in keeps; null: nobody has yet
 * @param database the wire between the server and its database
 */
record ConsolePlace(Chromium chromium, URI server, Admin admin, String kept, TcpProxy database) {

    /** A person who has not signed in. */
    Visit stranger() {
        return new Visit(chromium.browser(), server.toString(), null);
    }

    /** One who has. */
    Visit signedIn() {
        return new Visit(chromium.browser(), server.toString(), kept);
    }

    /** One who has, and comes over this wire. */
    Visit signedInOver(TcpProxy wire) {
        return new Visit(chromium.browser(), "http://127.0.0.1:" + wire.port() + server.getPath(), kept);
    }

    /** One who has, at this address. */
    Visit at(String address) {
        return signedIn().open(address);
    }

    /** Another one publishes. */
    void publish(String dataId, String content) {
        ConsoleContents.put(admin, "dataId=" + dataId + "&type=properties", content);
    }

    /** What the database has of a key of the default group: what a node serves comes a moment later. */
    String read(String dataId) {
        return ask("GET", "/config?level=database&dataId=" + dataId, "").body();
    }

    /** The admin's own request. */
    HttpResponse<String> ask(String method, String path, String body) {
        return admin.send(method, path, body, admin.session());
    }

    /** Makes a user who has to choose a password when he comes first. */
    void makeUser(String name, String grants, String password) {
        String account = "{\"grants\": [" + grants + "]}";
        assertThat(ask("PUT", "/access/accounts?subject=user:" + name, account).statusCode())
                .isEqualTo(200);
        assertThat(ask("PUT", "/access/passwords?user=" + name, "{\"password\": \"" + password + "\"}")
                        .statusCode())
                .isBetween(200, 204);
    }

    /** Such a user signs in for the first time. */
    static Visit signInFirst(Visit visit, String name, String password, String chosen) {
        visit.page().locator("[name=user]").fill(name);
        visit.page().locator("[name=password]").fill(password);
        visit.page().locator("[name=password]").press("Enter");
        visit.page().locator("[name=new]").fill(chosen);
        visit.page().locator("[name=repeat]").fill(chosen);
        visit.page().locator("[name=repeat]").press("Enter");
        visit.page().locator("nav a").first().waitFor();
        return visit.settled();
    }
}
