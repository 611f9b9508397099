// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { splitLines } from './lines.js';

/**
 * What differs between two texts, line by line, line ends included. Pure. Lines that occur once on both sides hold the rest
 * together; between them the shortest edit is sought, up to a bound, so that the time is bounded too.
 */
const MOST_EDITS = 400;

/**
 * @return {a: lines, b: lines, regions: [{a0, a1, b0, b1}] in order, rough: whether a region was too different to look into}
 */
export function diffTexts(textA, textB) {
  const a = splitLines(textA);
  const b = splitLines(textB);
  return { a, b, ...diffLines(a, b) };
}

export function diffLines(a, b) {
  const ids = new Map();
  const number = line => ids.get(line) ?? (ids.set(line, ids.size), ids.size - 1);
  const out = { x: a.map(number), y: b.map(number), regions: [], rough: false };
  const work = [[0, a.length, 0, b.length]];
  while (work.length) {
    const [a0, a1, b0, b1] = trim(out, ...work.pop());
    if (a0 === a1 || b0 === b1) {
      add(out.regions, a0, a1, b0, b1);
      continue;
    }
    const anchors = anchorsOf(out, a0, a1, b0, b1);
    if (anchors.length) {
      push(work, anchors, a0, a1, b0, b1);
    } else {
      myers(out, a0, a1, b0, b1);
    }
  }
  return { regions: out.regions, rough: out.rough };
}

function add(regions, a0, a1, b0, b1) {
  if (a0 === a1 && b0 === b1) {
    return;
  }
  const last = regions.at(-1);
  if (last && last.a1 === a0 && last.b1 === b0) {
    Object.assign(last, { a1, b1 });
  } else {
    regions.push({ a0, a1, b0, b1 });
  }
}

function trim({ x, y }, a0, a1, b0, b1) {
  while (a0 < a1 && b0 < b1 && x[a0] === y[b0]) {
    a0++;
    b0++;
  }
  while (a0 < a1 && b0 < b1 && x[a1 - 1] === y[b1 - 1]) {
    a1--;
    b1--;
  }
  return [a0, a1, b0, b1];
}

/** Pushed so that they are popped in order. */
function push(work, anchors, a0, a1, b0, b1) {
  const parts = [];
  for (const [i, j] of anchors) {
    parts.push([a0, i, b0, j]);
    a0 = i + 1;
    b0 = j + 1;
  }
  parts.push([a0, a1, b0, b1]);
  // One by one: as the arguments of one call they would be too many for a text of 1 MiB.
  for (let i = parts.length - 1; i >= 0; i--) {
    work.push(parts[i]);
  }
}

/** Lines that are there once on both sides, the longest sequence of them that is in the same order on both. */
function anchorsOf({ x, y }, a0, a1, b0, b1) {
  const seen = new Map();
  for (let i = a0; i < a1; i++) {
    seen.set(x[i], seen.has(x[i]) ? null : { i, j: -1 });
  }
  for (let j = b0; j < b1; j++) {
    const at = seen.get(y[j]);
    if (at) {
      if (at.j < 0) {
        at.j = j;
      } else {
        seen.set(y[j], null);
      }
    }
  }
  return increasing([...seen.values()].filter(at => at && at.j >= 0));
}

function increasing(pairs) {
  const tails = [];
  for (const pair of pairs) {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (tails[middle].j < pair.j) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    pair.before = tails[low - 1];
    tails[low] = pair;
  }
  const result = [];
  for (let pair = tails.at(-1); pair; pair = pair.before) {
    result.push([pair.i, pair.j]);
  }
  return result.reverse();
}

