/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * The drivers: HTTP/1.1 over plain sockets with requests encoded beforehand, so that the client is not what is measured.
 *
 * <p>Closed loops for throughput, one line for latency, a crowd for held polls. Nothing here knows of Diamond.
 */
package org.diamondconfig.bench.http;
