/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another store is taken over only by name, and then wholly: its generation rises above what everybody knows. */
class AdoptTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String FOO = "/config?dataId=foo";
    private static final String OTHER = "/config?dataId=other";
    private static final String BAR = "/config?dataId=bar";

    @TempDir
    private Path folder;

    private static String epoch(AdminApi api) {
        return api.get(FOO).headers().firstValue("Diamond-Epoch").orElse("");
    }

    @Test
    void store_isAdoptedByItsIdOnly_andTheDumpMovesToItsHigherGeneration() throws Exception {
        String theirs;
        try (TestServer other = TestServer.start(folder.resolve("other"))) {
            AdminApi api = new AdminApi(other.base());
            api.put(FOO, "theirs");
            theirs = epoch(api).split("-")[1];
        }
        try (TestServer node = TestServer.start(folder.resolve("node"))) {
            AdminApi api = new AdminApi(node.base());
            api.put(FOO, "ours");
            api.put(BAR, "ours alone");
            assertThat(api.post("/ops/adopt?store=" + theirs, "").statusCode()).isEqualTo(409);
        }
        Files.copy(
                folder.resolve("other/diamond.mv.db"),
                folder.resolve("node/diamond.mv.db"),
                StandardCopyOption.REPLACE_EXISTING);

        try (TestServer node = TestServer.start(folder.resolve("node"))) {
            AdminApi api = new AdminApi(node.base());
            assertThat(api.outside("health/ready").body()).contains("STORE_CHANGED", theirs);
            assertThat(api.get(FOO).body()).isEqualTo("ours");
            assertThat(api.post("/ops/adopt", "").statusCode()).isEqualTo(400);
            assertThat(api.post("/ops/adopt?store=0123456789abcdef", "").body()).contains("OTHER_STORE");

            assertThat(api.post("/ops/adopt?store=" + theirs, "").body()).contains("2-" + theirs);

            await().atMost(PATIENCE).until(() -> api.get(FOO).body().equals("theirs"));
            await().atMost(PATIENCE).until(() -> api.get(BAR).statusCode() == 404);
            assertThat(epoch(api)).isEqualTo("2-" + theirs);
            assertThat(api.put(FOO, "both").statusCode()).isEqualTo(200);
        }
    }

    /** A backup that was restored, or a spare that had not heard the last of what was acknowledged (F9). */
    @Test
    void ownStore_thatWentBack_isServedAsItWas_untilItIsAdoptedAsItIs() throws Exception {
        Path data = folder.resolve("node");
        Path backup = folder.resolve("backup");
        String id;
        try (TestServer node = TestServer.start(data)) {
            AdminApi api = new AdminApi(node.base());
            api.put(FOO, "old");
            id = epoch(api).split("-")[1];
        }
        Files.copy(data.resolve("diamond.mv.db"), backup);
        try (TestServer node = TestServer.start(data)) {
            AdminApi api = new AdminApi(node.base());
            api.put(FOO, "new");
            api.put(BAR, "made after the backup");
            assertThat(api.post("/ops/adopt?store=" + id, "").body()).contains("STORE_NOT_CHANGED");
        }
        Files.copy(backup, data.resolve("diamond.mv.db"), StandardCopyOption.REPLACE_EXISTING);

        try (TestServer node = TestServer.start(data)) {
            AdminApi api = new AdminApi(node.base());
            await().atMost(PATIENCE)
                    .until(() -> api.outside("health/ready").body().contains("/api/v1/ops/adopt?store=" + id));
            assertThat(api.get(FOO).body()).isEqualTo("new");
            assertThat(api.get(BAR).body()).isEqualTo("made after the backup");
            assertThat(api.put(OTHER, "changes go on").statusCode()).isEqualTo(200);

            assertThat(api.post("/ops/adopt?store=" + id, "").body()).contains("2-" + id);

            await().atMost(PATIENCE).until(() -> api.get(FOO).body().equals("old"));
            await().atMost(PATIENCE).until(() -> api.get(BAR).statusCode() == 404);
            await().atMost(PATIENCE)
                    .until(() -> !api.outside("health/ready").body().contains("adopt"));
            assertThat(api.put(FOO, "newer").statusCode()).isEqualTo(200);
            assertThat(api.get(FOO).body()).isEqualTo("newer");
            assertThat(api.get(OTHER).body()).isEqualTo("changes go on");
            assertThat(api.post("/ops/adopt?store=" + id, "").body()).contains("STORE_NOT_CHANGED");
        }
    }
}
