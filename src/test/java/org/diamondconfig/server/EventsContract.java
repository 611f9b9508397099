/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.diamondconfig.client.DiamondClient;
import org.diamondconfig.server.EventReader.Event;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.JsonObject;
import org.diamondconfig.wire.Md5;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a reader of events is told, on every server. It knows a server by its address alone and leaves others' keys alone. */
@Timeout(300)
public abstract class EventsContract {

    /** The push and a poll that comes back are in it. */
    private static final Duration WITHIN = Duration.ofSeconds(5);

    private final String group = "events-" + UUID.randomUUID();
    private AdminApi api;

    protected abstract URI base();

    @BeforeEach
    void open() {
        api = new AdminApi(base());
    }

    private String key(String dataId) {
        return "?group=" + group + "&dataId=" + dataId;
    }

    private void publish(String dataId, String content) {
        assertThat(api.put("/config" + key(dataId), content).statusCode()).isEqualTo(200);
    }

    private EventReader read(String more, String... headers) throws Exception {
        return new EventReader(base(), "?group=" + group + more, headers);
    }

    @Test
    void stream_saysWhatItIs_andThatProxiesShallNotKeepIt() throws Exception {
        try (EventReader events = read("")) {
            assertThat(events.response().statusCode()).isEqualTo(200);
            var headers = events.response().headers();
            assertThat(headers.firstValue("Content-Type")
                            .orElse("")
                            .toLowerCase(Locale.ROOT)
                            .replace(" ", ""))
                    .isEqualTo("text/event-stream;charset=utf-8");
            assertThat(headers.firstValue("Cache-Control")).hasValue("no-store");
            assertThat(headers.firstValue("X-Accel-Buffering")).hasValue("no");
            Event ready = events.next();
            assertThat(ready.name()).isEqualTo("ready");
            assertThat(ready.id()).isNotEmpty();
        }
    }

    @Test
    void change_isToldOnceItIsServed_withWhoMadeIt_andWithoutItsContent() throws Exception {
        try (EventReader events = read("")) {
            events.next("ready");
            publish("a", "secret=größe");

            Event change = events.next("change");

            JsonObject told = change.json();
            assertThat(told.string("group")).isEqualTo(group);
            assertThat(told.string("dataId")).isEqualTo("a");
            assertThat(told.number("version")).isEqualTo(1);
            assertThat(told.string("md5")).isEqualTo(Md5.hex("secret=größe"));
            assertThat(told.string("operation")).isEqualTo("publish");
            assertThat(told.string("by")).isNotEmpty();
            assertThat(told.has("at")).isTrue();
            assertThat(change.text()).doesNotContain("secret");
        }
    }

    @Test
    void removalAndRollback_areToldAsSuch() throws Exception {
        try (EventReader events = read("&dataId=back")) {
            publish("back", "1");
            publish("back", "2");
            assertThat(api.post("/rollback" + key("back") + "&version=1", "").statusCode())
                    .isEqualTo(200);
            assertThat(api.delete("/config" + key("back")).statusCode()).isEqualTo(200);

            events.next("change");
            events.next("change");
            assertThat(events.next("change").json().string("operation")).isEqualTo("rollback");
            JsonObject gone = events.next("change").json();
            assertThat(gone.string("operation")).isEqualTo("remove");
            assertThat(gone.string("md5")).isEmpty();
            assertThat(gone.number("version")).isEqualTo(4);
        }
    }

    @Test
    void changesThatAreNotAskedFor_areNotTold() throws Exception {
        try (EventReader events = read("&prefix=in/")) {
            publish("out/a", "1");
            publish("in/a", "1");

            assertThat(events.next("change").json().string("dataId")).isEqualTo("in/a");
        }
    }

    @Test
    void readerWhoComesBack_isToldWhatCameMeanwhile() throws Exception {
        String last;
        try (EventReader events = read("")) {
            publish("before", "1");
            last = events.next("change").id();
        }
        publish("meanwhile", "1");

        try (EventReader events = read("", "Last-Event-ID", last)) {
            assertThat(events.next().name()).isEqualTo("ready");
            assertThat(events.next("change").json().string("dataId")).isEqualTo("meanwhile");
        }
    }

    @Test
    void readerWhoComesFromElsewhere_isToldToReadAnew() throws Exception {
        for (String foreign : new String[] {"0123456789abcdef.7", "no id of anybody's", "x".repeat(2_000)}) {
            try (EventReader events = read("", "Last-Event-ID", foreign)) {
                assertThat(events.next().name()).as(foreign).isEqualTo("reset");
                publish("after", foreign);
                assertThat(events.next().name()).isEqualTo("change");
            }
        }
    }

