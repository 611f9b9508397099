// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { address } from '../../webapp/console/lib/api.js';
import { curl, javaString, shellWord } from '../../webapp/console/lib/copyas.js';
import { globs } from '../../webapp/console/lib/grants.js';
import { setLanguage } from '../../webapp/console/lib/i18n.js';
import { formatJson } from '../../webapp/console/lib/jsonformat.js';
import { keyOf, keyParams, typeOf } from '../../webapp/console/lib/keyname.js';
import { bind, handle, switchKeys } from '../../webapp/console/lib/keys.js';
import { detectLines, splitLines, withLineEnds } from '../../webapp/console/lib/lines.js';
import { changedDetails, readTags } from '../../webapp/console/lib/live.js';
import { hasConflict, merge, merged } from '../../webapp/console/lib/merge.js';
import { Pager } from '../../webapp/console/lib/pager.js';
import { href, parse } from '../../webapp/console/lib/router.js';
import { session } from '../../webapp/console/lib/session.js';
import { counted, diffTexts, rowsOf } from '../../webapp/console/lib/textdiff.js';
import { sentence } from '../../webapp/console/parts/codes.js';
import { ROUTES } from '../../webapp/console/routes.js';

let seed = 7;
const random = most => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) % most;
const anyText = () => Array.from({ length: random(20) }, () => 'l' + random(6) + ['\n', '\n', '\r\n', '\r', ''][random(5)]).join('');

function applied({ a, b, regions }) {
  const out = [];
  let at = 0;
  for (const { a0, a1, b0, b1 } of regions) {
    out.push(...a.slice(at, a0), ...b.slice(b0, b1));
    at = a1;
  }
  return [...out, ...a.slice(at)].join('');
}

test('difference_ofAnyTwo_makesTheOneOfTheOther', () => {
  for (let i = 0; i < 2000; i++) {
    const [a, b] = [anyText(), anyText()];
    assert.equal(applied(diffTexts(a, b)), b);
  }
});

test('rows_coverAllLines_andPairTheSame', () => {
  for (let i = 0; i < 1000; i++) {
    const diff = diffTexts(anyText(), anyText());
    const rows = rowsOf(diff, 1);
    assert.equal(rows.reduce((sum, row) => sum + (row.kind === 'gap' ? row.n : row.kind === 'add' ? 0 : 1), 0), diff.a.length);
    rows.filter(row => row.kind === 'same').forEach(row => assert.equal(diff.a[row.a - 1], diff.b[row.b - 1]));
  }
});

test('difference_ofLineEndsAlone_isOne', () => {
  assert.deepEqual(counted(diffTexts('a\r\nb\r\n', 'a\nb\r\n')), { removed: 1, added: 1 });
  assert.deepEqual(counted(diffTexts('a\n', 'a')), { removed: 1, added: 1 });
});

test('difference_ofLargeOnes_isQuick', () => {
  const lines = (n, of) => Array.from({ length: n }, (_, i) => of + (i % 70)).join('\n');
  // Milliseconds; without its bound it would be many minutes.
  const began = performance.now();
  diffTexts(lines(50_000, 'x'), lines(50_000, 'y'));
  diffTexts('a\n'.repeat(50_000), 'a\nb\n'.repeat(25_000));
  assert.ok(performance.now() - began < 60_000);
});

test('merge_losesNothingOfEither', () => {
  for (let i = 0; i < 2000; i++) {
    const [base, mine, theirs] = [anyText(), anyText(), anyText()];
    const segments = merge(base, mine, theirs);
    assert.equal(segments.map(each => each.base).join(''), base);
    assert.equal(segments.map(each => each.mine).join(''), mine);
    assert.equal(segments.map(each => each.theirs).join(''), theirs);
    assert.equal(merged(merge(base, mine, base)), mine);
    assert.equal(merged(merge(base, base, theirs)), theirs);
    assert.equal(merged(merge(base, mine, mine)), mine);
  }
});

