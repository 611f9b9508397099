/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.aggregate;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.diamondconfig.server.edge.Caller;

/** A row of {@code config_aggregate}, read only: it is changed in place, so that nobody's count is lost. */
@Entity
@Table(name = "config_aggregate")
public class AggregateRow {

    @Id
    private long id;

    @Column(name = "namespace_id")
    private String namespaceId;

    @Column(name = "group_id")
    private String groupId;

    @Column(name = "data_id")
    private String dataId;

    private long dirty;

    @Column(name = "changed_by")
    private String changedBy;

    @Column(name = "client_address")
    private String clientAddress;

    /** For the persistence provider. */
    protected AggregateRow() {}

    long id() {
        return id;
    }

    long dirty() {
        return dirty;
    }

    /** Who changed a datum last. */
    Caller changedBy() {
        return new Caller(changedBy, clientAddress, "", "");
    }
}
