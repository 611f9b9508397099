/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * The face that clients and scripts of gdiamond know: publishConfig, config, getProbeModify, notify. UTF-8, any method, query or
 * form; refusals are one sentence of plain text.
 *
 * <p>It is thin: what it publishes, reads and holds goes through the facades that the native API uses, and nothing is kept here.
 * It knows the public namespace alone, and nothing of the other faces. docs/coming-from.md says where it differs from gdiamond.
 */
package org.diamondconfig.server.gdiamond;
