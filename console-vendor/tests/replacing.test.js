// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { breaks, replaced, replacement, replaceMany, retagged } from '../../webapp/console/lib/replacing.js';

test('each_placeIsChangedAsItIsTyped', () => {
  assert.deepEqual(replaced('a.b axb a.b\r\n', 'a.b', '$&\\1'), { text: '$&\\1 axb $&\\1\r\n', n: 2 });
  assert.deepEqual(replaced('a', '', 'x'), { text: 'a', n: 0 });
});

test('content_thatWouldNoLongerBeOfItsType_isSeen', () => {
  assert.ok(breaks('json', '{"a": 1}', '{"a": }'));
  assert.ok(breaks('xml', '<a/>', '<a>'));
  assert.ok(!breaks('json', '{"a": }', '{"a": ,}'));
  assert.ok(!breaks('text', 'a', '{'));
});

test('replacement_isOfTheVersionThatWasRead_andSendsTheContentAlone', () => {
  const key = { namespace: '', group: 'G', dataId: 'a', description: 'stays', tags: ['x'] };
  assert.deepEqual(replacement({ key, epoch: '7-abc', version: 3, text: 'new' }, 'why'), {
    method: 'PUT', path: '/config', params: { namespace: 'public', group: 'G', dataId: 'a', comment: 'why' }, headers: { 'If-Match': '"7.3"' }, body: 'new',
  });
});

test('tags_areAddedAndTakenAway_andTheRestKeepsItsOrder', () => {
  assert.deepEqual(retagged(['b', 'a'], ['c', 'a'], []), ['b', 'a', 'c']);
  assert.deepEqual(retagged(['b', 'a'], ['c'], ['b', 'c', 'x']), ['a']);
  assert.deepEqual(retagged(['a'], [], ['a']), []);
  assert.equal(retagged(['a'], ['a'], ['b']), null);
});

test('tagsAlone_goWithTheContentAsItWas_andAreSentWhereNoneIsLeft', () => {
  const key = { namespace: 'n', group: 'G', dataId: 'a', tags: ['x'] };
  assert.deepEqual(replacement({ key, epoch: '7-abc', version: 3, text: 'same', tags: [] }, ''), {
    method: 'PUT', path: '/config', params: { namespace: 'n', group: 'G', dataId: 'a', comment: '', tags: '' }, kept: ['tags'], headers: { 'If-Match': '"7.3"' }, body: 'same',
  });
});

test('eachTellsWhatBecameOfIt_andOneStopsNoOther', async () => {
  const told = new Map();
  const changes = ['a', 'b', 'c', 'd', 'e'].map(dataId => ({ key: { namespace: '', group: 'G', dataId }, epoch: '1-x', version: 1, text: 't' }));
  const failing = { b: { code: 'PRECONDITION_FAILED' }, c: { code: 'TIMED_OUT', unknown: true }, d: { code: 'FORBIDDEN' } };
  await replaceMany(changes, {
    heard: ({ key }, { outcome }) => told.set(key.dataId, outcome),
    send: async ({ params }) => {
      if (failing[params.dataId]) {
        throw Object.assign(new Error(), failing[params.dataId]);
      }
      return { version: 2 };
    },
  });
  assert.deepEqual(Object.fromEntries(told), { a: 'published', b: 'moved', c: 'unknown', d: 'refused', e: 'published' });
});
