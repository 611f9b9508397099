/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * The configurations: what is published, removed, found and searched in the database.
 *
 * <p>{@code Configs} is the facade for people's and programs' acts, {@code ConfigFeed} is what the dump pulls. Every
 * effective change appends its history row in the same transaction. SQL stands in {@code ConfigStore} and the
 * rows only. Reading from memory or disk may not live here: that is the dump.
 */
package org.diamondconfig.server.config;
