/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.history;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Lob;
import jakarta.persistence.Table;
import java.sql.Timestamp;
import org.diamondconfig.server.config.Config;
import org.diamondconfig.server.config.ConfigRow;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.Epoch;

/** A row of {@code config_history}, read only. Confined to the transaction that read it. */
@Entity
@Table(name = "config_history")
public class HistoryRow {

    @Id
    private long id;

    @Column(name = "namespace_id")
    private String namespaceId;

    @Column(name = "group_id")
    private String groupId;

    @Column(name = "data_id")
    private String dataId;

    private long version;
    private String operation;

    @Lob
    private String content;

    private String md5;
    private String type;
    private String description;
    private String tags;

    @Column(name = "app_name")
    private String appName;

    @Column(name = "changed_by")
    private String changedBy;

    @Column(name = "client_address")
    private String clientAddress;

    private String reason;

    @Column(name = "changed_at")
    private Timestamp changedAt;

    /** For the persistence provider. */
    protected HistoryRow() {}

    long id() {
        return id;
    }

    Revision revision(Epoch epoch) {
        Config config = new Config(
                new ConfigKey(namespaceId, groupId, dataId),
                epoch,
                version,
                md5,
                ConfigType.parse(type),
                content,
                new Config.Details(description, ConfigRow.tagList(tags), appName, changedBy, changedAt.toInstant()));
        return new Revision(config, operation, clientAddress, reason);
    }
}
