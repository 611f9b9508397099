// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { beforeEach, afterEach, mock, test } from 'node:test';
import { Anew } from '../../webapp/console/lib/anew.js';

let asked;
let anew;

beforeEach(() => {
  mock.timers.enable({ apis: ['setTimeout'] });
  asked = 0;
  anew = new Anew(() => asked++);
});

afterEach(() => mock.timers.reset());

test('whatDidNotComeInTime_isAskedAnew_onceHoweverManyMissedIt', () => {
  anew.missed();
  mock.timers.tick(2000);
  anew.missed();
  assert.equal(asked, 0);
  mock.timers.tick(1000);
  assert.equal(asked, 1);
  mock.timers.tick(600_000);
  assert.equal(asked, 1);
});

test('serverThatStaysSlow_isAskedLessAndLessOften', () => {
  const waited = [];
  for (let i = 0; i < 9; i++) {
    anew.missed();
    let seconds = 0;
    for (const before = asked; asked === before; seconds++) {
      mock.timers.tick(1000);
    }
    waited.push(seconds);
  }
  assert.deepEqual(waited, [3, 6, 12, 24, 48, 96, 192, 192, 192]);
});

test('whatIsLookedAtNext_isNotAskedForTheLast_andBeginsAnew', () => {
  anew.missed();
  anew.forget();
  mock.timers.tick(600_000);
  assert.equal(asked, 0);
  anew.missed();
  mock.timers.tick(3000);
  assert.equal(asked, 1);
});
