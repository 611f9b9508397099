-- SPDX-FileCopyrightText: The Diamond authors
-- SPDX-License-Identifier: Apache-2.0
--
-- The audit trail: who did what to which name, and who was refused. Never a content, never a secret.

-- One row a change, written in the transaction of the change, or a refusal. Its mac is over all columns but recorded_at and
-- seal, which the seal covers.
CREATE TABLE audit_entry (
    id             BIGINT       NOT NULL,
    -- the node that wrote it
    node           VARCHAR(32)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    recorded_at    DATETIME(6)  NOT NULL,
    subject        VARCHAR(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    -- session | token | none: how the subject was recognised
    how            VARCHAR(16)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    client_address VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- of the request, as W3C trace context has it; '' = it had none
    trace_id       VARCHAR(32)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    action         VARCHAR(32)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- '' where none is meant
    namespace_id   VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    group_id       VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    data_id        VARCHAR(250) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- what of it, or what else: a datum's id, a store's id
    object_name    VARCHAR(250) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    version_before BIGINT       NOT NULL,
    version_after  BIGINT       NOT NULL,
    -- done, or the code of the refusal
    outcome        VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- how many refusals of the same kind the row stands for
    times          INT          NOT NULL,
    -- HMAC-SHA256 in hex
    mac            VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- the seal it is under; 0 = none yet, -1 = its mac was wrong when it was to be sealed
    seal           BIGINT       NOT NULL,
    CONSTRAINT pk_audit_entry PRIMARY KEY (id)
) ENGINE = InnoDB;

CREATE INDEX ix_audit_entry_recorded ON audit_entry (recorded_at, id);
CREATE INDEX ix_audit_entry_seal ON audit_entry (seal, recorded_at, id);

-- One row a seal: it binds some entries and the seal before it. Numbers have no gap.
CREATE TABLE audit_seal (
    seal      BIGINT      NOT NULL,
    entries   INT         NOT NULL,
    node      VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    mac       VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    sealed_at DATETIME(6) NOT NULL,
    CONSTRAINT pk_audit_seal PRIMARY KEY (seal)
) ENGINE = InnoDB;

-- One row: the key, which node seals, and where the old end was cut off.
CREATE TABLE audit_chain (
    slot          SMALLINT    NOT NULL,
    -- 256 random bits in hex; the key is this, or this and the key file
    secret        VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- tells whether a node has the key that the trail was begun with
    key_check     VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    sealer        VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    sealer_at     DATETIME(6) NOT NULL,
    -- the last seal that retention took away, its mac, and the signature of both; 0 and '' = none
    cut           BIGINT      NOT NULL,
    cut_mac       VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    cut_signature VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    CONSTRAINT pk_audit_chain PRIMARY KEY (slot)
) ENGINE = InnoDB;

INSERT INTO schema_version (version) VALUES (7);
