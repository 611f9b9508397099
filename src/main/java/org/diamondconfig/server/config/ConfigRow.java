/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.config;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Lob;
import jakarta.persistence.Table;
import java.sql.Timestamp;
import java.util.List;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.Epoch;

/**
 * A row of {@code config_info}, read only: changes go through the conditional statements of {@link ConfigStore}. Confined to
 * the transaction that read it.
 *
 * <p>{@code Timestamp} rather than {@code java.time}: it is the one type that both drivers hand over as the same instant
 * whatever the zone of this JVM.
 */
@Entity
@Table(name = "config_info")
public class ConfigRow {

    @Id
    private long id;

    @Column(name = "namespace_id")
    private String namespaceId;

    @Column(name = "group_id")
    private String groupId;

    @Column(name = "data_id")
    private String dataId;

    private long version;
    private boolean deleted;
    private String kind;

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

    @Column(name = "changed_at")
    private Timestamp changedAt;

    /** For the persistence provider. */
    protected ConfigRow() {}

    long id() {
        return id;
    }

    long version() {
        return version;
    }

    boolean deleted() {
        return deleted;
    }

    String kind() {
        return kind;
    }

    String md5() {
        return md5;
    }

    /** What a publication must differ from to be a change. */
    Change.State state() {
        return new Change.State(content, md5, ConfigType.parse(type), new Change.Labels(description, tags, appName));
    }

    Config config(Epoch epoch) {
        return new Config(
                new ConfigKey(namespaceId, groupId, dataId),
                epoch,
                version,
                md5,
                ConfigType.parse(type),
                content,
                new Config.Details(description, tagList(tags), appName, changedBy, changedAt.toInstant()));
    }

    /** The tags behind their column: {@code ",a,b,"} or {@code ""}. */
    public static List<String> tagList(String column) {
        return column.isEmpty()
                ? List.of()
                : List.of(column.substring(1, column.length() - 1).split(",", -1));
    }

    /** The column of these tags. */
    static String tagColumn(List<String> tags) {
        return tags.isEmpty() ? "" : "," + String.join(",", tags) + ",";
    }
}
