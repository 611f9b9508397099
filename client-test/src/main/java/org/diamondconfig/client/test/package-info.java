/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * For tests: {@link org.diamondconfig.client.test.FakeDiamond}, a server in the test's own process, and
 * {@link org.diamondconfig.client.test.ClientContract}, what the client relies on, which the fake and the real server both
 * pass; so the fake cannot drift.
 */
package org.diamondconfig.client.test;
