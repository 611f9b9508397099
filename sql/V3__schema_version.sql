-- SPDX-FileCopyrightText: The Diamond authors
-- SPDX-License-Identifier: Apache-2.0
--
-- Which script was the last one to be run, by whatever hand: a server looks here whether the schema is the one it needs.
-- Every later script ends with the same INSERT and its own number; a script that broke off has not got there.

CREATE TABLE schema_version (
    version INT NOT NULL,
    CONSTRAINT pk_schema_version PRIMARY KEY (version)
) ENGINE = InnoDB;

INSERT INTO schema_version (version) VALUES (3);
