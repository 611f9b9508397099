// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { howTried, isTried, matching, operations, readYaml, requestOf, sketch } from '../../webapp/console/lib/openapi.js';

const TEXT = readFileSync(new URL('../../docs/openapi.yaml', import.meta.url), 'utf8');
const document = readYaml(TEXT);
const all = operations(document);
const one = id => all.find(each => each.id === id);

test('document_isReadWhole', () => {
  assert.equal(document.openapi, '3.1.0');
  assert.equal(all.length, TEXT.match(/^ {4}(get|put|post|delete):$/gm).length);
  assert.equal(all.flatMap(each => each.parameters).length, TEXT.match(/^ +- \{name: /gm).length);
  assert.equal(all.flatMap(each => each.answers).length, TEXT.match(/^ {8}'\d{3}':$/gm).length);
  assert.equal(new Set(all.map(each => each.id)).size, all.length);
  assert.equal(Object.keys(document.components.schemas).length, TEXT.match(/^ {4}[A-Z]\w*:$/gm).length);
  all.forEach(each => assert.ok(each.summary && each.answers.length, each.id));
});

test('everyNameOfASchema_isThatOfOne', () => {
  const names = JSON.stringify(document).match(/#\/components\/schemas\/\w+/g).map(each => each.split('/').at(-1));
  names.forEach(name => assert.ok(document.components.schemas[name], name));
});

test('words_areReadAsTheyAreMeant', () => {
  assert.deepEqual(readYaml("a: 'it''s: {x}, y'\nb:\n  - {}\n  - t: []\n  - {c: 'd, e', f: [g, 'h']}\n'200':\n  x/y: {}\nl: true\n"),
    { a: "it's: {x}, y", b: [{}, { t: [] }, { c: 'd, e', f: ['g', 'h'] }], 200: { 'x/y': {} }, l: true });
  assert.throws(() => readYaml('a: b\n   c\n'), SyntaxError);
  assert.throws(() => readYaml('just words\n'), SyntaxError);
});

test('operations_tellWhatTheyTakeAndAnswer', () => {
  const { parameters, body, answers } = one('put_config');
  assert.deepEqual(parameters.filter(each => each.in === 'header').map(each => each.name), ['If-Match', 'If-None-Match', 'Idempotency-Key']);
  assert.equal(parameters.find(each => each.name === 'dataId').most, 250);
  assert.equal(body, '*/*');
  assert.equal(answers[0].type, 'application/json');
  assert.ok(one('get_configs').parameters.some(each => each.name === 'order'));
});

test('sessionsOfThePage_andWhatNodesSay_areNotTried_andNothingElse', () => {
  assert.deepEqual(all.filter(each => !isTried(each)).map(each => `${each.method} ${each.path}`), [
    'POST /peer/glance', 'POST /peer/notify', 'POST /peer/subscribers', 'GET /session', 'POST /session', 'DELETE /session', 'PUT /session/password']);
});

test('streams_files_andWhatIsHeld_areTriedInTheirOwnWay', () => {
  const ways = all.filter(isTried).map(each => [each.id, howTried(each)]).filter(([, how]) => how !== 'ask');
  assert.deepEqual(ways, [['get_events', 'stream'], ['get_export', 'file'], ['post_import', 'upload'], ['post_watch', 'held']]);
});

test('everythingElse_answersWhatCanBeShown', () => {
  const types = new Set(all.filter(each => howTried(each) === 'ask').flatMap(each => each.answers).map(({ type }) => type));
  assert.deepEqual([...types].sort(), ['', 'application/json', 'application/problem+json', 'text/plain']);
});

test('request_hasWhatWasTyped_andNothingElse', () => {
  assert.deepEqual(requestOf(one('get_config'), { dataId: 'a', group: '', 'If-None-Match': '"1.2"', other: 'x' }, ''),
    { method: 'GET', path: '/config', params: { dataId: 'a' }, headers: { 'If-None-Match': '"1.2"' }, body: undefined });
  assert.deepEqual(requestOf(one('post_configs_get'), {}, '{}'),
    { method: 'POST', path: '/configs/get', params: {}, headers: { 'Content-Type': 'application/json' }, body: '{}' });
  assert.equal(one('get_features').path, '/');
  assert.equal(requestOf(one('get_features'), {}, '').path, '../v1');
});

test('sketch_showsMembers_andEnds', () => {
  assert.equal(sketch({ type: 'object', required: ['a'], properties: { a: { type: 'string' }, b: { type: 'array', items: { $ref: '#/x/B' } } } },
    { B: { type: 'object', properties: { b: { $ref: '#/x/B' } } } }),
  '{\n  a: string\n  b?: [{\n    b?: {\n      b?: {\n        b?: B\n      }\n    }\n  }]\n}');
  all.flatMap(each => each.answers).forEach(({ schema }) => assert.ok(sketch(schema, document.components.schemas).length < 20_000));
});

test('operations_areFoundByAllWords', () => {
  assert.deepEqual(matching(all, 'roll BACK').map(each => each.id), ['post_rollback']);
  assert.equal(matching(all, '').length, all.length);
});
