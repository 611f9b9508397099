/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server that comes up before a database whose schema is not its own serves what it had, touches nothing, says what to do, and
 * goes on by itself once that is done.
 */
class SchemaOverRestartTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Map<String, String> CHECK = Map.of("diamond.schema", "check");
    private static final String FOO = "/config?dataId=foo";

    @TempDir
    private Path folder;

    /** As whoever runs scripts by hand, beside the server that waits. */
    private void sql(String statement) throws SQLException {
        String url = "jdbc:h2:file:" + folder.resolve("diamond") + ";IFEXISTS=TRUE";
        try (Connection connection = DriverManager.getConnection(url, "diamond", "");
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }

    /** A server publishes; then somebody makes the schema another one, and the server stops. */
    private void publishAndThen(String statement) throws Exception {
        try (TestServer server = TestServer.start(folder)) {
            assertThat(new AdminApi(server.base()).put(FOO, "before").statusCode())
                    .isEqualTo(200);
            sql(statement);
        }
    }

    private static void assertServesTheDump_andSaysWhatToDo(AdminApi api, String code, String... words) {
        HttpResponse<String> read = api.get(FOO);
        HttpResponse<String> ready = api.outside("health/ready");
        HttpResponse<String> publish = api.put(FOO, "after");

        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(read.body()).isEqualTo("before");
        assertThat(read.headers().firstValue("Diamond-Level")).contains("dump");
        assertThat(ready.statusCode()).as("reads can be answered").isEqualTo(200);
        assertThat(ready.body()).contains(code).contains(words);
        assertThat(publish.statusCode()).isEqualTo(503);
        assertThat(publish.body()).contains(code).contains(words);
        assertThat(publish.headers().firstValue("Retry-After")).isPresent();
        assertThat(api.get(FOO + "&level=database").body()).contains(code);
    }

    private static void assertGoesOn(AdminApi api) {
        await().atMost(PATIENCE).until(() -> api.put(FOO, "after").statusCode() == 200);
        assertThat(api.get(FOO).body()).isEqualTo("after");
        assertThat(api.outside("health/ready").body()).doesNotContain("SCHEMA_");
    }

    @Test
    void olderSchema_isLeftAlone_untilItsScriptsWereRun() throws Exception {
        publishAndThen("delete from schema_version where version = (select max(version) from schema_version)");

        try (TestServer server = TestServer.start(folder, CHECK)) {
            AdminApi api = new AdminApi(server.base());
            assertServesTheDump_andSaysWhatToDo(api, "SCHEMA_OLD", "Run what comes after V", "diamond.schema=apply");

            sql("insert into schema_version (version) select max(version) + 1 from schema_version");
            assertGoesOn(api);
        }
    }

    @Test
    void newerSchema_isLeftAlone_untilItIsGone() throws Exception {
        publishAndThen("insert into schema_version (version) values (99)");

        try (TestServer server = TestServer.start(folder, CHECK)) {
            AdminApi api = new AdminApi(server.base());
            assertServesTheDump_andSaysWhatToDo(api, "SCHEMA_NEW", "has schema V99", "Start the newer server");

            sql("delete from schema_version where version = 99");
            assertGoesOn(api);
        }
    }
}
