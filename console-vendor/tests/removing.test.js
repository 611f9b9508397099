// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { requestNames } from '../../webapp/console/lib/api.js';
import { outcomeOf, removal, removeMany } from '../../webapp/console/lib/removing.js';

const row = (dataId, version = 3) => ({ namespace: '', group: 'G', dataId, epoch: '7-abc', version });

test('removal_namesTheVersionThatWasSeen', () => {
  assert.deepEqual(removal(row('a'), 'why'), {
    method: 'DELETE', path: '/config', params: { namespace: 'public', group: 'G', dataId: 'a', comment: 'why' }, headers: { 'If-Match': '"7.3"' },
  });
});

test('eachOutcome_isTold', () => {
  assert.deepEqual([null, { code: 'PRECONDITION_FAILED' }, { code: 'CONFIG_NOT_FOUND' }, { code: 'TIMED_OUT', unknown: true }, { code: 'FORBIDDEN' }].map(outcomeOf),
    ['removed', 'moved', 'gone', 'unknown', 'refused']);
});

test('many_areRemovedEachOnItsOwn_andWhatIsRefusedStopsNoOther', async () => {
  const told = new Map();
  const asked = [];
  const send = async ({ params }) => {
    asked.push(params.dataId);
    if (params.dataId === 'b') {
      throw Object.assign(new Error(), { code: 'PRECONDITION_FAILED' });
    }
  };
  const rows = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(name => row(name));
  const removed = await removeMany(rows, { comment: '', named: requestNames(), send, heard: (one, outcome) => told.set(one.dataId, outcome) });

  assert.equal(removed, 6);
  assert.deepEqual(asked.sort(), ['a', 'b', 'c', 'd', 'e', 'f', 'g']);
  assert.equal(told.get('b'), 'moved');
  assert.equal(told.size, 7);
});

test('stopped_nothingMoreIsAsked_andWhatWasAskedIsTold', async () => {
  const stopping = new AbortController();
  const told = [];
  const rows = Array.from({ length: 50 }, (_, i) => row('k' + i));
  await removeMany(rows, { comment: '', named: requestNames(), signal: stopping.signal, heard: one => told.push(one.dataId),
    send: async () => stopping.abort() });

  assert.ok(told.length >= 1 && told.length <= 4, String(told.length));
});
