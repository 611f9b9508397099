// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

/** As many applications are named. */
const MOST_NAMED = 5;

/** As many clients are asked for: of those the applications are counted. */
export const ASKED = 1000;

/**
 * Who gets what is published, of the first page of /subscribers. Pure.
 *
 * @returns {{clients, late, version, apps: {name, n}[], others}} how many there are; how many of them do not have the version that is served;
 * which that is; the applications with most clients ('' has no name), and how many more there are, null where not all clients were told of
 */
export function audienceOf({ clients = 0, states = {}, version = 0, subscribers = [], next }) {
  const counts = new Map();
  // A client of two subjects is one client.
  for (const [, app] of new Map(subscribers.map(each => [each.client, each.app ?? '']))) {
    counts.set(app, (counts.get(app) ?? 0) + 1);
  }
  const apps = [...counts].map(([name, n]) => ({ name, n })).sort((one, other) => other.n - one.n || (one.name < other.name ? -1 : 1));
  return {
    clients, version, late: (states.behind ?? 0) + (states.failed ?? 0),
    apps: apps.slice(0, MOST_NAMED), others: next ? null : Math.max(0, apps.length - MOST_NAMED),
  };
}
