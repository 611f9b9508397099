/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.namespace;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.sql.Timestamp;

/** A row of {@code config_namespace}, read only: changes go through {@link NamespaceStore}. Confined to its transaction. */
@Entity
@Table(name = "config_namespace")
public class NamespaceRow {

    @Id
    private String name;

    private String title;
    private String description;
    private long version;
    private boolean deleted;

    @Column(name = "changed_by")
    private String changedBy;

    @Column(name = "changed_at")
    private Timestamp changedAt;

    /** For the persistence provider. */
    protected NamespaceRow() {}

    long version() {
        return version;
    }

    boolean deleted() {
        return deleted;
    }

    Namespace namespace() {
        return new Namespace(name, title, description, version, changedBy, changedAt.toInstant());
    }
}
