// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { labelsOf } from '../../webapp/console/lib/counting.js';

const counted = { tags: { values: 1 }, apps: { values: 0 } };

test('labelsThatAreThere_areSaidNothingAbout_andNotAskedForAgain', () => {
  assert.deepEqual(labelsOf(counted, 0), { counting: false, missing: false, again: 0 });
  assert.deepEqual(labelsOf(undefined, 0), { counting: false, missing: false, again: 0 });
});

test('labelsThatAreBeingCounted_areAskedForAgain_evenMoreCalmly', () => {
  assert.deepEqual([0, 1, 2, 3, 50].map(turn => labelsOf({ code: 'LABELS_LOADING' }, turn).again), [2000, 2000, 4000, 5000, 5000]);
  assert.ok(labelsOf({ status: 503, code: 'LABELS_LOADING' }, 7).counting);
});

test('labelsOfBefore_areShown_whileTheyAreCountedAnew', () => {
  assert.deepEqual(labelsOf({ ...counted, code: 'LABELS_LOADING' }, 0), { counting: false, missing: false, again: 2000 });
});

test('labelsThatCannotBeTold_areSaidSo_andOnlyOnesThatAreBusyAskedForOnceMore', () => {
  assert.deepEqual(labelsOf({ code: 'STORE_DOWN' }, 0), { counting: false, missing: true, again: 0 });
  assert.deepEqual([0, 1].map(busy => labelsOf({ code: 'SEARCH_BUSY' }, busy, busy).again), [2000, 0]);
});

test('busyOnes_areAskedForOnceMore_howeverLongTheyWereCountedBefore', () => {
  assert.equal(labelsOf({ code: 'SEARCH_BUSY' }, 3, 0).again, 2000);
  assert.equal(labelsOf({ code: 'SEARCH_BUSY' }, 5, 1).again, 0);
  assert.equal(labelsOf({ code: 'LABELS_LOADING' }, 2, 1).again, 4000);
});
