// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

/**
 * How many of all clients had a version by when, as the corners of stairs from nothing at 0: [[millis, share], ...]. `times` is what
 * /propagation tells, of those of whom it is known when: so the stairs end below 1 where of some it is not. Pure.
 */
export function stairs(times, clients) {
  const moments = times?.curve ?? [];
  const whole = clients > 0 ? Math.min(1, (times?.count ?? 0) / clients) : 0;
  const corners = [[0, 0]];
  moments.forEach((millis, i) => corners.push([millis, i / moments.length * whole], [millis, (i + 1) / moments.length * whole]));
  return corners;
}

/** The least of 1, 2, 5, 10, 20, 50, ... that is not below. Pure. */
export function roundUp(most) {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, most)));
  return [1, 2, 5, 10].map(each => each * power).find(each => each >= most) ?? 1;
}
