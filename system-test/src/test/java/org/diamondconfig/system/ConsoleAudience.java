/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diamondconfig.system.ConsoleStories.AT;
import static org.diamondconfig.system.ConsoleStories.append;
import static org.diamondconfig.system.ConsoleStories.edit;
import static org.diamondconfig.system.ConsoleStories.publish;
import static org.diamondconfig.system.ConsoleStories.publishDialog;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.util.Locale;
import java.util.stream.Stream;
import org.diamondconfig.wire.Md5;
import org.junit.jupiter.api.Test;

/** What people see of the clients: a version on its way to them, drawn while it arrives, and what agents tell of readers and scripts. */
abstract class ConsoleAudience {

    private static final String APPLIED =
            "\"state\":\"applied\",\"millis\":3,\"ago\":4,\"listener\":\"\",\"reason\":\"\"";
    private static final String FAILED = "\"state\":\"failed\",\"millis\":3,\"ago\":4,\"listener\":\"com.acme.Prices\","
            + "\"reason\":\"no <b>number</b>\"";

    private final ConsolePlace place;

    ConsoleAudience(ConsolePlace place) {
        this.place = place;
    }

    private static String id(int client) {
        return String.format(Locale.ROOT, "%032x", client);
    }

    /** A poll that does not wait, of a client that holds this, and perhaps says what became of it. */
    private void poll(int client, String dataId, long version, String content, String report) {
        String key = "{\"dataId\":\"" + dataId + "\",\"version\":" + version;
        String reports = report.isEmpty() ? "" : ",\"reports\":[" + key + "," + report + "}]";
        String body = "{\"items\":[" + key + ",\"md5\":\"" + Md5.hex(content) + "\"}]" + reports
                + ",\"counters\":{\"readers\":" + client + "}}";
        String header = "id=" + id(client) + "; app=shop; v=1.0; slot=0; label.zone=a";
        String[] headers = Stream.concat(
                        Stream.of("Diamond-Client", header),
                        Stream.of(place.admin().session()))
                .toArray(String[]::new);
        Admin.json(place.admin().send("POST", "/watch?wait=0s", body, headers));
    }

    @Test
    void versionOnItsWay_isDrawnAsItArrives_andWhoLagsIsNamed() {
        place.publish("arrive.properties", "a=1\n");
        for (int client = 1; client <= 3; client++) {
            poll(client, "arrive.properties", 1, "a=1\n", "");
        }
        try (Visit visit = edit(place.at("config?dataId=arrive.properties" + AT))) {
            append(visit, "b=2");
            Locator dialog = publishDialog(visit);
            dialog.getByText("3 clients will be told").waitFor();
            assertThat(dialog.innerText()).contains("Applications: shop 3.");
            visit.page().keyboard().press("Escape");
            dialog.waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
            publish(visit);
            Locator reach = visit.page().locator("dm-reach");
            reach.getByText("Applied by 0 of 3 clients").waitFor();
            poll(1, "arrive.properties", 2, "a=1\nb=2", APPLIED);
            poll(2, "arrive.properties", 2, "a=1\nb=2", APPLIED);
            poll(3, "arrive.properties", 2, "a=1\nb=2", FAILED);
            reach.locator(".ad-arrivals path.applied").waitFor();
            reach.getByText("no <b>number</b>").waitFor();
            visit.lookAround("config-arrivals");
            assertThat(reach.innerText()).contains("Applied by 2 of 3 clients");

            poll(3, "arrive.properties", 2, "a=1\nb=2", APPLIED);
            reach.getByText("Applied by 3 of 3 clients").waitFor();
            visit.assertNothingWrong();
        }
    }

    @Test
    void agents_tellWhatTheirScriptsDid_andHowManyRead() {
        place.publish("scripted.properties", "a=1\n");
        poll(4, "scripted.properties", 1, "a=1\n", APPLIED + ",\"followed\":\"script ended, status 0, 35 ms\"");
        poll(5, "scripted.properties", 1, "a=1\n", FAILED + ",\"followed\":\"script killed at the limit\"");
        try (Visit visit = place.at("subscribers?dataId=scripted.properties" + AT)) {
            Locator rows = visit.page().locator("dm-subscribers .table-frame").last();
            rows.getByText("script killed at the limit").waitFor();
            visit.lookAround("subscribers-agents");
            assertThat(rows.innerText()).contains("script ended, status 0, 35 ms", "readers: 4", "readers: 5");

            visit.open("clients?client=" + id(5));
            visit.page().getByText("script killed at the limit").waitFor();
            visit.lookAround("clients-agent");
            assertThat(visit.page().locator("dm-clients").innerText()).contains("readers: 5", "com.acme.Prices");
            visit.assertNothingWrong();
        }
    }
}
