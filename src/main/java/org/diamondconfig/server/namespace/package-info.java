/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * The namespaces: environments or tenants that keys live in.
 *
 * <p>The public namespace {@code ""} always exists and has no row. Nothing of a configuration may live here but the question
 * whether a namespace is empty.
 */
package org.diamondconfig.server.namespace;
