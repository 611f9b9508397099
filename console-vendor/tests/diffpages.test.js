// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pagesOf, partsOf } from '../../webapp/console/lib/diffpages.js';
import { allBut, carriedParts, without } from '../../webapp/console/lib/hunks.js';
import { diffTexts, rowsOf } from '../../webapp/console/lib/textdiff.js';

/** So many lines, each third of which differs. */
const text = (lines, mark) => Array.from({ length: lines }, (_, i) => `${i}=${i % 3 ? '' : mark}\n`).join('');
const rowsOfMany = lines => rowsOf(diffTexts(text(lines, 'a'), text(lines, 'b')));

test('pages_areAllRows_eachOnce_andNoneIsTooLong', () => {
  for (const [lines, most] of [[1, 10], [30, 10], [300, 7], [300, 11], [300, 400], [300, 2000]]) {
    const rows = rowsOfMany(lines);
    const pages = pagesOf(rows, most);
    assert.equal(pages[0].from, 0);
    assert.equal(pages.at(-1).to, rows.length);
    pages.forEach(({ from, to }, i) => {
      assert.ok(to > from && to - from <= most + (to === rows.length ? 6 : 0), JSON.stringify([lines, most, from, to]));
      assert.equal(from, pages[i - 1]?.to ?? 0);
    });
  }
  assert.deepEqual(pagesOf([], 5), [{ from: 0, to: 0 }]);
});

test('linesBehindTheLastPart_haveNoPageOfTheirOwn', () => {
  const rows = rowsOfMany(3000);
  assert.equal(rows.length, 4000);
  const pages = pagesOf(rows, 2000);
  assert.deepEqual(pages, [{ from: 0, to: 1998 }, { from: 1998, to: 4000 }]);
  assert.deepEqual(partsOf(rows, pages[1]), { first: 501, last: 1000 });
});

test('part_isOnOnePage_withTheLinesBeforeIt', () => {
  const rows = rowsOfMany(300);
  const seen = new Set();
  for (const { from, to } of pagesOf(rows, 11)) {
    const parts = new Set(rows.slice(from, to).map(row => row.region).filter(region => region !== undefined));
    parts.forEach(part => assert.ok(!seen.has(part) && seen.add(part)));
    assert.equal(rows[from].kind, from ? 'same' : 'del');
  }
  assert.equal(seen.size, 100);
});

test('partThatIsLargerThanAPage_goesOnOverSeveral', () => {
  const rows = rowsOf(diffTexts('', text(95, 'a')));
  const pages = pagesOf(rows, 10);
  assert.equal(pages.length, 9);
  assert.deepEqual(pages.map(page => partsOf(rows, page)), Array(9).fill({ first: 1, last: 1 }));
});

test('linesBeforeAPartThatIsLargerThanAPage_haveNoPagesOfTheirOwn', () => {
  for (const [before, shown] of [[1, 1], [4, 4], [40, 4]]) {
    const same = text(before, 's');
    const rows = rowsOf(diffTexts(same, same + text(95, 'a')));
    assert.equal(rows.length, shown + 95);
    const pages = pagesOf(rows, 10);
    assert.deepEqual(pages[0], { from: 0, to: 10 });
    assert.deepEqual(pages.map(page => partsOf(rows, page)), Array(pages.length).fill({ first: 1, last: 1 }));
  }
});

test('page_tellsItsParts', () => {
  const rows = rowsOf(diffTexts('a\nb\nc\nd\n', 'x\nb\ny\nd\n'));
  assert.deepEqual(partsOf(rows, { from: 0, to: rows.length }), { first: 1, last: 2 });
  assert.deepEqual(partsOf(rows, { from: 2, to: 3 }), null);
});

test('gap_opensAlone', () => {
  const lines = mark => `${mark}\n${text(40, 's')}${mark}\n${text(40, 't')}${mark}\n`;
  const diff = diffTexts(lines('a'), lines('b'));
  const gaps = rowsOf(diff).filter(row => row.kind === 'gap');
  assert.deepEqual(gaps.map(({ before, n }) => [before, n]), [[1, 34], [2, 34]]);
  const opened = rowsOf(diff, 3, new Set([1]));
  assert.deepEqual(opened.filter(row => row.kind === 'gap').map(row => row.before), [2]);
  assert.deepEqual(opened.slice(0, 44).filter(row => row.kind === 'same').map(row => row.a), Array.from({ length: 40 }, (_, i) => i + 2));
});

test('gapBeforeTheFirstPart_andBehindTheLast_areNamed_too', () => {
  const around = text(20, 's');
  const rows = rowsOf(diffTexts(`${around}a\n${around}`, `${around}b\n${around}`));
  assert.deepEqual(rows.filter(row => row.kind === 'gap').map(row => row.before), [0, 1]);
});

test('partsOfALargeText_areChosenAndCarried_inTheTimeOfTheirNumber', () => {
  const [before, after] = [text(120_000, 'a'), text(120_000, 'b')];
  const diff = diffTexts(before, after);
  assert.equal(diff.regions.length, 40_000);
  const last = allBut(diff, 39_999);
  assert.equal(without(diff, last), before.replace('119997=a', '119997=b'));
  const alike = n => ({ a: Array(2 * n).fill('x\n'), b: Array(2 * n).fill('y\n'), regions: Array.from({ length: n }, (_, i) => ({ a0: 2 * i, a1: 2 * i + 1, b0: 2 * i, b1: 2 * i + 1 })) });
  const many = alike(300_000);
  assert.deepEqual(carriedParts(many, new Set([7, 299_999]), many), { left: new Set([7, 299_999]), lost: 0 });
});
