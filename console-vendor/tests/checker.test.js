// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Checker } from '../../webapp/console/lib/checker.js';

const turn = () => new Promise(done => { setTimeout(done, 0); });

test('answer_toAnOlderText_isDropped', async () => {
  const told = [];
  const waiting = [];
  const checker = new Checker(check => told.push(check), (type, text) => new Promise(done => { waiting.push([text, done]); }));
  checker.soon(0, () => 'old', 'json');
  await turn();
  await turn();
  checker.soon(0, () => 'new', 'json');
  await turn();
  await turn();
  waiting.find(([text]) => text === 'new')[1]([]);
  waiting.find(([text]) => text === 'old')[1]([{ message: 'of the old one' }]);
  await turn();

  assert.deepEqual(told.filter(each => each.state === 'done'), [{ state: 'done', problems: [] }]);
});

test('text_withoutRules_orWithoutContent_isNotAskedAbout', () => {
  const told = [];
  const checker = new Checker(check => told.push(check.state), () => assert.fail('asked'));
  checker.soon(0, () => 'x', 'text');
  checker.soon(0, () => '', 'json');
  checker.soon(0, null, 'json');
  assert.deepEqual(told, ['none', 'none']);
});

test('failure_isTold_andWhatWasFoundBeforeStaysWhileItIsAskedAnew', async () => {
  const told = [];
  let fails = false;
  const checker = new Checker(check => told.push(check), async () => {
    if (fails) {
      throw Object.assign(new Error(), { code: 'TIMED_OUT' });
    }
    return [{ line: 1 }];
  });
  checker.soon(0, () => '{', 'json');
  await turn();
  await turn();
  fails = true;
  checker.soon(0, () => '{{', 'json');
  assert.deepEqual(told.at(-1), { state: 'busy', problems: [{ line: 1 }] });
  await turn();
  await turn();
  assert.equal(told.at(-1).state, 'failed');
});
