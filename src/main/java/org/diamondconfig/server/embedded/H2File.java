/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.h2.Driver;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.FileStore;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/**
 * H2 in a file of the data folder. Thread-safe.
 *
 * <p>A change is in the file before it is acknowledged ({@code WRITE_DELAY=0}). H2 then has no thread of its own that gives back what
 * old versions of its pages take, so that a file grows by some 25 KB with each configuration, for as long as a server runs;
 * {@link #giveBack} is that thread's work.
 */
public final class H2File {

    private static final Logger LOG = Logger.getLogger(H2File.class.getName());

    private static final String OPTIONS = ";MODE=MySQL;DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE"
            + ";WRITE_DELAY=0;DB_CLOSE_DELAY=-1;TIME ZONE=UTC;LOCK_TIMEOUT=5000;OPTIMIZE_REUSE_RESULTS=0";

    /** A file up to here is left alone. */
    private static final long SMALL = 64L << 20;

    /** A file of which more than this part is in use is left alone; one that was worked on has two thirds. */
    private static final double ENOUGH_USED = 0.4;

    /** Changes wait for so long at most, but for a file of many gigabytes. */
    private static final int SLICE_MILLIS = 50;

    private final Path file;
    private final String url;

    /** Whether room could not be given back the last time: that is told once. */
    private volatile boolean failing;

    /**
     * Opens nothing yet.
     *
     * @throws IllegalArgumentException if the path of the folder cannot be part of a URL
     */
    public H2File(Path dataFolder) {
        if (dataFolder.toString().indexOf(';') >= 0) {
            throw new IllegalArgumentException("the path may not hold a semicolon");
        }
        file = dataFolder.resolve("diamond.mv.db");
        url = "jdbc:h2:file:" + dataFolder.resolve("diamond") + OPTIONS;
    }

    /**
     * A connection to the database in the file.
     *
     * @param make whether it is made, if it is not there
     */
    public Connection connect(boolean make) throws SQLException {
        if (!make && !Files.exists(file)) {
            throw new SQLException(
                    "the file " + file + " is gone. Put it back; no other is made in its place.", "08001");
        }
        try {
            Files.createDirectories(file.getParent());
        } catch (IOException e) {
            throw new SQLException("the data folder " + file.getParent() + " cannot be made", "08001", e);
        }
        Properties login = new Properties();
        login.setProperty("user", "diamond");
        login.setProperty("password", "");
        return new Driver().connect(make ? url : url + ";IFEXISTS=TRUE", login);
    }

    /**
     * Closes the database: the engine keeps a file open that it has opened, and would not see another put in its place.
     *
     * @param how {@code SHUTDOWN}, or {@code SHUTDOWN IMMEDIATELY} if nothing may be written any more
     */
    public void close(String how) {
        if (!Files.exists(file)) {
            return;
        }
        try (Connection connection = connect(false);
                Statement shutdown = connection.createStatement()) {
            shutdown.execute(how);
        } catch (SQLException e) {
            LOG.log(Level.FINE, "the database file could not be closed", e);
        }
    }

    /**
     * Gives back some of the room that nothing in a large file uses; to be called again and again, since it keeps changes waiting and
     * ends soon for this reason. For a database that is open: it opens it otherwise.
     */
    public void giveBack() {
        try {
            if (Files.size(file) > SMALL) {
                shrink();
            }
            failing = false;
        } catch (IOException | SQLException | MVStoreException e) {
            LOG.log(failing ? Level.FINE : Level.WARNING, file + " cannot be made smaller; it is tried again", e);
            failing = true;
        }
    }

    private void shrink() throws SQLException {
        try (Connection connection = connect(false)) {
            SessionLocal session =
                    (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
            MVStore store = session.getDatabase().getStore().getMvStore();
            if (used(store) < ENOUGH_USED) {
                store.compactFile(SLICE_MILLIS);
            }
        }
    }

    /** The part of the file that is used: of the chunks that it is made of, and of those what nothing newer stands for. */
    private static double used(MVStore store) {
        FileStore<?> file = store.getFileStore();
        return file.getFillRate() / 100.0 * file.getChunksFillRate() / 100.0;
    }
}
