// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

/** What the server answers by 'METHOD /path', one after the other, the last one from then on; undefined is no answer at all. */
let answers = {};
let asked = [];
let reloaded;
const kept = new Map();
globalThis.localStorage = {
  get length() { return kept.size; },
  key: i => [...kept.keys()][i],
  getItem: id => kept.get(id) ?? null,
  setItem: (id, text) => kept.set(id, text),
  removeItem: id => kept.delete(id),
};
globalThis.fetch = async (url, { method = 'GET', headers = {} } = {}) => {
  const name = `${method} ${new URL(url).pathname.replace(/^.*\/api\/v1/, '')}`;
  asked.push([name, headers['X-CSRF-Token']].filter(Boolean).join(' '));
  const queue = answers[name] ?? [];
  const [status, body] = (queue.length > 1 ? queue.shift() : queue[0]) ?? [];
  if (!status) {
    throw new TypeError('no answer to ' + name);
  }
  return new Response(status === 204 ? null : JSON.stringify(body ?? {}), { status, headers: { 'Content-Type': 'application/json' } });
};
globalThis.location = { reload: () => reloaded.done() };

const { keep, ofUser } = await import('../../webapp/console/lib/drafts.js');
const { session } = await import('../../webapp/console/lib/session.js');
const { get, put, del } = await import('../../webapp/console/lib/api.js');

const GRANTS = [{ effect: 'allow', can: ['reader'], namespace: '*', group: '*', dataId: '*' }];
const ALICE = { user: 'alice', csrf: 'c1', mustChange: false };

beforeEach(() => {
  Object.assign(session, { state: 'in', user: 'alice', csrf: 'c1', grants: GRANTS, open: false });
  answers = {};
  asked = [];
  let done;
  reloaded = Object.assign(new Promise(resolve => { done = resolve; }), { done });
});

test('grantsThatCouldNotBeRead_areNotNone_butAServerThatIsAway', async () => {
  Object.assign(session, { state: 'out', user: '', grants: [] });

  await session.signedIn(ALICE);

  assert.equal(session.state, 'away');
  answers = { 'GET /whoami': [[200, { subject: 'user:alice', grants: GRANTS }]], 'GET /session': [[200, ALICE]] };
  await session.load();
  assert.equal(session.state, 'in');
  assert.deepEqual(session.grants, GRANTS);
});

test('grantsThatCouldNotBeRead_ofWhoWaits_areThoseOfBefore', async () => {
  const waits = session.lost('alice');

  await session.signedIn(ALICE);

  assert.equal(await waits, true);
  assert.equal(session.state, 'in');
  assert.deepEqual(session.grants, GRANTS);
});

test('passwordThatHasToBeChanged_letsNobodyWait', async () => {
  const waits = session.lost('alice');

  await session.signedIn({ ...ALICE, mustChange: true });

  assert.equal(await waits, false);
  assert.equal(session.state, 'password');
  assert.equal(session.isLost, false);
});

test('signOut_withATokenThatAnotherTabReplaced_takesThatOfNow', async () => {
  answers = { 'DELETE /session': [[403, { code: 'CSRF' }], [204]], 'GET /session': [[200, { ...ALICE, csrf: 'c2' }]] };

  await session.signOut();

  assert.deepEqual(asked, ['DELETE /session c1', 'GET /session', 'DELETE /session c2']);
  await reloaded;
});

test('signOut_thatIsRefused_isTold', async () => {
  answers = { 'DELETE /session': [[403, { code: 'CROSS_SITE' }]], 'GET /session': [[200, ALICE]] };

  await assert.rejects(session.signOut(), /403/);
  assert.equal(asked.length, 2);
});

test('endOfTheSession_atThePageOfSessions_asksToSignInAgain', async () => {
  answers = { 'GET /sessions': [[401, { code: 'NOT_SIGNED_IN' }], [200, { sessions: [] }]], 'GET /whoami': [[200, { grants: GRANTS }]] };
  const lost = new Promise(resolve => { session.addEventListener('lost', resolve, { once: true }); });

  const answer = get('/sessions');
  await lost;
  await session.signedIn(ALICE);

  assert.deepEqual((await answer).body, { sessions: [] });
});

test('endOfTheSession_whileAFirstPasswordIsChosen_isTold', async () => {
  Object.assign(session, { state: 'password', grants: [] });
  answers = { 'PUT /session/password': [[401, { code: 'NOT_SIGNED_IN' }]] };

  await assert.rejects(put('/session/password'), error => error.code === 'NOT_SIGNED_IN');
  assert.equal(session.isLost, false);
});

test('wrongPassword_atTheSignIn_asksNobodyToSignInAgain', async () => {
  answers = { 'DELETE /session': [[401, { code: 'SIGN_IN_FAILED' }]] };

  await assert.rejects(del('/session'), error => error.code === 'SIGN_IN_FAILED');
  assert.equal(session.isLost, false);
});

test('signOutInAnotherTab_deletesTheDraftThatThisPageWouldKeepAsItGoes', async () => {
  const key = { namespace: '', group: 'G', dataId: 'a' };
  keep('alice', 'e1', key, { content: 'typed' });
  const other = new BroadcastChannel('diamond-session');
  try {
    other.postMessage({ user: '' });
    await reloaded;
  } finally {
    other.close();
  }
  keep('alice', 'e1', key, { content: 'as the page goes' });

  assert.deepEqual(ofUser('alice'), []);
});
