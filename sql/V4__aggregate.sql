-- SPDX-FileCopyrightText: The Diamond authors
-- SPDX-License-Identifier: Apache-2.0
--
-- What is known of an aggregated key beside its datums, and who changed which datum.
--
-- The count of changes stands in a narrow row of its own, because a row image in a binary log or a Galera write set is the
-- whole row: in config_info it would carry the merged content with each change of a datum. The columns dirty and
-- merged_dirty of config_info are not used.

-- One row a key that was ever merged from datums. It is open while the key has content of that kind: then there are datums,
-- or their last removal is pending. Closed, with neither, it only remembers how far the count has come.
CREATE TABLE config_aggregate (
    id             BIGINT       NOT NULL,
    namespace_id   VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    group_id       VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    data_id        VARCHAR(250) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- grows by one with each change of a datum of this key
    dirty          BIGINT       NOT NULL,
    -- where dirty stood when the datums were read that the content was last merged from; only grows
    merged_dirty   BIGINT       NOT NULL,
    -- dirty > merged_dirty, for the index
    pending        BOOLEAN      NOT NULL,
    datums         INT          NOT NULL,
    -- UTF-8 bytes of all datums, without what joins them
    bytes          BIGINT       NOT NULL,
    -- of the last change of a datum
    changed_by     VARCHAR(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    client_address VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    merged_at      DATETIME(6)  NOT NULL,
    CONSTRAINT pk_config_aggregate PRIMARY KEY (id),
    CONSTRAINT uk_config_aggregate_key UNIQUE (namespace_id, group_id, data_id)
) ENGINE = InnoDB;

CREATE INDEX ix_config_aggregate_pending ON config_aggregate (pending, id);

-- UTF-8 bytes of the content
ALTER TABLE config_info_aggr ADD COLUMN bytes INT DEFAULT 0 NOT NULL;

CREATE TABLE config_datum_history (
    id             BIGINT       NOT NULL,
    namespace_id   VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    group_id       VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    data_id        VARCHAR(250) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- where the key's count of changes stood after this one
    dirty          BIGINT       NOT NULL,
    -- publish | remove | remove-all
    operation      VARCHAR(16)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- '' where all were removed
    datum_id       VARCHAR(250) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    -- of the datum; 0 where all were removed
    version        BIGINT       NOT NULL,
    -- of the datum's content; '' = removed
    md5            VARCHAR(32)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    changed_by     VARCHAR(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    client_address VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    reason         VARCHAR(512) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    changed_at     DATETIME(6)  NOT NULL,
    CONSTRAINT pk_config_datum_history PRIMARY KEY (id),
    CONSTRAINT uk_config_datum_history_dirty UNIQUE (namespace_id, group_id, data_id, dirty)
) ENGINE = InnoDB;

CREATE INDEX ix_config_datum_history_changed ON config_datum_history (changed_at);

INSERT INTO schema_version (version) VALUES (4);
