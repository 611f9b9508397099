/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.usage;

import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.problem.ProblemException;
import org.diamondconfig.server.store.Database;
import org.diamondconfig.server.store.Lane;
import org.diamondconfig.server.store.Statement;

/**
 * The rows of the last uses, by the database's clock. Thread-safe. Every call but {@link #isUp} may fail with a
 * {@link ProblemException}.
 */
@Component
class UseStore {

    private static final String TOUCH = "update subject_use set used_at = NOW(6) where subject = ?1";
    private static final String INSERT = "insert into subject_use (subject, used_at) values (?1, NOW(6))";
    private static final String DELETE = "delete from subject_use where subject = ?1";
    private static final String FIND =
            "select subject, TIMESTAMPDIFF(MICROSECOND, TIMESTAMP '1970-01-01 00:00:00', used_at) from subject_use"
                    + " where subject >= ?1 and subject <= ?2";

    private final Database database;

    @Inject
    UseStore(Database database) {
        this.database = database;
    }

    /** Whether asking has a chance; costs nothing. */
    boolean isUp() {
        return database.state().up();
    }

    /** These were used now; in one order on all nodes, so that none waits for one that waits for it. */
    void touch(List<String> subjects) {
        database.maintain(entities -> touch(entities, subjects));
    }

    private static int touch(EntityManager entities, List<String> subjects) {
        for (String subject : subjects) {
            if (Statement.of(entities, TOUCH, subject).execute() == 0) {
                Statement.of(entities, INSERT, subject).execute();
            }
        }
        return subjects.size();
    }

    void delete(String subject) {
        database.write(entities -> Statement.of(entities, DELETE, subject).execute());
    }

    /** The last uses of those from the first name to the last, inclusive. */
    Map<String, Instant> between(String first, String last) {
        return database.read(
                Lane.READ,
                entities -> Statement.of(entities, FIND, first, last).rows().stream()
                        .collect(Collectors.toMap(row -> (String) row[0], row -> Statement.instant(row[1]))));
    }
}
