/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.history;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.diamondconfig.server.config.VersionRow;
import org.diamondconfig.wire.Epoch;

/** A row of {@code config_history}, read only. Confined to the transaction that read it. */
@Entity
@Table(name = "config_history")
public class HistoryRow extends VersionRow {

    private String operation;

    @Column(name = "client_address")
    private String clientAddress;

    private String reason;

    /** For the persistence provider. */
    protected HistoryRow() {}

    Revision revision(Epoch epoch) {
        return new Revision(config(epoch), operation, clientAddress, reason);
    }
}
