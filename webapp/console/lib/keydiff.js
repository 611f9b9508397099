// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { readProperties } from './properties.js';

/** What differs between two contents by what they say: order, blanks and comments count for nothing. Pure. */

const MOST_DEPTH = 200;

/** Whether contents of this type have keys, if they can be read. */
export const hasKeys = type => type === 'properties' || type === 'json';

/**
 * @returns {{kind: 'add' | 'del' | 'change', key, before, after}[] | null} in the order of the keys as they are written; null where
 * contents of this type have no keys, or one of them cannot be read
 */
export function diffKeys(type, before, after) {
  const read = { properties: keysOfProperties, json: keysOfJson }[type];
  if (!read) {
    return null;
  }
  try {
    const [one, other] = [read(before), read(after)];
    const rows = [];
    for (const [key, value] of one) {
      if (!other.has(key)) {
        rows.push({ kind: 'del', key, before: value, after: null });
      } else if (other.get(key) !== value) {
        rows.push({ kind: 'change', key, before: value, after: other.get(key) });
      }
    }
    for (const [key, value] of other) {
      if (!one.has(key)) {
        rows.push({ kind: 'add', key, before: null, after: value });
      }
    }
    return rows;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) {
      return null;
    }
    throw error;
  }
}

/** Of a key that is there twice the last counts, as for the programs that read it. */
const keysOfProperties = text => new Map(readProperties(text).filter(each => each.kind === 'pair').map(({ key, value }) => [key, value]));

/** $.servers[0].host and what stands there, numbers as they are written. */
function keysOfJson(text) {
  const json = text.replace(/^\ufeff/, '');
  if (!json.trim()) {
    return new Map();
  }
  JSON.parse(json);
  const tokens = json.match(/"(?:[^"\\]|\\.)*"|[[\]{}:,]|[^\s[\]{}:,"]+/g);
  const found = new Map();
  let at = 0;
  const value = (path, depth) => {
    if (depth > MOST_DEPTH) {
      throw new RangeError('too deep');
    }
    const token = tokens[at++];
    if (token !== '{' && token !== '[') {
      found.set(path, token);
      return;
    }
    if (tokens[at] === '}' || tokens[at] === ']') {
      found.set(path, token + tokens[at++]);
      return;
    }
    for (let i = 0; ; i++) {
      const step = token === '[' ? `[${i}]` : stepOf(JSON.parse(tokens[at]));
      at += token === '[' ? 0 : 2;
      value(path + step, depth + 1);
      if (tokens[at++] !== ',') {
        return;
      }
    }
  };
  value('$', 0);
  return found;
}

const stepOf = name => (/^[A-Za-z_$][\w$-]*$/.test(name) ? '.' + name : `[${JSON.stringify(name)}]`);
