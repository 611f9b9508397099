/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * The calls of gdiamond's client, on ours: for applications that come from there and keep their calls.
 *
 * <p>Nothing is kept here but who listens. It stands on {@code client.diamond}, and nobody imports it.
 */
package org.diamondconfig.client.gdiamond;
