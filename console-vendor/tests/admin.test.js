// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { globs, judge } from '../../webapp/console/lib/grants.js';
import { findings } from '../../webapp/console/lib/health.js';
import { timeline } from '../../webapp/console/lib/timeline.js';

const KEY = { namespace: 'shop', group: 'G', dataId: 'cart/limits' };
const account = (grants, more = {}) => ({ subject: 'user:alice', disabled: false, grants, ...more });
const allow = (can, namespace, group = '*', dataId = '*') => ({ effect: 'allow', can, namespace, group, dataId });
const deny = (can, namespace, group = '*', dataId = '*') => ({ effect: 'deny', can, namespace, group, dataId });
const may = (grants, action, key = KEY, groups = [], more = {}) => judge(account(grants, more), groups, action, key);

test('pattern_fitsAsTheServerReadsIt', () => {
  assert.ok(globs('*', ''));
  assert.ok(globs('cart/*', 'cart/limits'));
  assert.ok(globs('*a*b', 'xaxxb'));
  assert.ok(!globs('cart/*', 'cart'));
  assert.ok(!globs('a.c', 'abc'));
  assert.ok(!globs('', 'a'));
});

test('pattern_ofManyStars_readsTheTextFewTimes', () => {
  let reads = 0;
  const text = new Proxy([...'a'.repeat(99) + 'b'], { get: (all, at) => (reads++, all[at]) });
  assert.ok(!globs('*a'.repeat(100), text));
  assert.ok(reads < 100 * 100, reads);
});

test('bundle_holdsThoseBeforeIt', () => {
  assert.ok(may([allow(['publisher'], 'shop')], 'rollback').allowed);
  assert.ok(!may([allow(['publisher'], 'shop')], 'grant').allowed);
  assert.ok(!may([allow(['owner'], '*')], 'operate').allowed);
  assert.ok(may([allow(['admin'], '*')], 'operate').allowed);
  assert.ok(!may([allow(['admin'], 'shop')], 'operate').allowed);
});

test('denial_winsOverEveryAllow_andIsNamed', () => {
  const answer = may([allow(['admin'], '*'), deny(['publish'], 'sh*')], 'publish');

  assert.equal(answer.reason, 'denied');
  assert.equal(answer.by[0].grant.namespace, 'sh*');
});

test('denialOfAPart_deniesTheWholeNamespace_andAnAllowOfOneDoesNotAllowIt', () => {
  assert.ok(!may([allow(['owner'], 'shop', 'G')], 'administer').allowed);
  assert.ok(!may([allow(['owner'], 'shop'), deny(['administer'], 'shop', 'G')], 'administer').allowed);
});

test('publicNamespace_isNamedPublic_andNoPatternButTheStarHoldsIt', () => {
  assert.ok(may([allow(['read'], 'public')], 'read', { ...KEY, namespace: '' }).allowed);
  assert.ok(may([allow(['read'], '*')], 'read', { ...KEY, namespace: 'public' }).allowed);
  assert.ok(!may([allow(['read'], 'pub*')], 'read', { ...KEY, namespace: 'public' }).allowed);
});

test('disabledGroup_givesNothing_andGoesOnDenying', () => {
  const group = grants => [{ subject: 'group:ops', disabled: true, grants }];

  assert.ok(!may([], 'read', KEY, group([allow(['read'], '*')])).allowed);
  assert.equal(may([allow(['read'], '*')], 'read', KEY, group([deny(['read'], '*')])).by[0].through, 'group:ops');
});

test('accountThatIsOff_mayNothing_andIsToldWhy', () => {
  assert.equal(may([allow(['admin'], '*')], 'read', KEY, [], { disabled: true }).reason, 'disabled');
  assert.equal(may([allow(['admin'], '*')], 'read', KEY, [], { expires: '2000-01-01T00:00:00Z' }).reason, 'expired');
  assert.equal(may([allow(['admin'], '*')], 'read', { ...KEY, namespace: 'diamond.access' }).reason, 'reserved');
});

const ready = (store = {}, dump = {}) => ({ checks: [
  { name: 'store', data: { state: 'UP', ...store } }, { name: 'dump', data: { complete: 'true', ageMillis: '10', ...dump } }] });
const cluster = (others = [], self = {}) => ({ self: { joined: true, software: '1', ...self }, others });
const codes = (...answers) => findings(...answers).map(each => each.code);

test('healthyCluster_saysSo', () => {
  assert.deepEqual(codes(ready(), cluster([{ address: 'http://b', state: 'ready', software: '1', heartbeatAgeMillis: 900 }])), ['well']);
});

test('findings_areTheWorstFirst_andEachHasAnAct', () => {
  const found = findings(ready({ code: 'STORE_CHANGED', sentence: 'x' }), cluster([{ address: 'http://b', state: 'gone', software: '1' }]));

  assert.deepEqual(found.map(each => each.code), ['storeChanged', 'gone']);
  assert.equal(found[0].action, 'adopt');
});

test('nodeThatTakesNoNotices_isNamed_andOneThatFailedOnceIsNot', () => {
  const node = lane => ({ address: 'http://b', state: 'ready', software: '1', lane });

  assert.deepEqual(codes(ready(), cluster([node({ queued: 3, failure: 'refused' })])), ['lane']);
  assert.deepEqual(codes(ready(), cluster([node({ queued: 0, failure: 'reset', lastSuccessMillis: 100 })])), ['well']);
});

test('serverThatDoesNotAnswer_orHasOtherVersions_isTold', () => {
  assert.deepEqual(codes(undefined, cluster()), ['silent']);
  assert.deepEqual(codes(ready(), cluster([{ address: 'http://b', state: 'ready', software: '2' }])), ['versions']);
  assert.deepEqual(codes(ready(), cluster([{ address: 'http://b', state: 'ready', software: '1', trouble: 'no answer' }])), ['trouble']);
  assert.deepEqual(codes(ready(), cluster([{ address: 'http://b', state: 'ready', software: '1', report: { storeUp: false } }])), ['nodeStore']);
  assert.deepEqual(codes(ready(), cluster(), { intact: false, faults: [{}] }), ['trail']);
});

test('marksOfAllNodes_standInTheOrderOfTime', () => {
  const at = seconds => `2026-01-31T08:00:0${seconds}.000000001Z`;
  const marks = timeline({ marks: [{ step: 'persist', at: at(1) }, { step: 'answer', at: at(4) }],
    others: [{ node: 'http://b', marks: [{ step: 'dump', at: at(2) }] }] });

  assert.deepEqual(marks.map(each => [each.step, each.own, each.millis]), [['persist', true, 0], ['dump', false, 1000], ['answer', true, 3000]]);
  assert.deepEqual(timeline(undefined), []);
});
