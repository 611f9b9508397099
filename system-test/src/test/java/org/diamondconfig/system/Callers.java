/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.JsonObject;

/**
 * A closed node as those see it who come to it: an administrator, one who may read everything, one who may do nothing, and one
 * who shows nothing. Thread-safe.
 *
 * @param admin may do everything
 * @param readers the token of whoever may read
 * @param strangers the subject of whoever may do nothing
 */
record Callers(Api admin, Api reader, Api stranger, Api nobody, String readers, String strangers) {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** A closed node whose first user has a password of this folder; how long it takes to hash is no matter here. */
    static NodeOptions closed(NodeOptions options, Path folder) throws IOException {
        return options.with("diamond.access", "closed")
                .with("diamond.admin.password-file", Admin.passwordIn(folder).toString())
                .with("diamond.password.iterations", "1000");
    }

    /** Makes their tokens on a closed node that runs. */
    static Callers of(Node node) {
        Admin first = new Admin(node.uri(), HTTP).signIn();
        JsonObject admin = first.token("""
                {"description": "admin", "grants": [{"can": ["admin"], "namespace": "*"}]}""");
        JsonObject reader = first.token("""
                {"description": "reader", "grants": [{"can": ["reader"], "namespace": "*"}]}""");
        JsonObject stranger = first.token("""
                {"description": "stranger", "grants": []}""");
        Api nobody = new Api(node);
        return new Callers(
                nobody.showing(admin.string("token")),
                nobody.showing(reader.string("token")),
                nobody.showing(stranger.string("token")),
                nobody,
                reader.string("token"),
                stranger.string("subject"));
    }

    /** Each is judged as he always was. */
    void assertJudgedAsEver(ConfigKey key) {
        assertThat(reader.read(key).statusCode()).isEqualTo(200);
        assertThat(reader.publish(key, "must not be taken").statusCode()).isEqualTo(403);
        assertThat(stranger.read(key).statusCode()).isEqualTo(403);
        assertThat(nobody.read(key).statusCode()).isEqualTo(401);
    }

    /** What the trail tells of refusals of the stranger since then. */
    List<JsonObject> refusals(Instant since) {
        return admin.audit("outcome=refused&who=" + strangers + "&from=" + since);
    }
}
