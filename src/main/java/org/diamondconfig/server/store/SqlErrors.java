/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.store;

import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.util.Optional;
import java.util.Set;

/** What a failure of the database means for a transaction. Stateless. */
final class SqlErrors {

    /** MySQL: lock wait, deadlock, record changed, certification; TiDB: write conflict; H2: lock timeout, row changed. */
    private static final Set<Integer> TRANSIENT = Set.of(1205, 1213, 1020, 3101, 9007, 8002, 8022, 8028, 50200, 90131);

    /** MySQL: too many connections, shutdown, node not ready, server gone, read-only; H2: closed, locked, absent, broken. */
    private static final Set<Integer> DOWN = Set.of(
            1040, 1053, 1047, 1180, 2006, 2013, 1290, 1836, 90121, 90098, 90020, 90146, 90067, 90030, 90028, 90031,
            90149);

    private static final int STATEMENT_CANCELLED_H2 = 57014;
    private static final int STATEMENT_TIMEOUT_MARIADB = 1969;
    private static final int STATEMENT_TIMEOUT_MYSQL = 3024;
    private static final int QUERY_INTERRUPTED_MYSQL = 1317;
    private static final int MAX_DEPTH = 20;

    /** H2: another process has the file open. */
    static final int FILE_LOCKED_H2 = 90020;

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

    /** A conflict that the database has rolled back: the same again may succeed. */
    static boolean isTransient(SQLException e) {
        return "40001".equals(e.getSQLState()) || TRANSIENT.contains(e.getErrorCode());
    }

    /** A unique key caught a double insert: a lost race. */
    static boolean isDuplicate(SQLException e) {
        return e.getErrorCode() == 1062
                || e.getErrorCode() == 23505
                || (e instanceof SQLIntegrityConstraintViolationException && "23505".equals(e.getSQLState()));
    }

    /** The connection, or the database behind it, cannot be used. */
    static boolean isDown(SQLException e) {
        String state = e.getSQLState();
        return e instanceof java.sql.SQLTransientConnectionException
                || e instanceof java.sql.SQLNonTransientConnectionException
                || e instanceof java.sql.SQLRecoverableException
                || (state != null && (state.startsWith("08") || state.equals("25S03")))
                || DOWN.contains(e.getErrorCode());
    }

    /** A statement ran into its time limit. */
    static boolean isTimeout(SQLException e) {
        return e instanceof java.sql.SQLTimeoutException
                || e.getErrorCode() == STATEMENT_CANCELLED_H2
                || e.getErrorCode() == STATEMENT_TIMEOUT_MARIADB
                || e.getErrorCode() == STATEMENT_TIMEOUT_MYSQL
                || e.getErrorCode() == QUERY_INTERRUPTED_MYSQL;
    }

    /** A table, schema or column that should be there is not. */
    static boolean isMissingTable(SQLException e) {
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
