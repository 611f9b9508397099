/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.diamondconfig.server.config.Publication;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.transfer.Item;
import org.diamondconfig.server.transfer.Parcel;
import org.diamondconfig.server.transfer.Plan;
import org.diamondconfig.server.transfer.Policy;
import org.diamondconfig.server.transfer.Report;
import org.diamondconfig.server.transfer.Transfers;
import org.diamondconfig.server.transfer.Wishes;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Json;
import org.diamondconfig.wire.JsonObject;
import org.diamondconfig.wire.Md5;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is changed between the look and the write of a transfer stays as somebody else left it. */
class TransferRaceTest {

    private static final Wishes OVERWRITE = new Wishes(Policy.OVERWRITE, false, Optional.empty(), "");

    private TestServer server;
    private AdminApi api;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        server = TestServer.start(folder);
        api = new AdminApi(server.base());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void publish(String dataId, String content) {
        assertThat(api.put("/config?dataId=" + dataId, content).statusCode()).isEqualTo(200);
    }

    private static Parcel parcel(String dataId, long sourceVersion) {
        ConfigKey key = ConfigKey.of(null, dataId);
        Item.Names names = new Item.Names(Optional.of(key), Optional.empty(), "");
        return Parcel.of(
                Item.of(names, new Item.Side(sourceVersion, Md5.hex("brought"))), Publication.of(key, "brought"));
    }

    private JsonObject run(Parcel.Load load, Runnable meanwhile) throws IOException {
        Transfers transfers = server.part(Transfers.class);
        Plan plan = transfers.plan(Caller.SYSTEM, OVERWRITE, load);
        meanwhile.run();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Report report = new Report(out, false);
        report.begin(false, 0);
        transfers.run(new Transfers.Run(Caller.SYSTEM, OVERWRITE, load, Optional.empty()), Optional.of(plan), report);
        return Json.parseObject(out.toByteArray());
    }

    private static List<String> outcomes(JsonObject report) {
        return report.objects("items").stream()
                .map(item -> item.optionalString("code").orElse(item.string("outcome")))
                .toList();
    }

    @Test
    void targetsThatChange_appearOrGo_areLeftAlone_andTheOthersAreWritten() throws Exception {
        List.of("changed", "gone", "quiet").forEach(dataId -> publish(dataId, "old"));
        Parcel.Load load = sink -> {
            for (String dataId : List.of("changed", "gone", "quiet", "new", "born")) {
                sink.take(parcel(dataId, 1));
            }
        };

        JsonObject report = run(load, () -> {
            publish("changed", "theirs");
            publish("born", "theirs");
            api.delete("/config?dataId=gone");
        });

        assertThat(outcomes(report))
                .containsExactly(
                        "CHANGED_MEANWHILE", "CHANGED_MEANWHILE", "overwritten", "created", "CHANGED_MEANWHILE");
        assertThat(api.get("/config?dataId=changed").body()).isEqualTo("theirs");
        assertThat(api.get("/config?dataId=born").body()).isEqualTo("theirs");
        assertThat(api.get("/config?dataId=gone").statusCode()).isEqualTo(404);
        assertThat(api.get("/config?dataId=quiet").body()).isEqualTo("brought");
    }

    @Test
    void sourceThatChanges_isNotBrought_unseen() throws Exception {
        long[] version = {1};
        Parcel.Load load = sink -> sink.take(parcel("a", version[0]));

        JsonObject report = run(load, () -> version[0]++);

        assertThat(outcomes(report)).containsExactly("CHANGED_MEANWHILE");
        assertThat(api.get("/config?dataId=a").statusCode()).isEqualTo(404);
    }

    @Test
    void whatWasTheSame_isNotWritten_thoughItHasChanged() throws Exception {
        publish("a", "brought");
        Parcel.Load load = sink -> sink.take(parcel("a", 1));

        JsonObject report = run(load, () -> publish("a", "theirs"));

        assertThat(outcomes(report)).containsExactly("CHANGED_MEANWHILE");
        assertThat(api.get("/config?dataId=a").body()).isEqualTo("theirs");
    }
}
