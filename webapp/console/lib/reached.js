// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

/** As many stragglers the server names at most. */
const MOST_NAMED = 100;

/**
 * How far a version got, of the answer of /propagation. Pure.
 *
 * @returns {all, applied, newer, silent}: clients; those that said that they applied it; those that are past it; and those that have
 * received it and never report, or null where too many lag to tell them from those who have not reported yet
 */
export function reached({ clients = 0, states = {}, stragglers = [] }) {
  const { applied = 0, newer = 0, received = 0 } = states;
  const waited = stragglers.filter(each => each.state === 'received').length;
  const silent = received > 0 && stragglers.length >= MOST_NAMED ? null : Math.max(0, received - waited);
  return { all: clients, applied, newer, silent };
}
