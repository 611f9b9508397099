/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.store;

import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import java.util.Set;

/** What a failure of the database means for a transaction. Stateless. */
final class SqlErrors {

    /** What is to be done about a failure. */
    enum Meaning {
        /** The database has undone a transaction that met another: the same again may succeed. */
        LOST_RACE,
        /** A statement ran into its time limit. */
        TIMEOUT,
        /** The database takes no changes now; the transaction is undone. */
        READ_ONLY,
        /** The database has no room left. */
        FULL,
        /** The database user may not do this. */
        DENIED,
        /** A table or column that should be there is not. */
        MISSING,
        /** The connection, or the database behind it, cannot be used. */
        DOWN,
        /** Anything else: a defect. */
        OTHER
    }

    /**
     * MySQL: lock wait 1205, deadlock 1213, row changed since the snapshot 1020, group replication's certification 3101;
     * TiDB: write conflict 9007 and 8002, commit to be tried again 8022, schema changed meanwhile 8028; H2: lock timeout,
     * deadlock, row changed. All of them leave the transaction undone, at COMMIT too.
     */
    private static final Set<Integer> LOST_RACE =
            Set.of(1205, 1213, 1020, 3101, 9007, 8002, 8022, 8028, 50200, 40001, 90131);

    /** MySQL: --read-only, read-only table, transaction, mode; H2: read-only file. */
    private static final Set<Integer> READ_ONLY = Set.of(1290, 1036, 1792, 1836, 90097);

    /** MySQL: disk full, table full. */
    private static final Set<Integer> FULL = Set.of(1021, 1114);

    /** MySQL: access to database, table, column, and by a missing privilege. */
    private static final Set<Integer> DENIED = Set.of(1044, 1142, 1143, 1227);

    /**
     * MySQL: too many connections, of the server and of the user, shutdown, connection killed, session killed, offline,
     * idle for too long; Galera: not ready 1047, broken off at COMMIT 1180; the client libraries' gone 2006 and lost 2013;
     * H2: closed, locked, absent, broken.
     */
    private static final Set<Integer> DOWN = Set.of(
            1040, 1203, 1226, 1053, 1927, 3169, 3032, 4031, 1047, 1180, 2006, 2013, 90121, 90098, 90020, 90146, 90067,
            90030, 90028, 90031, 90149);

    /** H2: cancelled; MariaDB: time limit; MySQL: time limit, interrupted. */
    private static final Set<Integer> TIMEOUT = Set.of(57014, 1969, 3024, 1317);

    private static final Set<Integer> DUPLICATE = Set.of(1062, 23505);

    /** H2: another process has the file open. */
    static final int FILE_LOCKED_H2 = 90020;

    private static final int MAX_DEPTH = 20;

    private SqlErrors() {}

    /** The first SQLException behind a failure. */
    static Optional<SQLException> in(Throwable failure) {
        Throwable t = failure;
        for (int depth = 0; t != null && depth < MAX_DEPTH; depth++) {
            if (t instanceof SQLException sql) {
                return Optional.of(sql);
            }
            t = t.getCause();
        }
        return Optional.empty();
    }

    /** What a failure means. A double insert that a unique key caught is a lost race. */
    static Meaning meaning(SQLException e) {
        int code = e.getErrorCode();
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        if (isPoolWait(e) || e instanceof SQLTimeoutException || TIMEOUT.contains(code)) {
            return Meaning.TIMEOUT;
        }
        if (state.equals("40001") || LOST_RACE.contains(code) || isDuplicate(e)) {
            return Meaning.LOST_RACE;
        }
        if (READ_ONLY.contains(code)) {
            return Meaning.READ_ONLY;
        }
        if (isDown(e, state)) {
            return Meaning.DOWN;
        }
        if (FULL.contains(code)) {
            return Meaning.FULL;
        }
        if (DENIED.contains(code)) {
            return Meaning.DENIED;
        }
        return isMissing(e) ? Meaning.MISSING : Meaning.OTHER;
    }

    private static boolean isDown(SQLException e, String state) {
        return e instanceof SQLTransientConnectionException
                || e instanceof SQLNonTransientConnectionException
                || e instanceof SQLRecoverableException
                || state.startsWith("08")
                || state.equals("25S03")
                || DOWN.contains(e.getErrorCode());
    }

    /** Our pool had no connection in time, and knows of no failure: the database is slow to connect, no more is known. */
    static boolean isPoolWait(SQLException e) {
        return e instanceof SQLTransientConnectionException && e.getErrorCode() == 0 && e.getCause() == null;
    }

    /** A unique key caught a double insert. */
    static boolean isDuplicate(SQLException e) {
        return DUPLICATE.contains(e.getErrorCode())
                || (e instanceof SQLIntegrityConstraintViolationException && "23505".equals(e.getSQLState()));
    }

    /** A table, schema or column that should be there is not. */
    static boolean isMissing(SQLException e) {
        return e.getSQLState() != null && e.getSQLState().startsWith("42S");
    }

    /** The deepest cause, which says most. */
    static Throwable root(Throwable failure) {
        Throwable t = failure;
        for (int depth = 0; t.getCause() != null && depth < MAX_DEPTH; depth++) {
            t = t.getCause();
        }
        return t;
    }
}
