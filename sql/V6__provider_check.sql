-- SPDX-FileCopyrightText: The Diamond authors
-- SPDX-License-Identifier: Apache-2.0
--
-- Which keys have their providers dialled, and which node does it.

-- One row a key whose providers are checked; turned off, the row goes.
CREATE TABLE config_provider_check (
    id           BIGINT       NOT NULL,
    namespace_id VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    group_id     VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    data_id      VARCHAR(250) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- who turned it on, and when
    changed_by   VARCHAR(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    changed_at   DATETIME(6)  NOT NULL,
    -- the node that checks, a slash, and which of its runs; '' = none
    owner        VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- from then on another node may take it; by the clock of the database
    leased_until DATETIME(6)  NOT NULL,
    CONSTRAINT pk_config_provider_check PRIMARY KEY (id),
    CONSTRAINT uk_config_provider_check_key UNIQUE (namespace_id, group_id, data_id)
) ENGINE = InnoDB;

CREATE INDEX ix_config_provider_check_owner ON config_provider_check (owner);

INSERT INTO schema_version (version) VALUES (6);
