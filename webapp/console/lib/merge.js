// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { diffLines } from './textdiff.js';
import { detectLines, splitLines } from './lines.js';

/**
 * Two changes of one text, brought together. Pure.
 *
 * @return segments in order: {kind: 'same' | 'mine' | 'theirs' | 'both' | 'conflict', base, mine, theirs} as texts
 */
export function merge(baseText, mineText, theirsText) {
  const base = splitLines(baseText);
  const mine = splitLines(mineText);
  const theirs = splitLines(theirsText);
  const left = queueOf(diffLines(base, mine).regions);
  const right = queueOf(diffLines(base, theirs).regions);
  const segments = [];
  const place = { at: 0, mine: 0, theirs: 0 };
  while (left.first || right.first) {
    const from = Math.min(left.first?.a0 ?? Infinity, right.first?.a0 ?? Infinity);
    let to = from;
    const mines = [];
    const others = [];
    for (let grown = true; grown;) {
      grown = false;
      for (const [queue, taken] of [[left, mines], [right, others]]) {
        while (queue.first?.a0 <= to) {
          to = Math.max(to, queue.first.a1);
          taken.push(queue.take());
          grown = true;
        }
      }
    }
    same(segments, base, place, from);
    const mineEnd = place.mine + (to - from) + growth(mines);
    const theirsEnd = place.theirs + (to - from) + growth(others);
    segments.push(told(base.slice(from, to).join(''), mine.slice(place.mine, mineEnd).join(''),
      theirs.slice(place.theirs, theirsEnd).join(''), mines.length > 0, others.length > 0));
    Object.assign(place, { at: to, mine: mineEnd, theirs: theirsEnd });
  }
  same(segments, base, place, base.length);
  return segments;
}

/** Taken from the front; an array's shift() would move all that is left each time. */
function queueOf(regions) {
  let at = 0;
  return { get first() { return regions[at]; }, take: () => regions[at++] };
}

const growth = regions => regions.reduce((sum, { a0, a1, b0, b1 }) => sum + (b1 - b0) - (a1 - a0), 0);

function same(segments, base, place, to) {
  if (to > place.at) {
    const text = base.slice(place.at, to).join('');
    segments.push({ kind: 'same', base: text, mine: text, theirs: text });
    place.mine += to - place.at;
    place.theirs += to - place.at;
    place.at = to;
  }
}

function told(base, mine, theirs, byMe, byThem) {
  const kind = mine === theirs ? 'both' : !byThem ? 'mine' : !byMe ? 'theirs' : 'conflict';
  return { kind, base, mine, theirs };
}

/** Whether anything has to be decided by a person. */
export const hasConflict = segments => segments.some(each => each.kind === 'conflict');

/** The text of now: choices[i] of a conflict is mine, theirs, both or {text}; undecided ones are null altogether. */
export function merged(segments, choices = {}) {
  const end = lineEnd(segments);
  const texts = segments.map((each, i) => (each.kind === 'conflict' ? decided(each, choices[i], end)
    : each.kind === 'theirs' ? each.theirs : each.mine));
  return texts.includes(null) ? null : texts.join('');
}

/** How lines end in the text that is live, or, where it has but one, in mine. */
function lineEnd(segments) {
  const theirs = detectLines(segments.map(each => each.theirs).join(''));
  return (theirs.name ? theirs : detectLines(segments.map(each => each.mine).join(''))).separator;
}

function decided(segment, choice, end) {
  if (choice === undefined) {
    return null;
  }
  if (choice === 'both') {
    return segment.theirs + (segment.theirs && !/[\r\n]$/.test(segment.theirs) ? end : '') + segment.mine;
  }
  return segment[choice];
}
