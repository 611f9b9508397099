/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.store;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.diamondconfig.server.edge.ManualScheduler;
import org.diamondconfig.server.edge.ManualTicker;
import org.diamondconfig.server.edge.Settings;

/** A {@link Database} wired by hand, with its scheduler in the test's hands. */
public final class TestStore implements AutoCloseable {

    private final Settings settings;
    private final ManualScheduler scheduler = new ManualScheduler(new ManualTicker());
    private final Database database;
    private final Random ids;

    private TestStore(Settings settings, UnaryOperator<DataSource> around, Random ids) {
        this.settings = settings;
        this.ids = ids;
        database = new Database(settings, new LinkedStore(settings, scheduler, around), ids, new PrometheusRegistry());
    }

    /** A store over H2 in this folder, not started. */
    public static TestStore h2(Path dataFolder) {
        return of(Map.of("diamond.data", dataFolder.toString()), source -> source);
    }

    /** A store of these settings with something around its physical connections, not started. */
    public static TestStore of(Map<String, String> settings, UnaryOperator<DataSource> around) {
        return new TestStore(Settings.of(settings), around, new Random(7));
    }

    /** A store over a fresh database of the MariaDB of this JVM, not started. */
    public static TestStore mariaDb(Path dataFolder) {
        Map<String, String> settings = new HashMap<>(MariaDb.freshDatabase());
        settings.put("diamond.data", dataFolder.toString());
        return of(settings, source -> source);
    }

    /** Another store over the same database, as another node has it, with ids of its own; not started. */
    public TestStore another() {
        return new TestStore(settings, source -> source, new Random(ids.nextLong()));
    }

    /** Starts it. */
    public TestStore started() {
        database.start();
        return this;
    }

    public Settings settings() {
        return settings;
    }

    public ManualScheduler scheduler() {
        return scheduler;
    }

    public Database database() {
        return database;
    }

    /** Runs SQL by hand, as an operator might. */
    public int sql(String statement) {
        return database.write(entities -> entities.createNativeQuery(statement).executeUpdate());
    }

    @Override
    public void close() {
        database.stop();
    }
}
