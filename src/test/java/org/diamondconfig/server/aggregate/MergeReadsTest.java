/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.diamondconfig.server.store.TestStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a merge asks of the database, statement by statement. */
class MergeReadsTest {

    private final List<String> statements = new CopyOnWriteArrayList<>();

    private DataSource telling(DataSource source) {
        return proxy(DataSource.class, (method, arguments) -> {
            Object result = call(source, method, arguments);
            return result instanceof Connection connection ? telling(connection) : result;
        });
    }

    private Connection telling(Connection connection) {
        return proxy(Connection.class, (method, arguments) -> {
            if (method.getName().equals("prepareStatement")) {
                statements.add(((String) arguments[0]).toLowerCase(Locale.ROOT));
            }
            return call(connection, method, arguments);
        });
    }

    private interface Answer {

        Object to(Method method, Object... arguments) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                MergeReadsTest.class.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> answer.to(method, arguments)));
    }

    private static Object call(Object real, Method method, Object... arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private List<String> ofDatums() {
        return statements.stream()
                .filter(sql -> sql.matches("(?s).*\\bconfig_info_aggr\\b.*"))
                .toList();
    }

    @Test
    void merge_readsTheDatumsOnce_howeverManyTheyAre(@TempDir Path folder) {
        Map<String, String> settings = Map.of("diamond.data", folder.toString());
        try (TestStore store = TestStore.of(settings, this::telling).started()) {
            AggregateNode node = AggregateNode.over(store);
            for (int i = 0; i < 30; i++) {
                node.publish(AggregateKit.FOO, "d" + i, "x");
            }
            assertThat(node.seen(AggregateKit.FOO)).isEqualTo("1: x");
            statements.clear();

            node.merge();

            assertThat(ofDatums()).singleElement().asString().startsWith("select");
            assertThat(node.seen(AggregateKit.FOO)).isEqualTo("2: x" + "\r\nx".repeat(29));
        }
    }
}
