/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system.campaign;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.diamondconfig.system.history.History.Merged;
import org.diamondconfig.system.history.History.Row;
import org.diamondconfig.system.history.Operation;
import org.diamondconfig.system.history.Operation.Act;
import org.diamondconfig.system.history.Operation.Kind;
import org.diamondconfig.system.history.Operation.Level;
import org.diamondconfig.system.history.Operation.Outcome;
import org.diamondconfig.system.history.Operation.Span;
import org.diamondconfig.system.history.Operation.Told;
import org.diamondconfig.wire.Md5;

/**
 * The histories of configurations and of datums, and the datums, as the database itself has them, past the product.
 *
 * @param port of the loopback
 * @param epoch of the store
 */
record HistoryTable(int port, String epoch) {

    private static final String JOINT = "\r\n";

    /** The md5 of a content is the database's. */
    private static final String ROWS =
            "select concat(group_id, '/', data_id), version, case operation when 'remove' then '' else md5(content) end"
                    + " from config_history where namespace_id = ''"
                    + " and group_id in ('hot', 'wide', 'cas', 'churn', 'datums')";

    private static final String ROWS_OF_DATUMS =
            "select concat(group_id, '/', data_id, '#', datum_id), version, md5, dirty"
                    + " from config_datum_history where namespace_id = '' and group_id = 'datums'";

    private static final String CONTENTS = "select concat(group_id, '/', data_id), version, content"
            + " from config_history where namespace_id = '' and group_id = 'datums'";

    private static final String KEYS =
            "select concat(group_id, '/', data_id) from config_aggregate where group_id = 'datums'";

    private static final String DATUMS =
            "select concat(group_id, '/', data_id), datum_id, content from config_info_aggr where group_id = 'datums'";

    private static final String UNMERGED = "select data_id from config_aggregate where pending = true";

    /** A look at the rows of a result. */
    private interface Reader {
        void read(ResultSet row) throws SQLException;
    }

    List<Row> rows() {
        List<Row> all = new ArrayList<>();
        each(ROWS, row -> all.add(new Row(row.getString(1), row.getLong(2), row.getString(3), epoch)));
        each(
                ROWS_OF_DATUMS,
                row -> all.add(new Row(row.getString(1), row.getLong(2), row.getString(3), epoch, row.getLong(4))));
        return all;
    }

    /** What each version of each aggregate is made of. */
    List<Merged> merged() {
        List<Merged> all = new ArrayList<>();
        each(CONTENTS, row -> all.add(new Merged(row.getString(1), row.getLong(2), datums(row.getString(3)), epoch)));
        return all;
    }

    /** The md5s of the datums of a content; none of them has a line feed in it, or is empty. */
    static List<String> datums(String content) {
        return content.isEmpty()
                ? List.of()
                : Arrays.stream(content.split(JOINT, -1)).map(Md5::hex).toList();
    }

    /** What the datums of each aggregate come to. */
    List<Operation> merges() {
        Map<String, NavigableMap<byte[], String>> datums = new HashMap<>();
        each(KEYS, row -> datums.put(row.getString(1), new TreeMap<>(Arrays::compareUnsigned)));
        each(
                DATUMS,
                row -> datums.computeIfAbsent(row.getString(1), key -> new TreeMap<>(Arrays::compareUnsigned))
                        .put(row.getString(2).getBytes(StandardCharsets.UTF_8), row.getString(3)));
        return merges(datums, epoch);
    }

    /**
     * One merge a key, by its datums in the byte order of their ids, joined by CRLF. Each has a number of its own, as all operations
     * of a process: of two with one number a file keeps the later alone.
     */
    static List<Operation> merges(Map<String, NavigableMap<byte[], String>> datums, String epoch) {
        List<Operation> merges = new ArrayList<>();
        datums.forEach((key, contents) -> merges.add(merge(merges.size(), key, contents.values(), epoch)));
        return merges;
    }

    private static Operation merge(int number, String key, Collection<String> contents, String epoch) {
        String value = contents.isEmpty() ? Operation.ABSENT : Md5.hex(String.join(JOINT, contents));
        long now = System.nanoTime();
        return new Operation(
                "tester",
                number,
                new Act(Kind.MERGE, key, Operation.ABSENT, Operation.ANY_VERSION),
                new Span(now, now),
                new Told(Outcome.OK, 0, value, epoch, Level.DATABASE));
    }

    /** Whether every change of a datum is in the content of its key, or is said to be. */
    boolean allMerged() {
        List<String> unmerged = new ArrayList<>();
        each(UNMERGED, row -> unmerged.add(row.getString(1)));
        return unmerged.isEmpty();
    }

    private void each(String sql, Reader reader) {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:mysql://127.0.0.1:" + port + "/diamond?sslMode=DISABLED", "root", "");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                reader.read(rows);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the tables cannot be read", e);
        }
    }

    /** The last row of each key. */
    static Map<String, Row> last(List<Row> rows) {
        Map<String, Row> last = new HashMap<>();
        rows.forEach(row -> last.merge(row.key(), row, (one, other) -> one.version() > other.version() ? one : other));
        return last;
    }

    /** The last version of each key. */
    static Map<String, Long> finals(List<Row> rows) {
        Map<String, Long> versions = new HashMap<>();
        rows.forEach(row -> versions.merge(row.key(), row.version(), Math::max));
        return versions;
    }
}
