/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.diamondconfig.server.edge.Knob;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.wire.Epoch;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;

/** The schema of the store: brought up to date, or only checked, by the numbered scripts of {@code sql/}. */
final class Schema {

    private final boolean apply;

    Schema(Settings settings) {
        apply = switch (settings.text(Knob.SCHEMA)) {
            case "apply" -> true;
            case "check" -> false;
            default -> throw new IllegalArgumentException(Knob.SCHEMA.key() + ": use apply or check");
        };
    }

    /**
     * Makes the store ready for use and gives it an identity if it has none.
     *
     * @param newStoreId the identity to give
     * @return the identity that it has
     */
    Epoch prepare(DataSource source, String newStoreId) throws SQLException {
        Flyway flyway = Flyway.configure(Schema.class.getClassLoader())
                .dataSource(source)
                .locations("classpath:db/migration")
                .connectRetries(0)
                .load();
        if (apply) {
            flyway.migrate();
        } else {
            requireCurrent(flyway);
        }
        try (Connection connection = source.getConnection()) {
            return EpochStore.ensure(connection, newStoreId);
        }
    }

    private static void requireCurrent(Flyway flyway) throws SQLException {
        MigrationInfo[] pending = flyway.info().pending();
        if (pending.length > 0) {
            String versions = Arrays.stream(pending)
                    .map(migration -> "V" + migration.getVersion())
                    .collect(Collectors.joining(", "));
            throw new SQLException("The schema lacks " + versions + " of sql/, and " + Knob.SCHEMA.key()
                    + "=check forbids to apply it. Start one node once with " + Knob.SCHEMA.key()
                    + "=apply and a user who may create tables.");
        }
        flyway.validate();
    }
}
