/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.config;

import jakarta.persistence.Column;
import jakarta.persistence.Id;
import jakarta.persistence.Lob;
import jakarta.persistence.MappedSuperclass;
import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.Epoch;

/**
 * The columns that {@code config_info} and {@code config_history} share: one version of one key. Read only; confined to the
 * transaction that read it.
 *
 * <p>{@code Timestamp} rather than {@code java.time}: it is the one type that both drivers hand over as the same instant
 * whatever the zone of this JVM.
 */
@MappedSuperclass
public abstract class VersionRow {

    @Id
    private long id;

    @Column(name = "namespace_id")
    private String namespaceId;

    @Column(name = "group_id")
    private String groupId;

    @Column(name = "data_id")
    private String dataId;

    private long version;

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
    protected VersionRow() {}

    long id() {
        return id;
    }

    long version() {
        return version;
    }

    String md5() {
        return md5;
    }

    /** What a publication must differ from to be a change. */
    Change.State state() {
        return new Change.State(content, md5, typeOf(type), new Change.Labels(description, tags, appName));
    }

    /** What the row says, as a version of this store. */
    public Config config(Epoch epoch) {
        return new Config(
                new ConfigKey(namespaceId, groupId, dataId),
                epoch,
                version,
                md5,
                typeOf(type),
                content,
                new Config.Details(description, tagList(tags), appName, changedBy, changedAt.toInstant()));
    }

    /** The key behind its columns; empty where a person gave a row names that no key may have. */
    public static Optional<ConfigKey> keyOf(Object namespace, Object group, Object dataId) {
        try {
            return Optional.of(new ConfigKey((String) namespace, (String) group, (String) dataId));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The tags behind their column: {@code ",a,b,"} or {@code ""}, and what a person may have written there by hand. */
    public static List<String> tagList(String column) {
        return Stream.of(column.split(",")).filter(tag -> !tag.isEmpty()).toList();
    }

    /** The type behind its column; text for what only a newer server, or a person who wrote it by hand, knows. */
    public static ConfigType typeOf(String column) {
        return ConfigType.find(column).orElse(ConfigType.TEXT);
    }

    /** The column of these tags. */
    static String tagColumn(List<String> tags) {
        return tags.isEmpty() ? "" : "," + String.join(",", tags) + ",";
    }
}
