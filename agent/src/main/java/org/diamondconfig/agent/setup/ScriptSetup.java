/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.setup;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How a cluster's scripts are run. Immutable.
 *
 * @param folder where they are
 * @param limit how long one may run
 * @param outputBytes how much of what one prints comes to the log
 * @param threads how many may run at once, of different keys
 */
public record ScriptSetup(Path folder, Duration limit, int outputBytes, int threads) {}
