// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';

const sources = [];
globalThis.document = Object.assign(new EventTarget(), { hidden: false });
globalThis.EventSource = class extends EventTarget {
  readyState = 0;

  constructor(url) {
    super();
    this.url = String(url);
    sources.push(this);
  }

  tell(name, data = {}) {
    this.dispatchEvent(Object.assign(new Event(name), { data: JSON.stringify(data) }));
  }

  close() {
    this.readyState = 2;
  }
};

const { Events } = await import('../../webapp/console/lib/events.js');
const { session } = await import('../../webapp/console/lib/session.js');

let events;
let heard;

beforeEach(() => {
  mock.timers.enable({ apis: ['setTimeout'] });
  sources.length = 0;
  heard = [];
  document.hidden = false;
  Object.assign(session, { state: 'in', user: 'alice' });
  const hear = name => told => heard.push([name, told?.n].filter(part => part !== undefined).join(' '));
  events = new Events({ namespace: 'shop', group: 'G', dataId: 'a', topics: 'changes' },
    { change: hear('change'), arrivals: hear('arrivals'), anew: hear('anew') });
});

afterEach(() => {
  events.stop();
  mock.timers.reset();
});

const see = hidden => {
  document.hidden = hidden;
  document.dispatchEvent(new Event('visibilitychange'));
};

test('whatIsAskedFor_standsInTheAddress_andWhatIsTold_isHeard', () => {
  const [source] = sources;
  assert.match(source.url, /\/api\/v1\/events\?namespace=shop&group=G&dataId=a&topics=changes$/);
  assert.equal(events.live, false);

  source.tell('ready');
  source.tell('change', { n: 1 });
  source.tell('arrivals', { n: 2 });
  source.tell('cluster', { n: 3 });

  assert.equal(events.live, true);
  assert.deepEqual(heard, ['change 1', 'arrivals 2']);
});

test('connectionThatBreaks_isTheBrowsersToMend_andNothingWasMissedIfItSaysSo', () => {
  const [source] = sources;
  source.tell('ready');
  source.tell('error');
  assert.equal(events.live, false);

  source.tell('ready');

  assert.equal(events.live, true);
  assert.equal(sources.length, 1);
  assert.deepEqual(heard, []);
  source.tell('reset');
  assert.deepEqual(heard, ['anew']);
});

test('refusal_isTriedAgainAfterAWhile_thatGrows', () => {
  for (const [tries, most] of [[1, 2_500], [2, 5_000], [3, 10_000]]) {
    sources.at(-1).readyState = 2;
    sources.at(-1).tell('error');
    assert.equal(events.live, false);
    mock.timers.tick(most * 0.55);
    assert.equal(sources.length, tries);
    mock.timers.tick(most);
    assert.equal(sources.length, tries + 1);
  }
});

test('streamOfWhichNothingComes_isGivenUp_andTriedAgain', () => {
  mock.timers.tick(8_000);

  assert.equal(sources[0].readyState, 2);
  assert.equal(events.live, false);
  mock.timers.tick(3_000);
  assert.equal(sources.length, 2);
});

test('endOfTheStream_isNoReasonToReadAnew_butWhatCameMeanwhileIs', () => {
  sources[0].tell('ready');
  sources[0].tell('end', { code: 'DRAINING' });
  assert.equal(events.live, false);
  assert.deepEqual(heard, []);

  mock.timers.tick(3_000);
  sources[1].tell('ready');

  assert.deepEqual(heard, ['anew']);
});

test('pageThatNobodySees_hasNoStream_andReadsAnewWhenItIsSeenAgain', () => {
  sources[0].tell('ready');
  see(true);
  assert.equal(sources[0].readyState, 2);
  sources[0].tell('change', { n: 1 });
  mock.timers.tick(600_000);
  assert.equal(sources.length, 1);

  see(false);
  sources[1].tell('ready');

  assert.deepEqual(heard, ['anew']);
  assert.equal(events.live, true);
});

test('whoIsSignedOut_hasNoStream_untilHeIsBack', () => {
  sources[0].tell('ready');
  session.state = 'out';
  sources[0].tell('end', { code: 'SIGN_IN_REQUIRED' });
  mock.timers.tick(10_000);
  assert.equal(sources.length, 1);

  session.state = 'in';
  session.dispatchEvent(new Event('change'));

  assert.equal(sources.length, 2);
});

test('whatIsStopped_staysSo', () => {
  sources[0].tell('ready');
  events.stop();
  see(true);
  see(false);
  session.dispatchEvent(new Event('change'));
  mock.timers.tick(600_000);

  assert.equal(sources.length, 1);
  assert.equal(sources[0].readyState, 2);
});
