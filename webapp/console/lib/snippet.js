// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

/** A text cut where something was found: [before, found, after], or null. Pure. */
export function cutAt(text, wanted) {
  const at = wanted ? text.indexOf(wanted) : -1;
  const from = at < 0 && wanted ? text.toLowerCase().indexOf(wanted.toLowerCase()) : at;
  return from < 0 ? null : cutBetween(text, from, from + wanted.length);
}

/** The same where the server told from where to where. Pure. */
export const cutBetween = (text, start, end) => [text.slice(0, start), text.slice(start, end), text.slice(end)];
