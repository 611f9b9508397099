// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { carried } from '../../webapp/console/lib/carry.js';

const BEFORE = { description: 'd', groups: 'ops', disabled: false, grants: [{ can: ['read'] }] };

test('typedFields_stay_andThoseLeftAloneAreThoseOfNow', () => {
  const { typed, theirs, both } = carried({ ...BEFORE, description: 'mine' }, BEFORE, { ...BEFORE, groups: 'dev', disabled: true });

  assert.deepEqual(typed, { ...BEFORE, description: 'mine', groups: 'dev', disabled: true });
  assert.deepEqual(theirs, ['groups', 'disabled']);
  assert.deepEqual(both, []);
});

test('fieldThatBothChanged_staysAsTyped_andIsNamed', () => {
  const mine = { ...BEFORE, grants: [{ can: ['publish'] }], description: 'same' };
  const now = { ...BEFORE, grants: [{ can: ['read'] }, { can: ['remove'] }], description: 'same' };
  const { typed, both } = carried(mine, BEFORE, now);

  assert.deepEqual(typed.grants, mine.grants);
  assert.deepEqual(both, ['grants']);
});

test('fieldsOfNow_areNotThoseThatAreTypedIn', () => {
  const now = { ...BEFORE, grants: [{ can: ['remove'] }] };
  const { typed } = carried(structuredClone(BEFORE), BEFORE, now);
  typed.grants[0].can.push('publish');

  assert.deepEqual(now.grants, [{ can: ['remove'] }]);
});
