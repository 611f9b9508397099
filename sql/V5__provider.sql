-- SPDX-FileCopyrightText: The Diamond authors
-- SPDX-License-Identifier: Apache-2.0
--
-- Datums that stand for providers of a service: which of them are up, offline or down, and who said so.

-- One row a datum whose state was ever set; a datum without one is up. It stands beside the datum, not in it: the datum may go
-- and come again, as a provider does that is started anew, and is still offline then if a person took it offline.
CREATE TABLE config_provider (
    id             BIGINT       NOT NULL,
    namespace_id   VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    group_id       VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    data_id        VARCHAR(250) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    datum_id       VARCHAR(250) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    -- grows by one with each change of the state
    version        BIGINT       NOT NULL,
    -- up | offline | down
    state          VARCHAR(16)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    changed_by     VARCHAR(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    changed_at     DATETIME(6)  NOT NULL,
    CONSTRAINT pk_config_provider PRIMARY KEY (id),
    CONSTRAINT uk_config_provider_datum UNIQUE (namespace_id, group_id, data_id, datum_id)
) ENGINE = InnoDB;

CREATE INDEX ix_config_provider_changed ON config_provider (changed_at);

CREATE TABLE config_provider_history (
    id             BIGINT       NOT NULL,
    namespace_id   VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    group_id       VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    data_id        VARCHAR(250) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    datum_id       VARCHAR(250) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    version        BIGINT       NOT NULL,
    state          VARCHAR(16)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    changed_by     VARCHAR(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    client_address VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    reason         VARCHAR(512) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    changed_at     DATETIME(6)  NOT NULL,
    CONSTRAINT pk_config_provider_history PRIMARY KEY (id),
    CONSTRAINT uk_config_provider_history_version UNIQUE (namespace_id, group_id, data_id, datum_id, version)
) ENGINE = InnoDB;

CREATE INDEX ix_config_provider_history_changed ON config_provider_history (changed_at);

INSERT INTO schema_version (version) VALUES (5);
