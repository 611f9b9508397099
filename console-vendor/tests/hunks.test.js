// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allBut, carriedParts, without } from '../../webapp/console/lib/hunks.js';
import { lineNumber, splitLines } from '../../webapp/console/lib/lines.js';
import { reached } from '../../webapp/console/lib/reached.js';
import { diffTexts, rowsOf } from '../../webapp/console/lib/textdiff.js';

let seed = 7;
const random = below => {
  seed = (seed * 1103515245 + 12345) % 2147483648;
  return Math.floor(seed / 65536) % below;
};
const ENDS = ['\n', '\r\n', '\r', '\n'];
const anyText = () => {
  const lines = Array.from({ length: random(9) }, () => 'abcd'[random(4)].repeat(random(3)) + ENDS[random(4)]).join('');
  return random(3) ? lines : lines.replace(/[\r\n]+$/, '');
};

test('allParts_makeTheSecondText_andNoneTheFirst', () => {
  for (let i = 0; i < 2000; i++) {
    const [a, b] = [anyText(), anyText()];
    const diff = diffTexts(a, b);
    assert.equal(without(diff, new Set()), b);
    assert.equal(without(diff, new Set(diff.regions.keys())), a);
  }
});

test('anyChoiceOfParts_makesLinesOfTheOneOrTheOther_neverGluedOnes', () => {
  for (let i = 0; i < 3000; i++) {
    const [a, b] = [anyText(), anyText()];
    const diff = diffTexts(a, b);
    const left = new Set([...diff.regions.keys()].filter(() => random(2)));
    const known = new Set([...splitLines(a), ...splitLines(b)]);
    splitLines(without(diff, left)).forEach(line => assert.ok(known.has(line), JSON.stringify([a, b, [...left]])));
  }
});

test('onePart_isTakenAlone_orTakenBack', () => {
  const diff = diffTexts('a=1\nb=2\nc=3\n', 'a=7\nb=2\nc=8\nd=9\n');
  assert.equal(without(diff, allBut(diff, 0)), 'a=7\nb=2\nc=3\n');
  assert.equal(without(diff, allBut(diff, 1)), 'a=1\nb=2\nc=8\nd=9\n');
  assert.equal(without(diff, new Set([1])), 'a=7\nb=2\nc=3\n');
});

test('partsLeftOut_stayOut_whereOthersPublishedElsewhere', () => {
  const before = diffTexts('a=1\nb=2\nc=3\nd=4\n', 'a=7\nb=2\nc=8\nd=4\n');
  const now = diffTexts('x=0\na=1\nb=2\nc=3\nd=5\n', 'x=0\na=7\nb=2\nc=8\nd=5\n');
  const { left, lost } = carriedParts(before, new Set([1]), now);
  assert.deepEqual([[...left], lost], [[1], 0]);
  assert.equal(without(now, left), 'x=0\na=7\nb=2\nc=3\nd=5\n');
  assert.deepEqual(carriedParts(before, new Set([0]), diffTexts('a=1\nc=8\n', 'a=7\nc=8\n')), { left: new Set([0]), lost: 0 });
});

test('partsLeftOut_thatAreNotTheSameAnyMore_areTold', () => {
  const before = diffTexts('a=1\nb=2\nc=3\n', 'a=7\nb=2\nc=8\n');
  const now = diffTexts('a=1\nb=2\nc=4\n', 'a=7\nb=2\nc=8\n');
  assert.deepEqual(carriedParts(before, new Set([0, 1]), now), { left: new Set([0]), lost: 1 });
  assert.deepEqual(carriedParts(before, new Set([1]), now), { left: new Set(), lost: 1 });
});

test('partsAlike_areToldApartByTheirOrder_andGivenUpWhereOneIsMissing', () => {
  const before = diffTexts('x\na\nx\n', 'x\nn\na\nx\nn\n');
  assert.equal(before.regions.length, 2);
  assert.deepEqual(carriedParts(before, new Set([1]), diffTexts('y\nx\na\nx\n', 'y\nx\nn\na\nx\nn\n')), { left: new Set([1]), lost: 0 });
  assert.deepEqual(carriedParts(before, new Set([1]), diffTexts('x\nn\na\nx\n', 'x\nn\na\nx\nn\n')), { left: new Set(), lost: 1 });
});

test('rows_nameTheirPart', () => {
  const diff = diffTexts('a\nb\nc\n', 'x\nb\ny\nz\n');
  assert.deepEqual(rowsOf(diff).map(row => row.region), [0, 0, undefined, 1, 1, 1]);
});

test('line_ofAnAddress_isAWholeNumber_orNone', () => {
  assert.deepEqual(['7', '2.5', '0', '-1', '1e3', '', undefined, ' 3', '9999999999'].map(lineNumber), [7, 0, 0, 0, 0, 0, 0, 0, 0]);
});

test('received_isNotApplied_andWhoNeverReportsIsCountedApart', () => {
  const states = { applied: 3, newer: 1, received: 4, behind: 1 };
  const stragglers = [{ state: 'behind' }, { state: 'received' }];
  assert.deepEqual(reached({ clients: 9, states, stragglers }), { all: 9, applied: 3, newer: 1, silent: 3 });
  assert.deepEqual(reached({}), { all: 0, applied: 0, newer: 0, silent: 0 });
  assert.equal(reached({ clients: 200, states, stragglers: Array(100).fill({ state: 'failed' }) }).silent, null);
  assert.equal(reached({ clients: 200, states: { applied: 100 }, stragglers: Array(100).fill({ state: 'failed' }) }).silent, 0);
});
