// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { beside, isSame } from '../../webapp/console/lib/beside.js';

const row = (dataId, md5, type = 'text', group = 'G') => ({ group, dataId, md5, type, version: 1 });
const names = ({ rows }) => rows.map(each => each.dataId);

test('sameContent_hasTheSameLetter_andOneThatIsNotThereHasNone', () => {
  const { rows } = beside([{ rows: [row('a', 'x'), row('b', 'x')] }, { rows: [row('a', 'y')] }, { rows: [row('a', 'x'), row('b', 'x', 'json')] }]);

  assert.deepEqual(rows.map(each => each.letters), [['A', 'B', 'A'], ['A', '', 'B']]);
  assert.deepEqual(rows[1].cells[1], null);
});

test('rows_areToldUpToWhereAllListsAreKnown_andTheRestIsKept', () => {
  const told = beside([{ rows: [row('a', 'x'), row('d', 'x')], next: 'more' }, { rows: [row('b', 'x')], next: 'more' }]);

  assert.deepEqual(names(told), ['a', 'b']);
  assert.deepEqual(told.rest, [[row('d', 'x')], []]);
  assert.deepEqual(names(beside([{ rows: told.rest[0] }, { rows: [row('c', 'x')] }])), ['c', 'd']);
});

test('rows_standInTheOrderOfTheServer_byGroupFirst', () => {
  const { rows } = beside([{ rows: [row('z', 'x', 'text', 'a'), row('a', 'x', 'text', 'a-b')] }, { rows: [row('B', 'x', 'text', 'a'), row('a', 'x', 'text', 'a')] }]);

  assert.deepEqual(rows.map(each => `${each.group}/${each.dataId}`), ['a/B', 'a/a', 'a/z', 'a-b/a']);
});

test('same_isWhatStandsEverywhereAlike', () => {
  const [all, some, others] = beside([{ rows: [row('a', 'x'), row('b', 'x'), row('c', 'x')] }, { rows: [row('a', 'x'), row('c', 'y')] }]).rows.map(isSame);

  assert.deepEqual([all, some, others], [true, false, false]);
});
