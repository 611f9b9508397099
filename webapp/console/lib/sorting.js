// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { formatJson } from './jsonformat.js';
import { readProperties, writeProperties } from './properties.js';
import { detectLines } from './lines.js';

/** Contents in the order of their keys, the same in all that they mean. Pure. */

const TOKENS = /"(?:[^"\\]|\\.)*"|[[\]{}:,]|[^\s[\]{}:,"]+/g;
const MOST_DEPTH = 500;

const byName = (one, other) => (one.name < other.name ? -1 : one.name > other.name ? 1 : 0);

/**
 * Members in the order of their names, at every depth; numbers, escapes and repeated names stay as they are, the last still last. What is in
 * order already stays as it is written.
 */
function sortJson(text, separator) {
  const bom = text.startsWith('\ufeff') ? '\ufeff' : '';
  const json = text.slice(bom.length);
  JSON.parse(json);
  const tokens = json.match(TOKENS);
  let at = 0;
  let moved = false;
  const value = depth => {
    const token = tokens[at++];
    if (token !== '{' && token !== '[') {
      return token;
    }
    if (depth > MOST_DEPTH) {
      throw new SyntaxError('too deep');
    }
    const close = token === '{' ? '}' : ']';
    const parts = [];
    for (let end = tokens[at] === close; !end; end = tokens[at] === close) {
      at += tokens[at] === ',' ? 1 : 0;
      if (token === '[') {
        parts.push({ text: value(depth + 1) });
      } else {
        const raw = tokens[at];
        at += 2;
        parts.push({ name: JSON.parse(raw), text: `${raw}:${value(depth + 1)}` });
      }
    }
    at++;
    if (token === '{') {
      moved ||= parts.some((part, i) => i > 0 && byName(parts[i - 1], part) > 0);
      parts.sort(byName);
    }
    return token + parts.map(each => each.text).join(',') + close;
  };
  const ordered = value(0);
  return !moved ? text : formatJson(bom + ordered + (/[\r\n]/.test(json.slice(json.trimEnd().length)) ? separator : ''), separator);
}

/**
 * Of lines that stand together, without a blank one between them, each with the comments right above it. What has no line end at the end
 * of the text gets one where it is not the last any more, and the last one goes without.
 */
function sortProperties(text) {
  const { separator } = detectLines(text);
  const blocks = [];
  let above = [];
  let block = [];
  const close = () => {
    blocks.push(...block.sort(byName), ...(above.length ? [{ lines: above }] : []));
    [block, above] = [[], []];
  };
  for (const line of readProperties(text)) {
    above.push(line);
    if (line.kind === 'pair') {
      block.push({ name: line.key, lines: above });
      above = [];
    } else if (line.text === '\ufeff' || !line.text.trim()) {
      close();
    }
  }
  close();
  const lines = blocks.flatMap(each => each.lines);
  return writeProperties(lines.map((line, i) => withEnd(line, i === lines.length - 1, separator, text)));
}

const ENDS = /[\r\n]$/;

function withEnd(line, isLast, separator, text) {
  if (line.kind !== 'pair' || (isLast ? ENDS.test(text) : line.end)) {
    return line;
  }
  return { ...line, end: isLast ? '' : separator };
}

/** What programs read: of a key that is there twice the last. */
const meaning = text => JSON.stringify([...new Map(readProperties(text).filter(each => each.kind === 'pair')
  .map(({ key, value }) => [key, value]))].sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0)));

const SORTS = {
  json: sortJson,
  properties: text => {
    const sorted = sortProperties(text);
    return meaning(sorted) === meaning(text) ? sorted : text;
  },
};

export const canSort = type => Object.hasOwn(SORTS, type);

/**
 * The content with its keys in order, by the rules of its type.
 *
 * @throws SyntaxError if it is not of its type
 */
export const sorted = (type, text, separator) => SORTS[type](text, separator);
