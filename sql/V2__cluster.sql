-- SPDX-FileCopyrightText: The Diamond authors
-- SPDX-License-Identifier: Apache-2.0
--
-- The nodes that share this store. Times are the database's own; a node is judged by the age of its row, never by a clock.

-- One row: what the nodes prove to each other that they belong together. Made by whichever node starts first.
CREATE TABLE cluster_identity (
    slot        SMALLINT    NOT NULL,
    -- 256 random bits in hex
    signing_key VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    CONSTRAINT pk_cluster_identity PRIMARY KEY (slot)
) ENGINE = InnoDB;

CREATE TABLE cluster_instance (
    -- from the node's data folder, the same over restarts
    node_id      VARCHAR(32)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- of one run of the node: tells it from another that has a copy of its data folder
    incarnation  VARCHAR(16)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- base URL at which other nodes and clients reach it
    address      VARCHAR(256) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    software     VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- ready | loading
    state        VARCHAR(16)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    started_at   DATETIME(6)  NOT NULL,
    heartbeat_at DATETIME(6)  NOT NULL,
    CONSTRAINT pk_cluster_instance PRIMARY KEY (node_id)
) ENGINE = InnoDB;
