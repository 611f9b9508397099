-- SPDX-FileCopyrightText: The Diamond authors
-- SPDX-License-Identifier: Apache-2.0
CREATE DATABASE diamond CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE USER 'diamond'@'%' IDENTIFIED BY 'change-me';
GRANT SELECT, INSERT, UPDATE, DELETE ON diamond.* TO 'diamond'@'%';
GRANT CREATE, ALTER, INDEX, DROP, REFERENCES ON diamond.* TO 'diamond'@'%';
