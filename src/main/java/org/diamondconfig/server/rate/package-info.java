/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * How often somebody may ask: buckets of tokens, one for each subject and each address and each kind of request, bounded in number
 * whoever comes; and how many may do one thing at once.
 *
 * <p>It counts and refuses; who asks is {@code account}'s to say, which counts each request as it comes in. How many polls may be
 * held is {@code watch}'s, and how often a sign-in may fail {@code password}'s, which fills buckets of ours. Nothing here may
 * ask the store, and only who says for how long waits.
 */
package org.diamondconfig.server.rate;
