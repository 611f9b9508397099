/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.store;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** A {@link DataSource} of which only {@link #getConnection()} matters; the rest of the interface is answered here. */
abstract class ConnectionSource implements DataSource {

    @Override
    public final Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("the user is a setting");
    }

    @Override
    public final PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public final void setLogWriter(PrintWriter out) {
        // Drivers log through java.util.logging.
    }

    @Override
    public final void setLoginTimeout(int seconds) {
        // The time limits are part of the URL.
    }

    @Override
    public final int getLoginTimeout() {
        return 0;
    }

    @Override
    public final Logger getParentLogger() {
        return Logger.getLogger(ConnectionSource.class.getPackageName());
    }

    @Override
    public final <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLFeatureNotSupportedException("nothing is inside");
    }

    @Override
    public final boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
