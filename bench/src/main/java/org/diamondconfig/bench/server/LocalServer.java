/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench.server;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import javax.sql.DataSource;
import org.diamondconfig.server.config.ConfigChanged;
import org.diamondconfig.server.config.Configs;
import org.diamondconfig.server.dump.ConfigDumped;
import org.diamondconfig.server.dump.Dump;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Scheduler;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.edge.Ticker;
import org.diamondconfig.server.store.Database;

/** The server from the facades down, in this process: store, configurations and dump, wired to each other. Thread-safe. */
public final class LocalServer implements AutoCloseable {

    /** Who publishes. */
    public static final Caller CALLER = new Caller("bench", "127.0.0.1", "", "bench");

    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2, LocalServer::daemon);
    private final Database database;
    private final Configs configs;
    private final Dump dump;

    /** Starts it with these settings. */
    public LocalServer(Map<String, String> settings) {
        Wiring wiring = new Wiring()
                .given(Settings.class, Settings.of(settings))
                .given(Scheduler.class, Scheduler.on(threads))
                .given(Ticker.class, Ticker.system())
                .given(InstantSource.class, Clock.systemUTC())
                .given(PrometheusRegistry.class, new PrometheusRegistry());
        database = wiring.bean(Database.class);
        configs = wiring.bean(Configs.class);
        dump = wiring.bean(Dump.class);
        wiring.observe(ConfigChanged.class, change -> call(dump, "onChanged", change));
        wiring.observe(ConfigDumped.class, change -> call(dump, "onDumped", change));
        database.start();
        dump.start();
        if (!database.state().up()) {
            throw new IllegalStateException(database.state().sentence());
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "bench-scheduler");
        thread.setDaemon(true);
        return thread;
    }

    /** The facade of the configurations. */
    public Configs configs() {
        return configs;
    }

    /** The facade of the dump. */
    public Dump dump() {
        return dump;
    }

    /** The very pool that the facade takes its connections from. */
    public DataSource pool() {
        return (DataSource) field(field(database, "link"), "pool");
    }

    /** Calls an observer as CDI does: whatever its visibility. */
    private static void call(Object bean, String observer, Object event) {
        try {
            Method method = bean.getClass().getDeclaredMethod(observer, event.getClass());
            method.setAccessible(true);
            method.invoke(bean, event);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(observer + ": cannot be called", e);
        }
    }

    private static Object field(Object of, String name) {
        try {
            Field field = of.getClass().getDeclaredField(name);
            field.setAccessible(true);
            return field.get(of);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(name + ": no such field of " + of.getClass(), e);
        }
    }

    @Override
    public void close() {
        dump.stop();
        database.stop();
        threads.shutdownNow();
    }
}
