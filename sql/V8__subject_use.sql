-- SPDX-FileCopyrightText: The Diamond authors
-- SPDX-License-Identifier: Apache-2.0
--
-- When users, tokens, applications and networks were last let in.

-- One row a subject that was let in; written once a minute at most by each node.
CREATE TABLE subject_use (
    subject VARCHAR(96) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- by the clock of the database, some time in the minute after it was let in, later if the database was away
    used_at DATETIME(6) NOT NULL,
    CONSTRAINT pk_subject_use PRIMARY KEY (subject)
) ENGINE = InnoDB;

INSERT INTO schema_version (version) VALUES (8);
