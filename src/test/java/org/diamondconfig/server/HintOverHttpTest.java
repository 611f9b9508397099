/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diamondconfig.server.Watching.changes;
import static org.diamondconfig.server.Watching.holding;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.diamondconfig.server.RawHttp.Reply;
import org.diamondconfig.server.store.Database;
import org.diamondconfig.wire.Md5;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A hint, in either old face's words, to a server whose sweeps are off: what it does not look for it does not find. */
class HintOverHttpTest {

    private static Watching server;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        server = Watching.start(folder, Map.of("diamond.sweep.delta", "1h", "diamond.sweep.full", "1h"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** As a script that knows no server changes it. */
    private static int changeBehindItsBack(String dataId, String content) {
        String change = String.format(
                "update config_info set version = version + 1, content = '%s', md5 = '%s' where data_id = '%s'",
                content, Md5.hex(content), dataId);
        return server.part(Database.class)
                .write(entities -> entities.createNativeQuery(change).executeUpdate());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/notify.do?method=notifyConfigInfo&", "/notify?"})
    void hint_hasTheServerLook_andServeAndTellWhatItFinds(String path) {
        String dataId = "hinted-by-" + path.length();
        server.publish(dataId, "old");
        assertThat(changeBehindItsBack(dataId, "new")).isEqualTo(1);
        CompletableFuture<Reply> poll = server.pollLater("50s", holding(dataId, 1, "old"));
        server.awaitHeld(dataId);
        assertThat(server.get(dataId).body()).isEqualTo("old");

        Reply hint = server.exchange(BadInput.get(path + "group=" + Watching.GROUP + "&dataId=" + dataId));

        assertThat(hint.status()).as(hint.body()).isEqualTo(200);
        assertThat(server.get(dataId).body()).isEqualTo("new");
        assertThat(changes(poll.join())).singleElement().satisfies(change -> {
            assertThat(change.content()).contains("new");
            assertThat(change.version()).isEqualTo(2);
        });
    }
}
