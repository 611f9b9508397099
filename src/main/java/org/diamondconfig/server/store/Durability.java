/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Settings of a MySQL or MariaDB that weaken what a 200 promises, each told as a sentence with its remedy. Immutable.
 *
 * <p>Without a binary log InnoDB shows a commit to others before its log is written, and what they read may be gone after a crash;
 * with one that is synced it shows it after.
 */
record Durability(Map<String, String> variables) {

    private static final String ASK =
            "show variables where variable_name in ('innodb_flush_log_at_trx_commit', 'log_bin',"
                    + " 'sync_binlog', 'binlog_format', 'wsrep_on', 'wsrep_sync_wait', 'group_replication_group_name',"
                    + " 'group_replication_consistency', 'max_allowed_packet')";

    /** As this connection sees them; nothing for any other database. */
    static Durability of(Connection connection) throws SQLException {
        Map<String, String> variables = new HashMap<>();
        String product = connection.getMetaData().getDatabaseProductName();
        if (product.equals("MySQL") || product.equals("MariaDB")) {
            try (Statement show = connection.createStatement();
                    ResultSet rows = show.executeQuery(ASK)) {
                while (rows.next()) {
                    variables.put(rows.getString(1).toLowerCase(Locale.ROOT), rows.getString(2));
                }
            }
        }
        return new Durability(variables);
    }

    /** A sentence for each weakness; a content of {@code largest} bytes must fit into a packet twice. */
    List<String> warnings(long largest) {
        List<String> warnings = new ArrayList<>();
        if (isOther("innodb_flush_log_at_trx_commit", "1")) {
            warnings.add(told("innodb_flush_log_at_trx_commit")
                    + "a crash may lose changes that were acknowledged. Set it to 1.");
        }
        if (is("log_bin", "OFF") && !is("wsrep_on", "ON")) {
            warnings.add(told("log_bin") + "a crash may take back a change that a read has told, before it was"
                    + " acknowledged. Start the database with log_bin, and sync_binlog of 1.");
        }
        if (is("log_bin", "ON") && isOther("sync_binlog", "1")) {
            warnings.add(told("sync_binlog")
                    + "a crash may lose changes of the binary log, and a replica with it. Set it to 1.");
        }
        if (is("log_bin", "ON") && is("binlog_format", "STATEMENT")) {
            warnings.add(told("binlog_format") + "a replica may come to differ. Set it to ROW.");
        }
        if (is("wsrep_on", "ON") && is("wsrep_sync_wait", "0")) {
            warnings.add(told("wsrep_sync_wait") + "a read may miss what another node of the cluster has acknowledged."
                    + " Set diamond.datasource.init to SET SESSION wsrep_sync_wait = 1.");
        }
        if (isOther("group_replication_group_name", "") && is("group_replication_consistency", "EVENTUAL")) {
            warnings.add(told("group_replication_consistency")
                    + "a read may miss what another member has acknowledged. Set diamond.datasource.init to"
                    + " SET SESSION group_replication_consistency = 'BEFORE'.");
        }
        if (variables.containsKey("max_allowed_packet")
                && Long.parseLong(variables.get("max_allowed_packet")) < 2 * largest) {
            warnings.add(told("max_allowed_packet") + "large contents may be refused. Set it to " + 2 * largest
                    + " or more.");
        }
        return List.copyOf(warnings);
    }

    private String told(String variable) {
        return variable + " is " + variables.get(variable) + ": ";
    }

    private boolean is(String variable, String value) {
        return value.equalsIgnoreCase(variables.get(variable));
    }

    private boolean isOther(String variable, String value) {
        return variables.containsKey(variable) && !is(variable, value);
    }
}
