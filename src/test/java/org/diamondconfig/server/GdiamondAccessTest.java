/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.diamondconfig.server.RawHttp.Reply;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.wire.ConfigKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** gdiamond's face for those who may do nothing: each path asks for the right, and tells nothing without it. */
class GdiamondAccessTest {

    /** What {@link Access} was asked since the last look. */
    private static final List<Action> ASKED = new CopyOnWriteArrayList<>();

    private static TestServer server;
    private static GdiamondApi api;

    private static final class RefusingAccess extends Access {

        @Override
        protected boolean decide(Caller caller, Action action, String namespace, ConfigKey key) {
            ASKED.add(action);
            return false;
        }
    }

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        server = TestServer.start(folder, new RefusingAccess(), Map.of());
        api = new GdiamondApi("127.0.0.1", server.port(), "g");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void forget() {
        ASKED.clear();
    }

    private static void assertForbidden(Reply reply, Action action) {
        assertThat(ASKED).containsOnly(action);
        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.body()).isEqualTo("You may not do this to a configuration of that name.\n");
    }

    @Test
    void publish_isForThoseWhoMay() {
        assertForbidden(api.publish("a", "1"), Action.PUBLISH);
    }

    @Test
    void read_isForThoseWhoMay() {
        assertForbidden(api.read("a"), Action.READ);
    }

    @Test
    void hint_isForThoseWhoMayRead() {
        assertForbidden(api.form("/notify", "dataId", "a", "group", "g"), Action.READ);
    }

    @Test
    void poll_isToldNothingOfWhatMayNotBeRead() {
        Reply reply = api.poll("0", api.item("a", "not what there is"));

        assertThat(ASKED).containsOnly(Action.READ);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEmpty();
    }
}
