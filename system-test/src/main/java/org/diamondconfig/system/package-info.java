/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * Real servers as children of a test: started, stopped and killed as an operator or a crash would.
 *
 * <p>Knows Diamond from outside only: a WAR, its settings, its data folder and its HTTP addresses. Nothing of the server's own
 * classes may be imported here. The benchmarks start their servers with the same classes.
 */
package org.diamondconfig.system;