function myers(out, a0, a1, b0, b1) {
  const { x, y } = out;
  const n = a1 - a0;
  const m = b1 - b0;
  const most = Math.min(n + m, MOST_EDITS);
  const v = new Int32Array(2 * most + 3);
  const trace = [];
  for (let d = 0; d <= most; d++) {
    trace.push(v.slice());
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && v[most + k] < v[most + k + 2]);
      let i = down ? v[most + k + 2] : v[most + k] + 1;
      let j = i - k;
      while (i < n && j < m && x[a0 + i] === y[b0 + j]) {
        i++;
        j++;
      }
      v[most + k + 1] = i;
      if (i >= n && j >= m) {
        walkBack(out, trace, d, most, a0, b0, n, m);
        return;
      }
    }
  }
  out.rough = true;
  add(out.regions, a0, a1, b0, b1);
}

function walkBack(out, trace, edits, most, a0, b0, n, m) {
  const steps = [];
  let i = n;
  let j = m;
  for (let d = edits; d > 0; d--) {
    const v = trace[d];
    const k = i - j;
    const down = k === -d || (k !== d && v[most + k] < v[most + k + 2]);
    const before = down ? k + 1 : k - 1;
    const bi = v[most + before + 1];
    const bj = bi - before;
    steps.push(down ? [bi, bi, bj, bj + 1] : [bi, bi + 1, bj, bj]);
    i = bi;
    j = bj;
  }
  for (const [x0, x1, y0, y1] of steps.reverse()) {
    add(out.regions, a0 + x0, a0 + x1, b0 + y0, b0 + y1);
  }
}

/** How many lines were removed and added. */
export function counted({ regions }) {
  return regions.reduce((sum, { a0, a1, b0, b1 }) => ({ removed: sum.removed + a1 - a0, added: sum.added + b1 - b0 }),
    { removed: 0, added: 0 });
}

/**
 * What is shown: rows {kind: same | del | add | gap, text, a, b (line numbers from 1), n, before, region}, some lines around each change.
 * A gap tells which region it is before; those of `opened` are shown in full.
 */
export function rowsOf({ a, b, regions }, around = 3, opened = new Set()) {
  const rows = [];
  let at = 0;
  let shift = 0;
  const same = (from, to) => {
    for (let i = from; i < to; i++) {
      rows.push({ kind: 'same', text: a[i], a: i + 1, b: i + 1 + shift });
    }
  };
  const between = (from, to, before) => {
    const head = before === 0 ? from : Math.min(to, from + around);
    const tail = before === regions.length ? to : Math.max(head, to - around);
    same(from, head);
    if (tail - head > 1 && !opened.has(before)) {
      rows.push({ kind: 'gap', n: tail - head, a: head, b: head + shift, before });
    } else {
      same(head, tail);
    }
    same(tail, to);
  };
  regions.forEach((region, index) => {
    between(at, region.a0, index);
    const start = rows.length;
    for (let i = region.a0; i < region.a1; i++) {
      rows.push({ kind: 'del', text: a[i], a: i + 1, region: index });
    }
    for (let j = region.b0; j < region.b1; j++) {
      rows.push({ kind: 'add', text: b[j], b: j + 1, region: index });
    }
    marks(rows, start, region.a1 - region.a0, region.b1 - region.b0);
    at = region.a1;
    shift = region.b1 - region.a1;
  });
  between(at, a.length, regions.length);
  return rows;
}

/** Where as many lines were removed as added, each pair tells which characters differ: [from, to]. */
function marks(rows, start, removed, added) {
  if (removed !== added) {
    return;
  }
  for (let i = 0; i < removed; i++) {
    const one = rows[start + i];
    const other = rows[start + removed + i];
    let head = 0;
    const least = Math.min(one.text.length, other.text.length);
    while (head < least && one.text[head] === other.text[head]) {
      head++;
    }
    let tail = 0;
    while (tail < least - head && one.text.at(-1 - tail) === other.text.at(-1 - tail)) {
      tail++;
    }
    if (head + tail > 0) {
      one.mark = [head, one.text.length - tail];
      other.mark = [head, other.text.length - tail];
    }
  }
}
