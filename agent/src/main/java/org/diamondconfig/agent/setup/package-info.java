/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * What the agent's configuration file says, checked: an unknown key or a wrong type is refused with its line.
 *
 * <p>Nothing here opens what the file names.
 */
package org.diamondconfig.agent.setup;
