// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasConflict, merge, merged } from '../../webapp/console/lib/merge.js';

/** Lines that are there once: with a first and a last one of two characters, 1 MiB, as much as a configuration may be. */
const LINES = Array.from({ length: 209_714 }, (_, i) => i.toString(36).padStart(4, '0') + '\n');
const text = (first, last) => `${first}\n${LINES.join('')}${last}\n`;

test('merge_ofTheLargestTexts_takesBoth', () => {
  assert.equal(merged(merge(text('a', 'z'), text('A', 'z'), text('a', 'Z'))), text('A', 'Z'));
});

test('merge_ofTextsThatDifferInEveryOtherLine_isOneOfManySegments', () => {
  const changed = by => LINES.map((line, i) => (i % 2 ? line : by + line)).join('');

  const segments = merge(LINES.join(''), changed('x'), changed('y'));

  assert.ok(hasConflict(segments));
  assert.equal(segments.length, LINES.length);
  assert.equal(segments.map(each => each.mine).join(''), changed('x'));
});
