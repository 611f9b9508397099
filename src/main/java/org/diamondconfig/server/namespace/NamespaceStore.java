/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.namespace;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.List;
import java.util.Optional;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.store.LostRace;
import org.diamondconfig.wire.ConfigKey;

/** The rows of the namespaces. A removed one stays as a tombstone that goes on counting versions. Thread-safe. */
@Component
public final class NamespaceStore {

    private static final int MOST_SUBJECT = 128;

    /** Whether keys may be published into it, as this transaction sees it. */
    public boolean exists(EntityManager entities, String name) {
        return name.equals(ConfigKey.PUBLIC)
                || row(entities, name).filter(row -> !row.deleted()).isPresent();
    }

    Optional<NamespaceRow> row(EntityManager entities, String name) {
        return entities.createQuery("select n from NamespaceRow n where n.name = :name", NamespaceRow.class)
                .setParameter("name", name)
                .setHint("eclipselink.read-only", true)
                .getResultStream()
                .findFirst();
    }

    List<Namespace> live(EntityManager entities) {
        return entities.createQuery(
                        "select n from NamespaceRow n where n.deleted = false order by n.name", NamespaceRow.class)
                .setHint("eclipselink.read-only", true)
                .getResultStream()
                .map(NamespaceRow::namespace)
                .toList();
    }

    /** Whether a key with content lives in it. The one question about configurations that is asked here. */
    boolean holdsKeys(EntityManager entities, String name) {
        return !entities.createNativeQuery(
                        "select id from config_info where namespace_id = ?1 and deleted = false limit 1")
                .setParameter(1, name)
                .getResultList()
                .isEmpty();
    }

    void insert(EntityManager entities, Namespace namespace) {
        bind(
                        entities.createNativeQuery("insert into config_namespace (name, title, description, version,"
                                + " deleted, changed_by, changed_at) values (?1, ?2, ?3, 1, false, ?4, NOW(6))"),
                        namespace.name(),
                        namespace.title(),
                        namespace.description(),
                        cut(namespace.changedBy()))
                .executeUpdate();
    }

    /** Changes a row that must still be at the version of {@code namespace}. */
    void update(EntityManager entities, Namespace namespace, Fate fate) {
        int rows = bind(
                        entities.createNativeQuery("update config_namespace set title = ?1, description = ?2,"
                                + " deleted = ?3, changed_by = ?4, version = version + 1, changed_at = NOW(6)"
                                + " where name = ?5 and version = ?6"),
                        namespace.title(),
                        namespace.description(),
                        fate == Fate.REMOVED,
                        cut(namespace.changedBy()),
                        namespace.name(),
                        namespace.version())
                .executeUpdate();
        if (rows != 1) {
            throw new LostRace();
        }
    }

    /** Takes back the removal of namespaces that hold keys after all; how many there were. */
    int restoreInhabited(EntityManager entities) {
        return entities.createNativeQuery("update config_namespace set deleted = false, version = version + 1,"
                        + " changed_at = NOW(6) where deleted = true and exists (select 1 from config_info c"
                        + " where c.namespace_id = config_namespace.name and c.deleted = false)")
                .executeUpdate();
    }

    /** What a row becomes. */
    enum Fate {
        LIVE,
        REMOVED
    }

    private static Query bind(Query query, Object... values) {
        for (int i = 0; i < values.length; i++) {
            query.setParameter(i + 1, values[i]);
        }
        return query;
    }

    private static String cut(String subject) {
        return subject.length() <= MOST_SUBJECT ? subject : subject.substring(0, MOST_SUBJECT);
    }
}
