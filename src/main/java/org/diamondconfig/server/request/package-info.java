/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * Requests that take effect once: what somebody asked for under an Idempotency-Key, and what came of it.
 *
 * <p>An outcome is text that only the capability which wrote it can read.
 */
package org.diamondconfig.server.request;
