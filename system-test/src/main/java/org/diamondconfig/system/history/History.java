/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All that happened to one store, and what the store itself says of it in the end. Immutable.
 *
 * @param operations in any order
 * @param rows of the table config_history; nothing may have been pruned from it
 */
public record History(List<Operation> operations, List<Row> rows) {

    /**
     * A row of the history table.
     *
     * @param value the md5 of its content; {@link Operation#ABSENT} for a removal
     */
    public record Row(String key, long version, String value, String epoch) {}

    /** Copies the lists. */
    public History {
        operations = List.copyOf(operations);
        rows = List.copyOf(rows);
    }

    /** Both as one. */
    public History and(History other) {
        List<Operation> all = new ArrayList<>(operations);
        all.addAll(other.operations);
        List<Row> allRows = new ArrayList<>(rows);
        allRows.addAll(other.rows);
        return new History(all, allRows);
    }

    /** The life of each key in each epoch. */
    List<KeyHistory> keys() {
        Map<List<String>, List<Operation>> operationsOf = new HashMap<>();
        Map<List<String>, List<Row>> rowsOf = new HashMap<>();
        for (Operation operation : operations) {
            operationsOf
                    .computeIfAbsent(
                            List.of(operation.act().key(), operation.told().epoch()), key -> new ArrayList<>())
                    .add(operation);
        }
        for (Row row : rows) {
            List<String> life = List.of(row.key(), row.epoch());
            operationsOf.computeIfAbsent(life, key -> new ArrayList<>());
            rowsOf.computeIfAbsent(life, key -> new ArrayList<>()).add(row);
        }
        return operationsOf.entrySet().stream()
                .map(life -> new KeyHistory(
                        life.getKey().get(0), life.getValue(), rowsOf.getOrDefault(life.getKey(), List.of())))
                .toList();
    }
}
