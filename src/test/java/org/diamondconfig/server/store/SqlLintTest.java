/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** SQL that is right on one node only, or decides by an order that no database keeps, does not get in. */
class SqlLintTest {

    private static final Pattern FORBIDDEN = Pattern.compile(
            "for\\s+update|get_lock|max\\s*\\(\\s*(\\w\\.)?id\\s*\\)|lock\\s+tables|auto_increment|serializable\\b.*isolation"
                    + "|PESSIMISTIC_|GeneratedValue|on\\s+update\\s+current_timestamp|@Version",
            Pattern.CASE_INSENSITIVE);

    @Test
    void forbiddenSql_isNowhere() throws IOException {
        Path root = Files.isDirectory(Path.of("sql")) ? Path.of("") : Path.of("..");
        List<Path> sources = Stream.concat(files(root.resolve("sql")), files(root.resolve("src/main")))
                .toList();

        assertThat(sources).hasSizeGreaterThan(20);
        assertThat(sources.stream().filter(file -> FORBIDDEN.matcher(text(file)).find()))
                .isEmpty();
    }

    @Test
    void lint_findsWhatItForbids() {
        for (String sql :
                List.of("select id from t FOR  UPDATE", "select max(id)", "select max(c.id)", "GET_LOCK('a')")) {
            assertThat(FORBIDDEN.matcher(sql).find()).as(sql).isTrue();
        }
    }

    private static Stream<Path> files(Path folder) throws IOException {
        return Files.walk(folder).filter(Files::isRegularFile);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
