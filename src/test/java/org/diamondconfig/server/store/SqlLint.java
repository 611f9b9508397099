/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds SQL that is right on one node only, or that decides by an order no database keeps: what works on a single MySQL and
 * loses changes on Galera, InnoDB Cluster and TiDB. Stateless.
 */
final class SqlLint {

    private static final Map<String, Pattern> FORBIDDEN = new LinkedHashMap<>();

    static {
        forbid("a lock that the other nodes do not see", "for\\s+(update|share)\\b|lock\\s+in\\s+share\\s+mode");
        forbid("a lock that the other nodes do not see", "PESSIMISTIC_|LockModeType");
        forbid("a lock that the other nodes do not see", "get_lock\\s*\\(|lock\\s+tables?\\s+\\w");
        forbid("a transaction over several servers", "\\bxa\\s+(start|begin|end|prepare|commit|rollback)\\b");
        forbid("an isolation not every database has", "isolation\\s+level\\s+(serializable|repeatable)");
        forbid("an isolation not every database has", "TRANSACTION_(SERIALIZABLE|REPEATABLE_READ)");
        forbid("an id that tells an order", "auto_increment|\\bGENERATED\\s+\\w+\\s+AS\\s+IDENTITY|GeneratedValue");
        forbid("an id that tells an order", "max\\s*\\(\\s*(\\w+\\.)?(id|change_id)\\s*\\)|last_insert_id|@@identity");
        forbid("a time that the database sets behind us", "on\\s+update\\s+(current_timestamp|now)");
        forbid("a version that JPA counts", "@Version\\b");
        forbid(
                "work that the database does behind us",
                "create\\s+(or\\s+replace\\s+)?(trigger|procedure|function|event)\\b");
        forbid(
                "a row that locks others",
                "foreign\\s+key|\\breferences\\s+\\w+\\s*\\(|on\\s+(delete|update)\\s+cascade");
        forbid("a read beside its transaction", "eclipselink\\.read-only|QueryHints\\.READ_ONLY");
        forbid("an engine without transactions", "engine\\s*=?\\s*(myisam|memory|aria|csv|archive)\\b");
    }

    private static final Pattern DDL = Pattern.compile(
            "\\b(create|alter|drop|rename|truncate)\\s+(table|index|database|view)\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern TABLE = Pattern.compile(
            "create\\s+table\\s+(\\w+)\\s*(\\(.*?\\)[^();]*);", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern INNO_DB = Pattern.compile("engine\\s*=\\s*innodb", Pattern.CASE_INSENSITIVE);
    private static final Pattern PRIMARY_KEY = Pattern.compile("primary\\s+key", Pattern.CASE_INSENSITIVE);

    private SqlLint() {}

    private static void forbid(String why, String what) {
        FORBIDDEN.merge(
                why,
                Pattern.compile(what, Pattern.CASE_INSENSITIVE),
                (a, b) -> Pattern.compile(a + "|" + b, Pattern.CASE_INSENSITIVE));
    }

    /** What is wrong with a script of {@code sql/}; empty when nothing is. */
    static List<String> script(String sql) {
        String code = sql.replaceAll("--[^\\n]*", "");
        List<String> found = forbidden(code);
        Matcher tables = TABLE.matcher(code);
        while (tables.find()) {
            if (!INNO_DB.matcher(tables.group(2)).find()) {
                found.add("table " + tables.group(1) + " without ENGINE = InnoDB");
            }
            if (!PRIMARY_KEY.matcher(tables.group(2)).find()) {
                found.add("table " + tables.group(1) + " without a primary key");
            }
        }
        return found;
    }

    /** What is wrong with the SQL, JPQL and annotations of a Java file; empty when nothing is. */
    static List<String> java(String source) {
        String code = source.replaceAll("\"\\s*\\+\\s*\"", "");
        List<String> found = forbidden(code);
        Matcher ddl = DDL.matcher(code);
        if (ddl.find()) {
            found.add("DDL outside of sql/: " + ddl.group());
        }
        return found;
    }

    private static List<String> forbidden(String code) {
        List<String> found = new ArrayList<>();
        FORBIDDEN.forEach((why, what) -> {
            Matcher match = what.matcher(code);
            while (match.find()) {
                found.add(why + ": " + match.group());
            }
        });
        return found;
    }
}
