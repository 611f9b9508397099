// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { del, isAbort } from './api.js';
import { keyParams } from './keyname.js';

const AT_ONCE = 4;

/** The request that takes one key away, if it still is what its row says. */
export const removal = (row, comment) => ({
  method: 'DELETE', path: '/config', params: { ...keyParams(row), comment },
  headers: { 'If-Match': `"${String(row.epoch).split('-')[0]}.${row.version}"` },
});

/** What came of it: removed, gone before, moved to another version, not known, or refused. */
export function outcomeOf(problem) {
  if (!problem) {
    return 'removed';
  }
  return { PRECONDITION_FAILED: 'moved', CONFIG_NOT_FOUND: 'gone' }[problem.code] ?? (problem.unknown ? 'unknown' : 'refused');
}

/**
 * Takes many keys away, each only if it still is what was seen, some at a time; `heard` takes each row with its outcome as soon as it is
 * there. Ends early where `signal` says so: what was not asked for by then is not told of.
 *
 * @param send what removes one: for tests
 * @returns how many were removed
 */
export async function removeMany(rows, { comment, named, signal, heard, send = sendOne }) {
  const waiting = rows.slice();
  let removed = 0;
  const worker = async () => {
    while (waiting.length && !signal?.aborted) {
      const row = waiting.shift();
      const problem = await send(removal(row, comment), named).then(() => null, error => {
        if (isAbort(error)) {
          throw error;
        }
        return error;
      });
      const outcome = outcomeOf(problem);
      removed += outcome === 'removed' ? 1 : 0;
      heard(row, outcome, problem);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, rows.length) }, worker));
  return removed;
}

const sendOne = ({ path, params, headers }, named) => del(path, params, undefined, { ...headers, ...named(params, headers) });
