// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

/** Where a person takes configurations on to from each namespace, daily to pre to production say: remembered in this browser, once done. */
const KEY = 'diamond.next';

function all() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return kept && typeof kept === 'object' ? kept : {};
  } catch {
    return {};
  }
}

/** The places that there are, once somebody read which; a namespace that was removed since is no place to go to. */
let there = null;

/** These are there, and no other. */
export function placesAre(names) {
  there = new Set(names);
}

const isThere = name => !there || there.has(name);

/** Whether it is known which places there are. */
export const areKnown = () => there !== null;

/** Where it went from there the last time, be it there or not; '' if nothing is known. */
export function remembered(from) {
  const to = Object.hasOwn(all(), from) ? all()[from] : '';
  return typeof to === 'string' && to !== from ? to : '';
}

/** That place, if it is there still; '' else. */
export const nextOf = from => (isThere(remembered(from)) ? remembered(from) : '');

/** It went from the one to the other. */
export function wentOn(from, to) {
  there?.add(to);
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...all(), [from]: to }));
  } catch {
    // It is chosen again then.
  }
}

/** The whole way that leads through a namespace, from where it begins: [daily, pre, production]; that one alone if none is known. */
export function wayThrough(namespace) {
  const way = [namespace];
  const before = Object.entries(all()).filter(([from, to]) => typeof to === 'string' && from !== to && isThere(from));
  for (let step = before.find(([, to]) => to === way[0]); step && !way.includes(step[0]); step = before.find(([, to]) => to === way[0])) {
    way.unshift(step[0]);
  }
  for (let next = nextOf(way.at(-1)); next && !way.includes(next); next = nextOf(next)) {
    way.push(next);
  }
  return way;
}
