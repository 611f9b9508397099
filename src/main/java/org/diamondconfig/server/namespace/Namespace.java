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
 * @param version grows by one with each change
 * @param changedBy the subject of the last change
 * @param changedAt when the database recorded it
 */
public record Namespace(
        String name, String title, String description, long version, String changedBy, Instant changedAt) {}
