/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurabilityTest {

    private static final long CONTENT = 1 << 20;

    /** A cluster of Galera, and one of group replication besides, with everything as it should be. */
    private static Map<String, String> sound() {
        return new HashMap<>(Map.of(
                "innodb_flush_log_at_trx_commit", "1",
                "log_bin", "ON",
                "sync_binlog", "1",
                "binlog_format", "ROW",
                "wsrep_on", "ON",
                "wsrep_sync_wait", "1",
                "group_replication_group_name", "a-b-c",
                "group_replication_consistency", "BEFORE",
                "max_allowed_packet", "2097152"));
    }

    @Test
    void soundSettings_warnOfNothing() {
        assertThat(new Durability(sound()).warnings(CONTENT)).isEmpty();
        assertThat(new Durability(Map.of()).warnings(CONTENT)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "innodb_flush_log_at_trx_commit, 0, Set it to 1",
        "innodb_flush_log_at_trx_commit, 2, Set it to 1",
        "sync_binlog, 0, Set it to 1",
        "sync_binlog, 1000, Set it to 1",
        "binlog_format, STATEMENT, Set it to ROW",
        "wsrep_sync_wait, 0, SET SESSION wsrep_sync_wait = 1",
        "group_replication_consistency, EVENTUAL, SET SESSION group_replication_consistency = 'BEFORE'",
        "max_allowed_packet, 2097151, Set it to 2097152 or more",
    })
    void weakSetting_isNamedWithItsRemedy(String variable, String value, String remedy) {
        Map<String, String> variables = sound();
        variables.put(variable, value);

        assertThat(new Durability(variables).warnings(CONTENT))
                .singleElement()
                .asString()
                .startsWith(variable + " is " + value + ": ")
                .contains(remedy);
    }

    @Test
    void binaryLogThatIsOff_isAllThatIsSaidOfIt() {
        Map<String, String> variables = sound();
        variables.putAll(Map.of("log_bin", "OFF", "sync_binlog", "0", "binlog_format", "STATEMENT", "wsrep_on", "OFF"));

        assertThat(new Durability(variables).warnings(CONTENT))
                .singleElement()
                .asString()
                .startsWith("log_bin is OFF: a crash may take back a change that a read has told");
    }

    @Test
    void binaryLogThatIsOff_weakensNoGalera() {
        Map<String, String> variables = sound();
        variables.putAll(Map.of("log_bin", "OFF", "sync_binlog", "0"));

        assertThat(new Durability(variables).warnings(CONTENT)).isEmpty();
    }
}
