/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.RollbackException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.diamondconfig.server.store.SqlErrors.Meaning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each code that MySQL, MariaDB, Galera, group replication, TiDB and H2 answer with has the meaning that it has there. */
class SqlErrorsTest {

    @ParameterizedTest
    @CsvSource({
        "1213, 40001, LOST_RACE", // deadlock, and Galera's certification
        "1205, HY000, LOST_RACE", // lock wait
        "1020, HY000, LOST_RACE", // MariaDB: changed since the snapshot
        "3101, HY000, LOST_RACE", // group replication: certification
        "9007, HY000, LOST_RACE", // TiDB: write conflict
        "8002, HY000, LOST_RACE", // TiDB: write conflict of a locking read
        "8022, HY000, LOST_RACE", // TiDB: commit failed, try again
        "8028, HY000, LOST_RACE", // TiDB: schema changed meanwhile
        "1062, 23000, LOST_RACE", // duplicate
        "23505, 23505, LOST_RACE", // H2: duplicate
        "50200, HYT00, LOST_RACE", // H2: lock timeout
        "40001, 40001, LOST_RACE", // H2: deadlock
        "90131, 90131, LOST_RACE", // H2: row changed
        "1047, 08S01, DOWN", // Galera: no quorum
        "1180, HY000, DOWN", // Galera: broke off
        "0, 25S03, DOWN", // MariaDB driver: transaction lost by a fail-over
        "2006, HY000, DOWN", // gone
        "2013, HY000, DOWN", // lost
        "0, 08S01, DOWN", // MySQL driver: link failure
        "0, 08003, DOWN", // closed
        "1040, 08004, DOWN", // too many connections
        "1203, 42000, DOWN", // too many of this user
        "1226, 42000, DOWN", // too many of this user, by grant
        "1053, 08S01, DOWN", // shutdown
        "1927, 70100, DOWN", // MariaDB: killed
        "3169, HY000, DOWN", // MySQL: killed
        "3032, HY000, DOWN", // MySQL: offline
        "90020, 90020, DOWN", // H2: file in use
        "1290, HY000, READ_ONLY", // --read-only
        "1836, HY000, READ_ONLY", // read-only mode
        "1792, 25006, READ_ONLY", // read-only transaction
        "1036, HY000, READ_ONLY", // read-only engine
        "90097, 90097, READ_ONLY", // H2: read-only file
        "3024, HY000, TIMEOUT",
        "1969, 70100, TIMEOUT",
        "1317, 70100, TIMEOUT",
        "57014, 57014, TIMEOUT",
        "1021, HY000, FULL",
        "1114, HY000, FULL",
        "1142, 42000, DENIED",
        "1044, 42000, DENIED",
        "1146, 42S02, MISSING",
        "1054, 42S22, MISSING",
        "1064, 42000, OTHER", // a defect of ours
    })
    void code_hasItsMeaning(int code, String state, Meaning meaning) {
        assertThat(SqlErrors.meaning(new SQLException("", state, code))).isEqualTo(meaning);
    }

    @Test
    void poolThatWaitsInVain_isSlow_butDownOnceAFailureIsKnown() {
        SQLException refused = new SQLException("refused", "08S01");

        assertThat(SqlErrors.meaning(new SQLTransientConnectionException("waited", null, (Throwable) null)))
                .isEqualTo(Meaning.TIMEOUT);
        assertThat(SqlErrors.meaning(new SQLTransientConnectionException("waited", "08S01", refused)))
                .isEqualTo(Meaning.DOWN);
    }

    @Test
    void failureOfTheDatabase_isFoundBehindWhatWrapsIt() {
        SQLException deadlock = new SQLException("", "40001", 1213);

        assertThat(SqlErrors.in(new RollbackException(new IllegalStateException(deadlock))))
                .contains(deadlock);
        assertThat(SqlErrors.in(new IllegalStateException())).isEmpty();
    }
}
