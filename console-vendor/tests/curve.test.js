// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { roundUp, stairs } from '../../webapp/console/lib/curve.js';

test('stairs_riseAtEachMoment_toTheShareOfThoseOfWhomItIsKnown', () => {
  assert.deepEqual(stairs({ count: 2, curve: [4, 9] }, 4), [[0, 0], [4, 0], [4, 0.25], [9, 0.25], [9, 0.5]]);
  assert.deepEqual(stairs({ count: 4, curve: [1, 1] }, 4).at(-1), [1, 1]);
});

test('stairs_ofNobody_areNone', () => {
  assert.deepEqual(stairs(undefined, 3), [[0, 0]]);
  assert.deepEqual(stairs({ count: 0 }, 0), [[0, 0]]);
});

test('endOfAnAxis_isRound_andNotBelow', () => {
  assert.deepEqual([0, 1, 3, 5, 7, 10, 11, 999, 2000, 4001].map(roundUp), [1, 1, 5, 5, 10, 10, 20, 1000, 2000, 5000]);
});
