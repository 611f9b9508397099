// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

/** The unchanged lines that go with the part behind them; and as many more rows no page is made for. */
const AROUND = 3;
const FEW = 6;

/**
 * Rows of a difference, of lib/textdiff.js, cut into pages of at most so many: [{from, to}], one if there are few, and the last one takes a
 * few more. Pure. A part is cut only where it is the only one of its page and does not fit; else it begins a page, with the lines before it.
 */
export function pagesOf(rows, most) {
  const pages = [];
  let from = 0;
  while (rows.length - from > most + FEW) {
    const to = cutBefore(rows, from, from + most);
    pages.push({ from, to });
    from = to;
  }
  pages.push({ from, to: rows.length });
  return pages;
}

function cutBefore(rows, from, most) {
  const { region } = rows[most];
  if (region === undefined) {
    return most;
  }
  let at = most;
  while (at > from && rows[at - 1].region === region) {
    at--;
  }
  if (!rows.slice(from, at).some(row => row.region !== undefined)) {
    return most;
  }
  const least = Math.max(from + 1, at - AROUND);
  while (at > least && rows[at - 1].kind === 'same') {
    at--;
  }
  return at;
}

/** The first and the last part of a page, counted from 1; null if it has none. */
export function partsOf(rows, { from, to }) {
  let first;
  let last;
  for (let i = from; i < to; i++) {
    const { region } = rows[i];
    if (region !== undefined) {
      first ??= region + 1;
      last = region + 1;
    }
  }
  return first ? { first, last } : null;
}
