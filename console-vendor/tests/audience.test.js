// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { audienceOf } from '../../webapp/console/lib/audience.js';
import { nextOf, placesAre, wayThrough, wentOn } from '../../webapp/console/lib/nextplace.js';

const clients = (...apps) => apps.map((app, i) => ({ client: String(i), ...(app ? { app } : {}) }));

test('audience_isToldByApplication_thoseWithMostFirst', () => {
  const told = audienceOf({ clients: 4, version: 7, states: { current: 2, behind: 1, failed: 1 }, subscribers: clients('shop', 'cart', 'shop', '') });
  assert.deepEqual(told, { clients: 4, version: 7, late: 2, apps: [{ name: 'shop', n: 2 }, { name: '', n: 1 }, { name: 'cart', n: 1 }], others: 0 });
});

test('clientThatIsThereTwice_isCountedOnce', () => {
  const twice = [...clients('shop'), ...clients('shop')];
  assert.deepEqual(audienceOf({ clients: 1, subscribers: twice }).apps, [{ name: 'shop', n: 1 }]);
});

test('manyApplications_areCountedAndNotNamed_andWhoWasNotToldOfIsNotGuessed', () => {
  const many = clients('a', 'b', 'c', 'd', 'e', 'f', 'g');
  assert.equal(audienceOf({ clients: 7, subscribers: many }).others, 2);
  assert.equal(audienceOf({ clients: 7000, subscribers: many, next: 'x' }).others, null);
  assert.deepEqual(audienceOf({}), { clients: 0, version: 0, late: 0, apps: [], others: 0 });
});

beforeEach(() => {
  const kept = new Map();
  globalThis.localStorage = { getItem: key => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value) };
});

test('nextPlace_isWhereItWentTheLastTime', () => {
  assert.equal(nextOf('daily'), '');
  wentOn('daily', 'pre');
  wentOn('pre', 'production');
  wentOn('daily', 'staging');
  assert.deepEqual(['daily', 'pre', 'production', 'toString'].map(nextOf), ['staging', 'production', '', '']);
});

test('nextPlace_isForgotten_whereTheBrowserKeepsNothing_orSomethingElse', () => {
  localStorage.setItem('diamond.next', '7{');
  assert.equal(nextOf('daily'), '');
  localStorage.setItem('diamond.next', '{"daily": 7, "pre": "pre"}');
  assert.deepEqual(['daily', 'pre'].map(nextOf), ['', '']);
  globalThis.localStorage = undefined;
  wentOn('daily', 'pre');
  assert.equal(nextOf('daily'), '');
});

test('way_isKnownFromAnyPlaceOnIt_andEndsWhereItComesRound', () => {
  assert.deepEqual(wayThrough('daily'), ['daily']);
  wentOn('daily', 'pre');
  wentOn('pre', 'production');
  ['daily', 'pre', 'production'].forEach(place => assert.deepEqual(wayThrough(place), ['daily', 'pre', 'production']));
  wentOn('production', 'daily');
  assert.deepEqual(wayThrough('pre'), ['production', 'daily', 'pre']);
});

test('placeThatWasRemoved_isNeitherNextNorOnTheWay_untilItWasGoneToAgain', () => {
  wentOn('daily', 'pre');
  wentOn('pre', 'production');
  placesAre(['public', 'daily', 'production']);
  assert.deepEqual([nextOf('daily'), wayThrough('daily'), wayThrough('production')], ['', ['daily'], ['production']]);
  wentOn('daily', 'pre');
  assert.deepEqual(wayThrough('daily'), ['daily', 'pre', 'production']);
});
