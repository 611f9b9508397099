/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.config;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/**
 * A row of {@code config_info}, read only: changes go through the conditional statements of {@link ConfigStore}. Confined to
 * the transaction that read it.
 */
@Entity
@Table(name = "config_info")
public class ConfigRow extends VersionRow {

    /** The kind of a key that is published as a whole. */
    static final String SINGLE = "single";

    /** The kind of a key that is merged from datums. */
    public static final String AGGREGATE = "aggregate";

    private boolean deleted;
    private String kind;

    /** For the persistence provider. */
    protected ConfigRow() {}

    boolean deleted() {
        return deleted;
    }

    String kind() {
        return kind;
    }
}
