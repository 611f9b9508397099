-- SPDX-FileCopyrightText: The Diamond authors
-- SPDX-License-Identifier: Apache-2.0
--
-- The schema of Diamond, one script for MySQL, MariaDB and H2 (MODE=MySQL).
--
-- Row ids are random 63-bit numbers of ours. Names are ASCII by their grammar and compared bytewise; every key column
-- says so itself, so that a server's default collation does not matter. changed_at is the database's NOW(6), session zone
-- UTC; it tells sweeps where to look and people when, and orders nothing: versions do.

CREATE TABLE store_epoch (
    slot       SMALLINT    NOT NULL,
    generation BIGINT      NOT NULL,
    store_id   VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    CONSTRAINT pk_store_epoch PRIMARY KEY (slot)
) ENGINE = InnoDB;

CREATE TABLE config_namespace (
    name        VARCHAR(128)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    title       VARCHAR(256)  CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    description VARCHAR(1024) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    version     BIGINT        NOT NULL,
    deleted     BOOLEAN       NOT NULL,
    changed_by  VARCHAR(128)  CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    changed_at  DATETIME(6)   NOT NULL,
    CONSTRAINT pk_config_namespace PRIMARY KEY (name)
) ENGINE = InnoDB;

-- One row a key for ever: a removed key stays as a tombstone (deleted, md5 '', content '') that goes on counting.
CREATE TABLE config_info (
    id             BIGINT        NOT NULL,
    namespace_id   VARCHAR(128)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    group_id       VARCHAR(128)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    data_id        VARCHAR(250)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    version        BIGINT        NOT NULL,
    deleted        BOOLEAN       NOT NULL,
    -- single | aggregate; changes only over a tombstone
    kind           VARCHAR(16)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- how the content is enciphered; null = plain
    cipher         VARCHAR(512)  CHARACTER SET ascii COLLATE ascii_bin NULL,
    content        LONGTEXT      CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    md5            VARCHAR(32)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    type           VARCHAR(16)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    description    VARCHAR(1024) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    -- ',a,b,' or '': read and written with the row, searched exactly with LIKE '%,a,%'
    tags           VARCHAR(1024) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    app_name       VARCHAR(128)  CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    changed_by     VARCHAR(128)  CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    client_address VARCHAR(64)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    changed_at     DATETIME(6)   NOT NULL,
    -- aggregates: counts changes of the datums; the merge compares and sets merged_dirty
    dirty          BIGINT        DEFAULT 0 NOT NULL,
    merged_dirty   BIGINT        DEFAULT 0 NOT NULL,
    CONSTRAINT pk_config_info PRIMARY KEY (id),
    CONSTRAINT uk_config_info_key UNIQUE (namespace_id, group_id, data_id)
) ENGINE = InnoDB;

CREATE INDEX ix_config_info_changed ON config_info (changed_at, id, version);

-- The row of version v holds the content of v.
CREATE TABLE config_history (
    id             BIGINT        NOT NULL,
    namespace_id   VARCHAR(128)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    group_id       VARCHAR(128)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    data_id        VARCHAR(250)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    version        BIGINT        NOT NULL,
    -- publish | remove | rollback
    operation      VARCHAR(16)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    kind           VARCHAR(16)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    cipher         VARCHAR(512)  CHARACTER SET ascii COLLATE ascii_bin NULL,
    content        LONGTEXT      CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    md5            VARCHAR(32)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    type           VARCHAR(16)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    description    VARCHAR(1024) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    tags           VARCHAR(1024) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    app_name       VARCHAR(128)  CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    changed_by     VARCHAR(128)  CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    client_address VARCHAR(64)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    reason         VARCHAR(512)  CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    -- the same for all rows of one act
    change_id      BIGINT        NOT NULL,
    changed_at     DATETIME(6)   NOT NULL,
    CONSTRAINT pk_config_history PRIMARY KEY (id),
    CONSTRAINT uk_config_history_version UNIQUE (namespace_id, group_id, data_id, version)
) ENGINE = InnoDB;

-- The datums of aggregated keys; their merged value is the content of the key in config_info.
CREATE TABLE config_info_aggr (
    id             BIGINT        NOT NULL,
    namespace_id   VARCHAR(128)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    group_id       VARCHAR(128)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    data_id        VARCHAR(250)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    datum_id       VARCHAR(250)  CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    version        BIGINT        NOT NULL,
    content        LONGTEXT      CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    md5            VARCHAR(32)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    app_name       VARCHAR(128)  CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    changed_by     VARCHAR(128)  CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    client_address VARCHAR(64)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    changed_at     DATETIME(6)   NOT NULL,
    CONSTRAINT pk_config_info_aggr PRIMARY KEY (id),
    CONSTRAINT uk_config_info_aggr_datum UNIQUE (namespace_id, group_id, data_id, datum_id)
) ENGINE = InnoDB;

-- Requests that carried an Idempotency-Key and took effect, kept for 24 hours, written in the transaction of the effect.
CREATE TABLE request_outcome (
    subject     VARCHAR(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    request_key VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- SHA-256 of what was asked for: the same key for another request is refused
    fingerprint VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    outcome     VARCHAR(512) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    created_at  DATETIME(6)  NOT NULL,
    CONSTRAINT pk_request_outcome PRIMARY KEY (subject, request_key)
) ENGINE = InnoDB;

CREATE INDEX ix_request_outcome_created ON request_outcome (created_at);