test('merge_ofDifferentPlaces_takesBoth_andOfOnePlace_waits', () => {
  assert.equal(merged(merge('a\nb\nc\n', 'A\nb\nc\n', 'a\nb\nC\n')), 'A\nb\nC\n');
  const both = merge('a\nb\nc\n', 'a\nM\nc\n', 'a\nT\nc\n');
  assert.ok(hasConflict(both));
  assert.equal(merged(both), null);
  assert.equal(merged(both, { 1: 'theirs' }), 'a\nT\nc\n');
  assert.equal(merged(both, { 1: 'both' }), 'a\nT\nM\nc\n');
});

test('format_changesNothingButBlanks', () => {
  const text = '\ufeff{"a":123456789012345678901234567890.10,"a":[ ],"b":{"c":"\\u0041 , {"}}\r\n';
  assert.equal(formatJson(text, '\r\n'),
    '\ufeff{\r\n  "a": 123456789012345678901234567890.10,\r\n  "a": [],\r\n  "b": {\r\n    "c": "\\u0041 , {"\r\n  }\r\n}\r\n');
  assert.throws(() => formatJson('{"a":}'), SyntaxError);
});

test('lineEnds_areTold_andKeptWhereMixed', () => {
  assert.equal(detectLines('a\r\nb\r\n').separator, '\r\n');
  assert.equal(detectLines('a\rb').separator, '\r');
  assert.equal(detectLines('a\r\nb\nc\rd').name, 'mixed');
  assert.equal(detectLines('a\r\nb\nc\rd').separator, '\n');
  assert.equal(detectLines('').name, '');
  assert.equal(withLineEnds('a\nb\r\nc\rd', '\r\n'), 'a\r\nb\r\nc\r\nd');
  assert.equal(splitLines('a\r\n\rb\n\n').join('|'), 'a\r\n|\r|b\n|\n');
});

test('details_thatNobodyTouched_areNotSent', () => {
  const before = { description: 'd', tags: ['a', 'b'], app: 'x' };
  assert.deepEqual(changedDetails(before, {}), {});
  assert.deepEqual(changedDetails(before, { description: '', tags: ['a', 'b'] }), { description: '' });
  assert.deepEqual(changedDetails(null, { description: 'n', tags: [], app: '' }), {});
  assert.deepEqual(readTags(' a, b\uff0ca,, c '), ['a', 'b', 'c']);
});

test('names_survive_anAddress', () => {
  const key = keyOf({ namespace: 'public', dataId: 'a/b+c&d=%' });
  assert.deepEqual(key, { namespace: '', group: 'DEFAULT_GROUP', dataId: 'a/b+c&d=%' });
  assert.deepEqual(parse(href('config', keyParams(key))), { screen: 'config', params: { namespace: 'public', group: 'DEFAULT_GROUP', dataId: 'a/b+c&d=%' } });
  assert.equal(address('/config', { dataId: 'a+b', description: '', tag: undefined }).search, '?dataId=a%2Bb');
  assert.equal(address('/config', { description: '' }, ['description']).search, '?description=');
  assert.equal(typeOf('a/b.YML'), 'yaml');
});

test('pattern_fits_asTheServerReadsIt', () => {
  assert.ok(globs('cart/*', 'cart/limits') && globs('*', '') && globs('a*b*', 'axxb'));
  assert.ok(!globs('a*a', 'a') && !globs('cart/*', 'cart') && !globs('a.c', 'abc'));
});

test('commands_quoteWhateverIsInThem', () => {
  assert.equal(shellWord("it's $(x)"), "'it'\\''s $(x)'");
  assert.equal(javaString('a"\\\n\u0000\u202e'), '"a\\"\\\\\\n\\u0000\u202e"');
  assert.match(curl({ url: 'http://h/?a=1&b=2', method: 'PUT', body: '-d @x' }), /-X PUT .* --data-raw '-d @x' 'http:\/\/h\/\?a=1&b=2'$/);
});

test('content_thatBeginsWithAnAt_isNotTheNameOfAFile', () => {
  assert.match(curl({ url: 'http://h/', method: 'PUT', body: '@/etc/passwd' }), / --data-raw @\/etc\/passwd http:\/\/h\/$/);
});

