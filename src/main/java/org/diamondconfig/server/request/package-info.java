/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * Requests that take effect once: what somebody asked for under an Idempotency-Key, and what came of it.
 *
 * <p>An outcome is text that only the capability which wrote it can read. {@code GroupCommit} lets those take effect together that
 * come while one of their kind is being committed.
 */
package org.diamondconfig.server.request;
