// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outcomeOf, removal, removeMany } from '../../webapp/console/lib/removing.js';

const row = (dataId, version = 3) => ({ namespace: '', group: 'G', dataId, version });
const rows = Array.from({ length: 250 }, (_, i) => row('k' + i));

test('removal_namesTheVersionsThatWereSeen', () => {
  assert.deepEqual(removal([row('a'), row('b', 7)], { comment: 'why', dryRun: true }), {
    method: 'POST', path: '/configs/remove',
    body: { keys: [{ namespace: 'public', group: 'G', dataId: 'a', version: 3 }, { namespace: 'public', group: 'G', dataId: 'b', version: 7 }], comment: 'why', dryRun: true },
  });
});

test('eachOutcome_isTold', () => {
  assert.deepEqual([{ outcome: 'removed' }, { outcome: 'absent' }, { outcome: 'refused', code: 'CHANGED_MEANWHILE' }, { outcome: 'refused', code: 'FORBIDDEN' }].map(outcomeOf),
    ['removed', 'gone', 'moved', 'refused']);
});

test('many_areRemovedPartByPart_andEachIsTold', async () => {
  const told = new Map();
  const sizes = [];
  const send = async ({ body }) => {
    sizes.push(body.keys.length);
    return { items: body.keys.map(({ dataId }) => (dataId === 'k7' ? { outcome: 'refused', code: 'CHANGED_MEANWHILE' } : { outcome: 'removed' })) };
  };
  assert.equal(await removeMany(rows, { send, heard: part => part.forEach((each, of) => told.set(of.dataId, each.outcome)) }), null);
  assert.deepEqual(sizes, [100, 100, 50]);
  assert.equal(told.size, 250);
  assert.equal(told.get('k7'), 'moved');
});

test('whereARequestFails_itEnds_andOnlyThatPartIsNotKnown', async () => {
  const told = new Map();
  let turn = 0;
  const send = async ({ body }) => {
    if (++turn === 2) {
      throw Object.assign(new Error(), { code: 'TIMED_OUT', unknown: true });
    }
    return { items: body.keys.map(() => ({ outcome: 'removed' })) };
  };
  const problem = await removeMany(rows, { send, heard: part => part.forEach((each, of) => told.set(of.dataId, each.outcome)) });
  assert.equal(problem.code, 'TIMED_OUT');
  assert.deepEqual([...told.values()].reduce((counts, each) => ({ ...counts, [each]: (counts[each] ?? 0) + 1 }), {}), { removed: 100, unknown: 100 });
});

test('stopped_nothingMoreIsAskedFor', async () => {
  const stopping = new AbortController();
  let asked = 0;
  const send = async ({ body }) => {
    asked++;
    stopping.abort();
    return { items: body.keys.map(() => ({ outcome: 'removed' })) };
  };
  await removeMany(rows, { send, signal: stopping.signal, heard: () => {} });
  assert.equal(asked, 1);
});
