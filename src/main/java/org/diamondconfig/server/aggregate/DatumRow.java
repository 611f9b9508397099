/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.aggregate;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Lob;
import jakarta.persistence.Table;
import java.sql.Timestamp;

/** A row of {@code config_info_aggr}, read only. Confined to the transaction that read it. */
@Entity
@Table(name = "config_info_aggr")
public class DatumRow {

    @Id
    private long id;

    @Column(name = "namespace_id")
    private String namespaceId;

    @Column(name = "group_id")
    private String groupId;

    @Column(name = "data_id")
    private String dataId;

    @Column(name = "datum_id")
    private String datumId;

    private long version;

    @Lob
    private String content;

    private int bytes;
    private String md5;

    @Column(name = "changed_by")
    private String changedBy;

    @Column(name = "changed_at")
    private Timestamp changedAt;

    /** For the persistence provider. */
    protected DatumRow() {}

    long id() {
        return id;
    }

    int bytes() {
        return bytes;
    }

    Datum datum() {
        return new Datum(datumId, version, md5, content, changedBy, changedAt.toInstant());
    }
}
