// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canSort, sorted } from '../../webapp/console/lib/sorting.js';

const json = (text, separator = '\n') => sorted('json', text, separator);
const properties = text => sorted('properties', text, '\n');

test('json_hasItsMembersInOrder_atEveryDepth_andItsItemsAsTheyWere', () => {
  assert.equal(json('{"b": [3, {"z": 1, "a": 2}], "a": {}}\n'), '{\n  "a": {},\n  "b": [\n    3,\n    {\n      "a": 2,\n      "z": 1\n    }\n  ]\n}\n');
  assert.equal(json('[]'), '[]');
  assert.equal(json('7'), '7');
});

test('json_keepsNumbers_escapes_repetitions_andItsMark', () => {
  assert.equal(json('\ufeff{"b":12345678901234567890,"\\u0061":1e400,"b":0.10}'), '\ufeff{\n  "\\u0061": 1e400,\n  "b": 12345678901234567890,\n  "b": 0.10\n}');
  assert.equal(json('{"b":1,"a":2}\r\n', '\r\n'), '{\r\n  "a": 2,\r\n  "b": 1\r\n}\r\n');
  assert.throws(() => json('{"a":}'), SyntaxError);
});

test('properties_areInOrder_withTheCommentsRightAboveThem_blockByBlock', () => {
  assert.equal(properties('# head\n\n# of b\nb = 2\na=1\n\nz=1\ny:\\\n  2\n# tail\n'), '# head\n\na=1\n# of b\nb = 2\n\ny:\\\n  2\nz=1\n# tail\n');
  assert.equal(properties('\ufeffb=1\na=2\n'), '\ufeffa=2\nb=1\n');
});

test('lastLineWithoutAnEnd_isGivenOne_whereItIsNotTheLastAnyMore', () => {
  assert.equal(properties('b=1\na=2'), 'a=2\nb=1');
  assert.equal(properties('b=1\r\na=2'), 'a=2\r\nb=1');
});

test('keyThatIsThereTwice_goesOnMeaningTheSame', () => {
  assert.equal(properties('b=1\na=1\nb=2\na=2\n'), 'a=1\na=2\nb=1\nb=2\n');
});

test('lineThatGoesOnIntoNothing_isLeftAlone', () => {
  assert.equal(properties('b=1\na=2\\'), 'b=1\na=2\\');
});

test('sortedContents_areSortedAlready', () => {
  const once = properties('# one\nd=4\nc=3\n\nb=2\n a : 1\n');
  assert.equal(properties(once), once);
  assert.equal(json(json('{"b":{"d":1,"c":2},"a":[]}')), json('{"b":{"d":1,"c":2},"a":[]}'));
});

test('jsonWhoseMembersAreInOrder_staysAsItIsWritten', () => {
  const written = '\ufeff{ "a" : [ 1,2 ],\r\n\t"b": {"c":1, "c":2} }\r\n\n';
  assert.equal(json(written), written);
  assert.equal(json('[{"a":1,"b":2}]'), '[{"a":1,"b":2}]');
  assert.throws(() => json('{"a":1,}'), SyntaxError);
});

test('otherTypes_areNotSorted', () => {
  assert.deepEqual(['json', 'properties', 'yaml', 'xml', 'text', 'toml', 'toString'].map(canSort), [true, true, false, false, false, false, false]);
});
