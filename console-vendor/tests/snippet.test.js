// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cutAt, cutBetween } from '../../webapp/console/lib/snippet.js';

test('text_isCutWhereSomethingIs', () => {
  assert.deepEqual(cutAt('at one place', 'one'), ['at ', 'one', ' place']);
  assert.deepEqual(cutBetween('at one place', 3, 6), ['at ', 'one', ' place']);
  assert.equal(cutAt('a', 'b'), null);
  assert.equal(cutAt('a', ''), null);
});

test('case_isSoughtAsTyped_thenInAnyWay', () => {
  assert.deepEqual(cutAt('Shop shop', 'shop'), ['Shop ', 'shop', '']);
  assert.deepEqual(cutAt('Shop', 'shop'), ['', 'Shop', '']);
});
