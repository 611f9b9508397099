// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { post } from './api.js';
import { namespaceName } from './format.js';

/** So many go in one request: few enough that one sees how far it is. */
const PART = 100;

/** The request that takes rows away, each if it still is what it says; with `dryRun` it only tells what would become of them. */
export const removal = (rows, { comment = '', dryRun = false } = {}) => ({
  method: 'POST', path: '/configs/remove',
  body: {
    keys: rows.map(({ namespace, group, dataId, version }) => ({ namespace: namespaceName(namespace), group, dataId, version })),
    ...(comment ? { comment } : {}), ...(dryRun ? { dryRun } : {}),
  },
});

/** What an item of the answer says: removed, gone before, moved to another version, or refused. */
export const outcomeOf = ({ outcome, code }) => (outcome === 'removed' ? 'removed' : outcome === 'absent' ? 'gone' : code === 'CHANGED_MEANWHILE' ? 'moved' : 'refused');

/**
 * Takes many keys away, some at a time; `heard` takes a Map of rows to {outcome, code} as soon as they are told. Ends early where `signal`
 * says so, or where a request fails: what became of the rows of that one is not known, and the rest was not asked for.
 *
 * @param send what sends one request: for tests
 * @returns the problem that ended it, or null
 */
export async function removeMany(rows, { comment, dryRun, signal, heard, send = ({ path, body }) => post(path, {}, body).then(answer => answer.body) }) {
  for (let from = 0; from < rows.length && !signal?.aborted; from += PART) {
    const part = rows.slice(from, from + PART);
    try {
      const { items } = await send(removal(part, { comment, dryRun }));
      heard(new Map(part.map((row, i) => [row, { outcome: outcomeOf(items[i]), code: items[i].code }])));
    } catch (problem) {
      heard(new Map(problem.unknown ? part.map(row => [row, { outcome: 'unknown', code: problem.code }]) : []));
      return problem;
    }
  }
  return null;
}
