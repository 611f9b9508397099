/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * What became of the values that servers told: remembered until a poll has said it. Nothing waits for it but, for a moment, the
 * next poll; it knows neither servers nor listeners.
 */
package org.diamondconfig.client.internal.receipt;