test('both_ofTwoLines_partsThemAsTheTextDoes', () => {
  const segments = merge('a\r\nb', 'a\r\nmine', 'a\r\ntheirs');
  assert.equal(merged(segments, { [segments.findIndex(each => each.kind === 'conflict')]: 'both' }), 'a\r\ntheirs\r\nmine');
  assert.equal(merged(merge('b', 'x\rmine', 'theirs'), { 0: 'both' }), 'theirs\rx\rmine');
});

test('blankLines_ofAMebibyte_areFormattedInOneGo', () => {
  assert.equal(formatJson('[1,' + '\n'.repeat(1_000_000) + '2]\n'), '[\n  1,\n  2\n]\n');
  assert.equal(formatJson('[]  '), '[]');
});

test('pageInTheBackground_leavesTheOneThatIsAskedForAlone', async () => {
  const asked = [];
  globalThis.fetch = url => new Promise(done => asked.push({ url, done }));
  const pager = new Pager('/history', 'versions', () => {});
  const answer = (one, body) => one.done(new Response(JSON.stringify(body), { headers: { 'Content-Type': 'application/json' } }));
  const first = pager.load({ dataId: 'a' });
  answer(asked[0], { versions: [3], next: 'two' });
  await first;
  const more = pager.more();
  await pager.load(undefined, { background: true });
  assert.equal(asked.length, 2);
  answer(asked[1], { versions: [2] });
  await more;
  assert.deepEqual([pager.rows, pager.next, pager.busy], [[3, 2], null, false]);
});

test('rowThatComesAgain_onALaterPage_isThereOnce', async () => {
  const pages = [{ configs: ['a', 'b'], next: 'two' }, { configs: ['c', 'a'] }];
  globalThis.fetch = async () => new Response(JSON.stringify(pages.shift()), { headers: { 'Content-Type': 'application/json' } });
  const pager = new Pager('/configs', 'configs', () => {}, row => row);
  await pager.load();
  await pager.more();
  assert.deepEqual([pager.rows, pager.next], [['a', 'b', 'c'], null]);
});

test('screensOfTheServer_areForWhoMayDoItEverywhere', () => {
  const shown = route => !route.needs || (route.everywhere ? session.may(route.needs) : session.mayAnywhere(route.needs));
  const names = grants => Object.assign(session, { grants }) && ROUTES.filter(shown).map(each => each.name);
  const all = ROUTES.map(each => each.name);
  assert.deepEqual(names([{ can: ['admin'], namespace: '*' }]), all);
  const owner = names([{ can: ['owner'], namespace: 'shop' }]);
  assert.ok(owner.includes('grants') && owner.includes('copy'));
  for (const name of ['users', 'groups', 'tokens', 'machines', 'sessions', 'clients', 'cluster', 'audit']) {
    assert.ok(!owner.includes(name), name);
  }
});

test('keys_restWhileTheyAreSwitchedOff', () => {
  let done = 0;
  const press = () => handle({ key: 'e', preventDefault() {} });
  globalThis.document = { activeElement: null, querySelector: () => null };
  const undo = bind('e', 'text', () => { done++; });
  press();
  switchKeys(false);
  press();
  assert.equal(done, 1);
  switchKeys(true);
  press();
  assert.equal(done, 2);
  undo();
  delete globalThis.document;
});

test('refusal_isToldInTheReadersLanguage_withTheServersSentence', () => {
  setLanguage('zh-CN');
  assert.match(sentence({ code: 'DB_FULL', detail: 'No room.' }), /^\p{Script=Han}+。 No room\.$/u);
  assert.match(sentence({ code: 'PRECONDITION_FAILED', detail: 'It is at 7.' }), /^\p{Script=Han}.* It is at 7\.$/u);
  setLanguage('en');
  assert.equal(sentence({ code: 'DB_FULL', detail: 'No room.' }), 'No room.');
  assert.equal(sentence({ code: 'NEW_CODE' }), 'NEW_CODE');
});

test('page_namesFilesThatAreThere', async () => {
  const { readFileSync, existsSync } = await import('node:fs');
  const folder = new URL('../../webapp/console/', import.meta.url);
  const names = [...readFileSync(new URL('index.html', folder), 'utf8').matchAll(/(?:href|src)="([^"]+)"/g)].map(each => each[1]);
  assert.ok(names.length > 10);
  names.forEach(name => assert.ok(existsSync(new URL(name, folder)), name));
});
