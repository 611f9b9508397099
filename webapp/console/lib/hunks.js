// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The second of two texts without some of what differs from the first. Pure. Each part stands by itself: between two of them there is a
 * line that both texts have, so any choice of them makes a text whose lines are those of the one or the other.
 *
 * @param diff of lib/textdiff.js
 * @param left the numbers of the regions that stay as they are in the first text
 */
export function without({ a, b, regions }, left) {
  const parts = [];
  let at = 0;
  regions.forEach(({ a0, a1, b0, b1 }, i) => {
    parts.push(a.slice(at, a0).join(''), (left.has(i) ? a.slice(a0, a1) : b.slice(b0, b1)).join(''));
    at = a1;
  });
  parts.push(a.slice(at).join(''));
  return parts.join('');
}

/**
 * A choice of parts, carried over to another difference: a part stays out where one of the same lines is in both, and where there are several
 * alike, as many of them in both.
 *
 * @returns {{left: Set, lost: number}} the numbers of the regions of `now` that stay out, and how many of `left` are there no more
 */
export function carriedParts(before, left, now) {
  const [old, fresh] = [alike(before), alike(now)];
  const kept = new Set();
  for (const [lines, numbers] of old) {
    const same = fresh.get(lines) ?? [];
    if (same.length === numbers.length) {
      numbers.forEach((number, i) => left.has(number) && kept.add(same[i]));
    }
  }
  return { left: kept, lost: left.size - kept.size };
}

/** The numbers of the regions by their lines. */
function alike({ a, b, regions }) {
  const found = new Map();
  regions.forEach(({ a0, a1, b0, b1 }, i) => {
    const lines = JSON.stringify([a.slice(a0, a1), b.slice(b0, b1)]);
    found.get(lines)?.push(i) ?? found.set(lines, [i]);
  });
  return found;
}

/** All but this one. */
export const allBut = ({ regions }, wanted) => new Set([...regions.keys()].filter(i => i !== wanted));
