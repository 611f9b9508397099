/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * The verbs of the original Diamond's client, on ours: for applications that come from there and keep their calls.
 *
 * <p>Nothing is kept here but who listens: values, files and connections are the client's. It may import {@code client} and
 * {@code client.internal}; only {@code client.gdiamond} imports it.
 */
package org.diamondconfig.client.diamond;