    @Test
    void publish_isToldToBeAppliedByAll_soon(@TempDir Path home) throws Exception {
        ConfigKey key = ConfigKey.of(group, "applied");
        try (DiamondClient client =
                DiamondClient.builder().servers(base().toString()).home(home).build()) {
            publish("applied", "1");
            client.listen(key, config -> {});
            try (EventReader events = read("&dataId=applied&topics=arrivals")) {
                awaitApplied(events, 1);
                List<Duration> took = new ArrayList<>();
                for (int version = 2; version <= 4; version++) {
                    long published = System.nanoTime();
                    publish("applied", Integer.toString(version));
                    awaitApplied(events, version);
                    took.add(Duration.ofNanos(System.nanoTime() - published));
                }
                assertThat(took)
                        .as("one may be late where a machine does other things, not all")
                        .anyMatch(each -> each.compareTo(WITHIN) < 0);
            }
        }
    }

    private static void awaitApplied(EventReader events, long version) throws InterruptedException {
        JsonObject told = events.next("arrivals").json();
        while (told.number("version") != version || told.object("states").number("applied") != 1) {
            told = events.next("arrivals").json();
        }
        assertThat(told.objects("stragglers")).isEmpty();
    }

    @Test
    void readerOfArrivals_isNotToldWhatStoodBeforeAnybodyReadThem() throws Exception {
        publish("late", "1");
        try (EventReader events = read("&dataId=late&topics=arrivals&wait=5s")) {
            assertThat(events.next("arrivals").json().number("version")).isEqualTo(1);
            events.awaitOver();
        }
        publish("late", "2");

        try (EventReader events = read("&dataId=late&topics=arrivals")) {
            assertThat(events.next("arrivals").json().number("version")).isEqualTo(2);
        }
    }

    @Test
    void nodes_areTold_againAndAgain() throws Exception {
        try (EventReader events = read("&topics=cluster")) {
            assertThat(events.next("cluster").json().object("self").has("node")).isTrue();
            assertThat(events.next("cluster").json().object("self").has("report"))
                    .isTrue();
        }
    }

    @Test
    void streamThatIsToLastNoTime_tellsWhereItWouldBegin_andEnds() throws Exception {
        try (EventReader events = read("&wait=0s")) {
            assertThat(events.next().name()).isEqualTo("ready");
            assertThat(events.next().json().string("code")).isEqualTo("TIME_OVER");
            events.awaitOver();
        }
    }

    @Test
    void wrongWishes_areRefused() throws Exception {
        assertThat(refusal("?topics=all")).contains("BAD_PARAMETER");
        assertThat(refusal("?topics=")).contains("BAD_PARAMETER");
        assertThat(refusal("?topics=arrivals")).contains("BAD_PARAMETER");
        assertThat(refusal("?dataId=a&prefix=b")).contains("BAD_PARAMETER");
        assertThat(refusal("?dataId=..")).contains("INVALID_NAME");
        assertThat(refusal("?namespace=diamond.access")).contains("FORBIDDEN");
        assertThat(refusal("?wait=soon")).contains("BAD_PARAMETER");
        assertThat(api.post("/events", "").statusCode()).isEqualTo(405);
        assertThat(api.post("/events", "").body()).contains("METHOD_NOT_ALLOWED");
    }

    private String refusal(String query) throws Exception {
        try (EventReader events = new EventReader(base(), query)) {
            assertThat(events.response().statusCode()).isBetween(400, 403);
            assertThat(events.response().headers().firstValue("Content-Type").orElse(""))
                    .startsWith("application/problem+json");
        }
        return api.get("/events" + query).body();
    }

    @Test
    void manyReaders_areAllTold() throws Exception {
        EventReader[] readers = new EventReader[12];
        try {
            for (int i = 0; i < readers.length; i++) {
                readers[i] = read("");
                readers[i].next("ready");
            }
            for (int i = 0; i < 20; i++) {
                publish("many-" + i, "1");
            }
            for (EventReader reader : readers) {
                for (int i = 0; i < 20; i++) {
                    assertThat(reader.next("change").json().string("dataId")).isEqualTo("many-" + i);
                }
            }
        } finally {
            for (EventReader reader : readers) {
                if (reader != null) {
                    reader.close();
                }
            }
        }
    }
}
