// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cutAt, lastName, snippet } from '../../webapp/console/lib/snippet.js';

test('snippet_isTheLineOfTheFirstPlace', () => {
  assert.deepEqual(snippet('a=1\r\n  host=db.local \nhost=2\n', 'host'), { line: 2, parts: ['', 'host', '=db.local'] });
  assert.deepEqual(snippet('at one place', 'one'), { line: 1, parts: ['at ', 'one', ' place'] });
});

test('snippet_ofALongLine_isCut', () => {
  const { parts } = snippet('x'.repeat(500) + 'here' + 'y'.repeat(500), 'here');
  assert.deepEqual(parts.map(each => each.length), [61, 4, 61]);
});

test('snippet_ofWhatIsNotThere_isNone', () => {
  assert.equal(snippet('a', 'b'), null);
  assert.equal(cutAt('a', ''), null);
});

test('case_isSoughtAsTyped_thenInAnyWay', () => {
  assert.deepEqual(cutAt('Shop shop', 'shop'), ['Shop ', 'shop', '']);
  assert.deepEqual(cutAt('Shop', 'shop'), ['', 'Shop', '']);
});

test('lastName_ofAPath_isNoPlaceInAList_andNoValue', () => {
  assert.deepEqual(['$.redis.host', '$.a[0]', "$['a.b']", '$.port=80', '$.*.url', '$.a[*]=x.y', '$.*'].map(lastName), ['host', 'a', 'b', 'port', 'url', 'a', '']);
});
