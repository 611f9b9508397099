/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * How changes come in over HTTP: one configuration by PUT and DELETE, many by a batch, and what every such request carries
 * beside its content.
 *
 * <p>What a change does is decided in {@code config}; nothing here reads a configuration.
 */
package org.diamondconfig.server.publish;
