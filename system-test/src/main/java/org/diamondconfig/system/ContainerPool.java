/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import java.nio.file.Path;

/**
 * A connection pool that the container makes, in place of the server's own. Immutable.
 *
 * @param driver the jar of the JDBC driver
 * @param commands the container's own commands, as server-config documents them; they take what differs from the
 *     system properties {@code pool.url}, {@code pool.user} and {@code pool.password}
 */
record ContainerPool(Path driver, Path commands) {}
