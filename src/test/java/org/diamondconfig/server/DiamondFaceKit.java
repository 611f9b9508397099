/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.diamondconfig.server.RawHttp.Reply;
import org.diamondconfig.wire.Json;
import org.diamondconfig.wire.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What the contracts of the original Diamond's face share: two of its clients, and a group that no other test uses. They know a
 * server by its address alone and leave others' keys alone.
 */
abstract class DiamondFaceKit {

    /** 20 characters of Chinese; their bytes are not the same in GBK and UTF-8. */
    static final String CHINESE = "\u914d\u7f6e\u4e2d\u5fc3\uff1a\u5f00=on";

    OriginalClient client;
    OriginalClient other;

    /** A group that no other test uses. */
    final String group = "face-" + UUID.randomUUID();

    protected abstract String host();

    protected abstract int port();

    @BeforeEach
    void connect() throws IOException {
        client = new OriginalClient(host(), port());
        other = new OriginalClient(host(), port());
    }

    @AfterEach
    void disconnect() throws IOException {
        client.close();
        other.close();
    }

    void publish(String dataId, String content) throws IOException {
        assertOk(
                other.post("/basestone.do?method=syncUpdateAll", "dataId", dataId, "group", group, "content", content));
    }

    Reply remove(String dataId) throws IOException {
        return other.post("/basestone.do?method=syncDeleteAll", "dataId", dataId, "group", group);
    }

    static void assertOk(Reply reply) {
        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo("OK\n");
    }

    String named(String dataId) {
        return OriginalClient.named(group, dataId);
    }

    String line(String dataId, String content) {
        return OriginalClient.line(group, dataId, content);
    }

    static List<JsonObject> items(Reply reply) {
        byte[] json = ("{\"items\":" + reply.body() + "}").getBytes(StandardCharsets.UTF_8);
        return Json.parseObject(json).objects("items");
    }
}
