// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

const AROUND = 60;

/** A text cut where something was found: [before, found, after], or null. Pure. */
export function cutAt(text, wanted) {
  const at = wanted ? text.indexOf(wanted) : -1;
  const from = at < 0 && wanted ? text.toLowerCase().indexOf(wanted.toLowerCase()) : at;
  return from < 0 ? null : [text.slice(0, from), text.slice(from, from + wanted.length), text.slice(from + wanted.length)];
}

/** The last name of a path, $.redis.host say: it stands where the path leads, if not only there. Pure. */
export const lastName = path => path.replace(/=.*$/s, '').match(/[^.[\]'"$*]*[^.[\]'"$*\d][^.[\]'"$*]*/g)?.at(-1) ?? '';

/** The first place of a content where something stands, as {line, parts: [before, found, after]}, a line at most; or null. */
export function snippet(content, wanted) {
  const cut = cutAt(content, wanted);
  if (!cut) {
    return null;
  }
  const [before, found, after] = cut;
  const start = Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1;
  const left = before.slice(start);
  const right = after.split(/[\r\n]/, 1)[0];
  return {
    line: (before.match(/\r\n|\r|\n/g)?.length ?? 0) + 1,
    parts: [
      left.length > AROUND ? '…' + left.slice(-AROUND) : left.trimStart(),
      found,
      right.length > AROUND ? right.slice(0, AROUND) + '…' : right.trimEnd(),
    ],
  };
}
