/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** Puts faults around the commits of real connections: each queued fault is spent by one commit. Thread-safe. */
public final class FaultySource {

    /** When a fault strikes. */
    public enum Moment {
        BEFORE_COMMIT,
        AFTER_COMMIT
    }

    private record Fault(Moment moment, SQLException failure) {}

    /** Something that happens before a statement which begins so. */
    private record Interlude(String statement, Runnable act) {}

    private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
    private final AtomicReference<Interlude> interlude = new AtomicReference<>();

    /** The next commit that has no fault yet fails so. */
    public void failCommit(Moment moment, String sqlState, int code) {
        faults.add(new Fault(moment, new SQLException("injected", sqlState, code)));
    }

    /** Runs this once, right before the next statement that begins so, in its transaction. */
    public void before(String statement, Runnable act) {
        interlude.set(new Interlude(statement, act));
    }

    private void prepare(String sql) {
        Interlude next = interlude.get();
        if (next != null && sql.startsWith(next.statement) && interlude.compareAndSet(next, null)) {
            next.act.run();
        }
    }

    /** The source with the faults. */
    public DataSource around(DataSource source) {
        return new Sources.Plain() {
            @Override
            public Connection getConnection() throws SQLException {
                return faulty(source.getConnection());
            }
        };
    }

    /** The source, telling which statements and transactions begin and end on its connections. */
    static DataSource recording(DataSource source, Consumer<String> calls) {
        return new Sources.Plain() {
            @Override
            public Connection getConnection() throws SQLException {
                return recorded(source.getConnection(), calls);
            }
        };
    }

    private static Connection recorded(Connection connection, Consumer<String> calls) {
        return (Connection) Proxy.newProxyInstance(
                FaultySource.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "setAutoCommit", "commit", "rollback" ->
                            calls.accept(
                                    method.getName() + (arguments == null ? "" : " " + Arrays.toString(arguments)));
                        case "prepareStatement" -> {
                            String verb = ((String) arguments[0]).trim().split(" ", 2)[0];
                            calls.accept("prepareStatement " + verb.toLowerCase(Locale.ROOT));
                        }
                        default -> {}
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private Connection faulty(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                FaultySource.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("prepareStatement")) {
                        prepare((String) arguments[0]);
                    }
                    Fault fault = method.getName().equals("commit") ? faults.poll() : null;
                    if (fault != null && fault.moment() == Moment.BEFORE_COMMIT) {
                        connection.rollback();
                        throw fault.failure();
                    }
                    try {
                        Object result = method.invoke(connection, arguments);
                        if (fault != null) {
                            throw fault.failure();
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
