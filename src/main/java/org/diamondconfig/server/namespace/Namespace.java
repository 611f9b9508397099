/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.namespace;

import java.time.Instant;

/**
 * A namespace as people see it. Immutable.
 *
 * @param name as stored; {@code ""} = public
 * @param title what a console shows
 * @param description free text, may be empty
 * @param version grows by one with each change; 0 for the public one
 * @param changedBy the subject of the last change
 * @param changedAt when the database recorded it; the epoch where it was not read back
 */
public record Namespace(
        String name, String title, String description, long version, String changedBy, Instant changedAt) {

    Namespace at(long newVersion) {
        return new Namespace(name, title, description, newVersion, changedBy, changedAt);
    }

    Namespace by(String subject) {
        return new Namespace(name, title, description, version, subject, changedAt);
    }
}
