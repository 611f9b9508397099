/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Json;

/** Publishes that were answered with 200, which none of them may be lost (G1). Thread-safe. */
final class Acks {

    private record Ack(ConfigKey key, long version, String content) {}

    private final Queue<Ack> acks = new ConcurrentLinkedQueue<>();

    void add(ConfigKey key, long version, String content) {
        acks.add(new Ack(key, version, content));
    }

    int count() {
        return acks.size();
    }

    /** Publishes one content after the other until the server refuses or is gone. */
    void publishUntilRefused(Api api) {
        ConfigKey key = ConfigKey.of("acks", "until-refused");
        try {
            while (true) {
                String content = "at " + System.nanoTime();
                HttpResponse<byte[]> answer = api.publish(key, content);
                if (answer.statusCode() != 200) {
                    return;
                }
                add(key, Json.parseObject(answer.body()).number("version"), content);
            }
        } catch (UncheckedIOException gone) {
            // The last publish has no answer: unknown.
        }
    }

    /** Every one is in history, at the version that was told. */
    void assertKept(Api api) {
        for (Ack ack : acks) {
            HttpResponse<byte[]> revision = api.readHistory(ack.key(), ack.version());
            assertThat(revision.statusCode()).as("%s", ack).isEqualTo(200);
            assertThat(Json.parseObject(revision.body()).string("content"))
                    .as("%s", ack)
                    .isEqualTo(ack.content());
        }
    }
}
