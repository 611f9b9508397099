/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlLintTest {

    private static List<Path> files(String folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("..", folder))) {
            return files.filter(file -> file.toString().endsWith(suffix)).toList();
        }
    }

    @Test
    void scripts_holdNothingForbidden() throws IOException {
        List<Path> scripts = files("sql", ".sql");

        assertThat(scripts).hasSizeGreaterThan(1);
        for (Path script : scripts) {
            assertThat(SqlLint.script(Files.readString(script)))
                    .as("%s", script)
                    .isEmpty();
        }
    }

    @Test
    void sources_holdNothingForbidden() throws IOException {
        List<Path> sources = files("src/main/java", ".java");

        assertThat(sources).hasSizeGreaterThan(50);
        for (Path source : sources) {
            assertThat(SqlLint.java(Files.readString(source))).as("%s", source).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select id from t FOR  UPDATE",
                "select id from t for share",
                "select id from t lock in share mode",
                "\"select id from t for\" + \" update\"",
                "query.setLockMode(LockModeType.OPTIMISTIC)",
                "PESSIMISTIC_WRITE",
                "select GET_LOCK('a', 1)",
                "LOCK TABLES t WRITE",
                "XA START 'a'",
                "SET SESSION TRANSACTION ISOLATION LEVEL SERIALIZABLE",
                "set transaction isolation level repeatable read",
                "connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE)",
                "id BIGINT AUTO_INCREMENT",
                "@GeneratedValue(strategy = IDENTITY)",
                "select max(id) from t",
                "select max( c.id ) from Row c",
                "select last_insert_id()",
                "at DATETIME ON UPDATE CURRENT_TIMESTAMP",
                "@Version long version;",
                "CREATE TRIGGER a BEFORE INSERT ON t",
                "create or replace procedure p()",
                "query.setHint(\"eclipselink.read-only\", true)",
                "FOREIGN KEY (a) REFERENCES b (id)",
                "a BIGINT REFERENCES b(id)",
                "on delete cascade",
                "create table a (id int primary key) engine=MyISAM;",
                "create table a (id int primary key) ENGINE = MEMORY;",
            })
    void planted_isFound_inAScriptAndInJava(String planted) {
        assertThat(SqlLint.java(planted)).isNotEmpty();
        if (!planted.contains("+")) {
            assertThat(SqlLint.script(planted)).isNotEmpty();
        }
    }

    @Test
    void table_withoutEngineOrPrimaryKey_isFound_alsoBetweenSoundOnes() {
        String sound = "create table a (id int, constraint pk_a primary key (id)) engine = InnoDB;\n";

        assertThat(SqlLint.script(sound + sound)).isEmpty();
        assertThat(SqlLint.script(sound + "create table b (id int, primary key (id));" + sound))
                .containsExactly("table b without ENGINE = InnoDB");
        assertThat(SqlLint.script(sound + "create table c (id int) engine = InnoDB;" + sound))
                .containsExactly("table c without a primary key");
    }

    @Test
    void ddl_isFoundInJavaOnly() {
        String ddl = "create table a (id int primary key) engine = InnoDB;";

        assertThat(SqlLint.script(ddl)).isEmpty();
        assertThat(SqlLint.java('"' + ddl + '"')).containsExactly("DDL outside of sql/: create table");
    }

    @Test
    void whatAComment_ofAScriptForbids_isNotFound() {
        assertThat(SqlLint.script("-- no AUTO_INCREMENT here\n")).isEmpty();
    }
}
