// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/**
 * What was typed on `before`, carried over to what somebody else made of it by `now`: each field that was left alone is that of now.
 * Pure.
 *
 * @returns {{typed: object, theirs: string[], both: string[]}} the fields, the names of those that the other changed, and of those that
 * were changed by both, to something else
 */
export function carried(typed, before, now) {
  const names = Object.keys(now);
  const theirs = names.filter(name => !same(now[name], before[name]));
  return {
    typed: Object.fromEntries(names.map(name => [name, same(typed[name], before[name]) ? structuredClone(now[name]) : typed[name]])),
    theirs,
    both: theirs.filter(name => !same(typed[name], before[name]) && !same(typed[name], now[name])),
  };
}
