/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.namespace;

import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.audit.AuditStore;
import org.diamondconfig.server.audit.Entry;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.problem.Conflict;
import org.diamondconfig.server.problem.NotFound;
import org.diamondconfig.server.store.Database;
import org.diamondconfig.server.store.Lane;
import org.diamondconfig.server.store.Statement;
import org.diamondconfig.wire.ConfigKey;

/** The rows of the namespaces. A removed one stays as a tombstone that goes on counting versions. Thread-safe. */
@Component
public final class NamespaceStore {

    private final Database database;
    private final AuditStore audit;

    @Inject
    public NamespaceStore(Database database, AuditStore audit) {
        this.database = database;
        this.audit = audit;
    }

    /** What is done to a namespace. */
    enum Act {
        CREATE,
        RENAME,
        REMOVE,
        RESTORE;

        /** What the audit trail says of it. */
        Entry entry(Caller caller, String name) {
            return Entry.of(caller, "namespace-" + name().toLowerCase(Locale.ROOT), Entry.Target.ofNamespace(name));
        }
    }

    /** Whether keys may be published into it, as this transaction sees it. */
    public boolean exists(EntityManager entities, String name) {
        return name.equals(ConfigKey.PUBLIC)
                || name.equals(Access.RESERVED)
                || row(entities, name).filter(row -> !row.deleted()).isPresent();
    }

    boolean exists(String name) {
        return database.read(Lane.READ, entities -> exists(entities, name));
    }

    /** Those that keys may be published into, in the order of their names. */
    List<Namespace> live() {
        return database.read(
                Lane.READ,
                entities -> entities.createQuery(
                                "select n from NamespaceRow n where n.deleted = false order by n.name",
                                NamespaceRow.class)
                        .setHint(Database.TRACKED, false)
                        .getResultStream()
                        .map(NamespaceRow::namespace)
                        .toList());
    }

    /** Makes it, or brings it back with what is wished. */
    Namespace create(Caller caller, Namespace wish) {
        return database.write(entities -> {
            Optional<NamespaceRow> row = row(entities, wish.name());
            if (row.filter(found -> !found.deleted()).isPresent()) {
                throw new Conflict("NAMESPACE_EXISTS", "The namespace exists already.");
            }
            Namespace made = row.isEmpty()
                    ? insert(entities, wish)
                    : update(entities, wish.at(row.get().version()), Fate.LIVE);
            return recorded(entities, caller, Act.CREATE, made);
        });
    }

    private Namespace recorded(EntityManager entities, Caller caller, Act act, Namespace changed) {
        audit.record(entities, act.entry(caller, changed.name()).between(changed.version() - 1, changed.version()));
        return changed;
    }

    /** Gives it the title and description that are wished. */
    Namespace rename(Caller caller, Namespace wish) {
        return database.write(entities -> recorded(
                entities,
                caller,
                Act.RENAME,
                update(entities, wish.at(liveRow(entities, wish.name()).version()), Fate.LIVE)));
    }

    /** Removes it unless it holds keys, as far as this transaction sees. */
    void remove(Caller caller, String name) {
        database.write(entities -> {
            NamespaceRow row = liveRow(entities, name);
            if (holdsKeys(entities, name)) {
                throw notEmpty();
            }
            return recorded(
                    entities,
                    caller,
                    Act.REMOVE,
                    update(entities, row.namespace().by(caller.subject()), Fate.REMOVED));
        });
    }

    /** Looks again once a removal has committed. */
    boolean holdsKeys(String name) {
        return database.read(Lane.READ, entities -> holdsKeys(entities, name));
    }

    /** Takes back the removal of namespaces that hold keys after all; how many there were. */
    int restoreInhabited() {
        String inhabited =
                "select name from config_namespace where deleted = true and exists (select 1 from config_info c"
                        + " where c.namespace_id = config_namespace.name and c.deleted = false)";
        List<Object> names = database.read(
                Lane.SWEEP, entities -> Statement.of(entities, inhabited).values());
        names.forEach(name -> restore((String) name));
        return names.size();
    }

    private void restore(String name) {
        database.write(entities -> row(entities, name)
                .filter(NamespaceRow::deleted)
                .map(row -> recorded(
                        entities,
                        Caller.SYSTEM,
                        Act.RESTORE,
                        update(entities, row.namespace().by(Caller.SYSTEM.subject()), Fate.LIVE))));
    }

    static Conflict notEmpty() {
        return new Conflict("NAMESPACE_NOT_EMPTY", "The namespace holds configurations; remove them first.");
    }

    private static NamespaceRow liveRow(EntityManager entities, String name) {
        return row(entities, name)
                .filter(row -> !row.deleted())
                .orElseThrow(() -> new NotFound("NAMESPACE_NOT_FOUND", "There is no namespace of that name."));
    }

    private static Optional<NamespaceRow> row(EntityManager entities, String name) {
        return entities.createQuery("select n from NamespaceRow n where n.name = :name", NamespaceRow.class)
                .setParameter("name", name)
                .setHint(Database.TRACKED, false)
                .getResultStream()
                .findFirst();
    }

    /** The one question about configurations that is asked here. */
    private static boolean holdsKeys(EntityManager entities, String name) {
        return Statement.of(
                        entities,
                        "select id from config_info where namespace_id = ?1 and deleted = false limit 1",
                        name)
                .value()
                .isPresent();
    }

    private static Namespace insert(EntityManager entities, Namespace namespace) {
        Statement.of(
                        entities,
                        "insert into config_namespace (name, title, description, version, deleted, changed_by,"
                                + " changed_at) values (?1, ?2, ?3, 1, false, ?4, NOW(6))",
                        namespace.name(),
                        namespace.title(),
                        namespace.description(),
                        namespace.changedBy())
                .execute();
        return namespace.at(1);
    }

    /** Changes a row that must still be at the version of {@code namespace}. */
    private static Namespace update(EntityManager entities, Namespace namespace, Fate fate) {
        Statement.of(
                        entities,
                        "update config_namespace set title = ?1, description = ?2, deleted = ?3, changed_by = ?4,"
                                + " version = version + 1, changed_at = NOW(6) where name = ?5 and version = ?6",
                        namespace.title(),
                        namespace.description(),
                        fate == Fate.REMOVED,
                        namespace.changedBy(),
                        namespace.name(),
                        namespace.version())
                .executeOne();
        return namespace.at(namespace.version() + 1);
    }

    /** What a row becomes. */
    private enum Fate {
        LIVE,
        REMOVED
    }
}
