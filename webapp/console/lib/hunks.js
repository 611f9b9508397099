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

/** All but this one. */
export const allBut = ({ regions }, wanted) => new Set([...regions.keys()].filter(i => i !== wanted));
