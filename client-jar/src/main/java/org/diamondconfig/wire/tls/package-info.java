/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * How the client and the servers make TLS connections: whom they trust, what they show, and what a failure of it means.
 *
 * <p>It reads files and opens no connection. It lives beside {@code wire} because both sides use it, and imports nothing but
 * the JDK.
 */
package org.diamondconfig.wire.tls;
