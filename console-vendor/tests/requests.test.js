// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { requestNames } from '../../webapp/console/lib/api.js';

test('request_thatIsTheSame_hasTheSameName_andAnotherHasAnother', () => {
  const named = requestNames();
  const first = named({ dataId: 'a', comment: 'one' }, { 'If-Match': '"1"' });

  assert.match(first['Idempotency-Key'], /^[0-9a-f]{32}$/);
  assert.deepEqual(named({ dataId: 'a', comment: 'one' }, { 'If-Match': '"1"' }), first);
  assert.notDeepEqual(named({ dataId: 'a', comment: 'two' }, { 'If-Match': '"1"' }), first);
  assert.notDeepEqual(named({ dataId: 'a', comment: 'one' }, { 'If-Match': '"2"' }), first);
});

test('request_ofAnotherDialog_hasAnotherName', () => {
  assert.notDeepEqual(requestNames()('a'), requestNames()('a'));
});
