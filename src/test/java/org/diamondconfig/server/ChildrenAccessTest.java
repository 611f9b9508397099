/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.wire.ConfigKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key that may not be read is not there: not in a list, not in its digest, and no poll is answered for it. */
class ChildrenAccessTest {

    private static TestServer server;

    private static final class NoSecrets extends Access {

        @Override
        protected boolean decide(Caller caller, Action action, String namespace, ConfigKey key) {
            return action != Action.READ || key == null || !key.dataId().contains("secret");
        }
    }

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        server = TestServer.start(folder, new NoSecrets(), Map.of());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void keyThatMayNotBeRead_isNotThere() {
        AdminApi api = new AdminApi(server.base());
        api.put("/config?group=G&dataId=a/open", "1");
        String before = api.get("/children?group=G&prefix=a/").body();
        String digest = AdminApi.json(api.get("/children?group=G&prefix=a/")).string("digest");

        assertThat(api.put("/config?group=G&dataId=a/secret", "1").statusCode()).isEqualTo(200);

        assertThat(api.get("/children?group=G&prefix=a/").body()).isEqualTo(before);
        assertThat(api.get("/children?group=G&prefix=a/&contents=true").body()).doesNotContain("secret");
        String probe = "{\"prefixes\":[{\"group\":\"G\",\"prefix\":\"a/\",\"digest\":\"" + digest + "\"}]}";
        assertThat(api.post("/watch?wait=0s", probe).body()).doesNotContain("prefixes");
    }
}
