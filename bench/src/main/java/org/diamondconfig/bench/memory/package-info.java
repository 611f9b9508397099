/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * JMH benchmarks of what happens in memory: the client's get, the dump's find, the codecs of the wire. What holds polls is
 * measured in its own package, {@code org.diamondconfig.server.watch}, which shows it to nobody else.
 */
package org.diamondconfig.bench.memory;
