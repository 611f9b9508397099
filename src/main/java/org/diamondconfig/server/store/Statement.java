/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.store;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.diamondconfig.wire.ConfigKey;

/**
 * A plain SQL statement with its values, within a transaction. Confined to it.
 *
 * <p>Values stand in the order of their numbers, from {@code ?1} on; a key stands for three: its namespace, group and dataId;
 * a list for each of its elements.
 */
public final class Statement {

    private static final String VALUES = " values ";
    private static final Pattern NUMBER = Pattern.compile("\\?(\\d+)");

    private final Query query;
    private int bound;

    private Statement(Query query) {
        this.query = query;
    }

    /** The statement {@code sql} with these values. */
    public static Statement of(EntityManager entities, String sql, Object... values) {
        Statement statement = new Statement(entities.createNativeQuery(sql));
        for (Object value : values) {
            statement.bind(value);
        }
        return statement;
    }

    /**
     * Inserts rows, at least one, by one statement.
     *
     * @param one the statement that inserts one row; its values come last, each once
     */
    public static void insertAll(EntityManager entities, String one, List<? extends List<?>> rows) {
        int values = one.lastIndexOf(VALUES) + VALUES.length();
        String row = one.substring(values);
        int width = Math.toIntExact(NUMBER.matcher(row).results().count());
        String all = IntStream.range(0, rows.size())
                .mapToObj(i ->
                        NUMBER.matcher(row).replaceAll(found -> "?" + (Integer.parseInt(found.group(1)) + i * width)))
                .collect(Collectors.joining(", "));
        of(entities, one.substring(0, values) + all, rows.toArray()).execute();
    }

    private void bind(Object value) {
        if (value instanceof ConfigKey key) {
            bind(List.of(key.namespace(), key.group(), key.dataId()));
        } else if (value instanceof List<?> several) {
            several.forEach(this::bind);
        } else {
            query.setParameter(++bound, value);
        }
    }

    /** The same, broken off after this time. */
    public Statement within(Duration time) {
        query.setHint("jakarta.persistence.query.timeout", Math.toIntExact(time.toMillis()));
        return this;
    }

    /** Changes rows; how many it met. */
    public int execute() {
        return query.executeUpdate();
    }

    /**
     * Changes the one row that an earlier read promised.
     *
     * @throws LostRace if it is not there as it was
     */
    public void executeOne() {
        if (execute() != 1) {
            throw new LostRace();
        }
    }

    /** The rows found, each of two columns or more. */
    public List<Object[]> rows() {
        List<?> rows = query.getResultList();
        return rows.stream().map(Object[].class::cast).toList();
    }

    /** The first row found, of two columns or more. */
    public Optional<Object[]> row() {
        return rows().stream().findFirst();
    }

    /** The one column of the rows found. */
    public List<Object> values() {
        List<?> values = query.getResultList();
        return values.stream().map(Object.class::cast).toList();
    }

    /** The one column of the first row found. */
    public Optional<Object> value() {
        return values().stream().findFirst();
    }

    /** The time that is so many microseconds after 1970 began, a number of whatever type the driver chose for it. */
    public static Instant instant(Object micros) {
        return Instant.EPOCH.plus(number(micros), ChronoUnit.MICROS);
    }

    /** A number of whatever type the driver chose for it. */
    public static long number(Object value) {
        return ((Number) value).longValue();
    }
}
