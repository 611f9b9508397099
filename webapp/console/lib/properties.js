// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { detectLines, splitLines } from './lines.js';

/**
 * A .properties text as the lines that java.util.Properties reads, each with all that it is written with, so that what nobody changes
 * stays byte for byte. Pure.
 */
const GOES_ON = /\\(?:\r\n|\r|\n)[ \t\f]*/g;
const PARTS = /^((?:\\(?:\r\n|\r|\n)[ \t\f]*|[ \t\f])*)((?:\\(?:\r\n|\r|\n)[ \t\f]*|\\[^\r\n]|[^\\=: \t\f\r\n])*)((?:\\(?:\r\n|\r|\n)[ \t\f]*|[ \t\f])*(?:[=:](?:\\(?:\r\n|\r|\n)[ \t\f]*|[ \t\f])*)?)([^]*)$/;
const LETTERS = { t: '\t', n: '\n', r: '\r', f: '\f' };
const WRITTEN = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r', '\f': '\\f' };

/** What is written, without its escapes. */
const meant = raw => raw.replace(GOES_ON, '').replace(/\\u([0-9a-fA-F]{4})|\\([^]?)/g, (_, code, char) =>
  (code ? String.fromCharCode(parseInt(code, 16)) : LETTERS[char] ?? char));

const isOpen = body => /\\*$/.exec(body)[0].length % 2 === 1;

/**
 * Its lines in order: {kind: 'pair', lead, name, sign, rest, end, key, value}, what is written and what is meant, or {kind: 'other', text}:
 * a comment, a blank line, a byte order mark. Written one after the other they are the text.
 */
export function readProperties(text) {
  const lines = [];
  const all = splitLines(text);
  if (text.startsWith('\ufeff')) {
    lines.push({ kind: 'other', text: '\ufeff' });
    all[0] = all[0].slice(1);
  }
  for (let i = 0; i < all.length; i++) {
    if (/^[ \t\f]*(?:[#!]|\\?(?:[\r\n]|$))/.test(all[i])) {
      lines.push({ kind: 'other', text: all[i] });
      continue;
    }
    const own = [all[i]];
    const bodyOf = line => line.replace(/(?:\r\n|\r|\n)$/, '');
    while (own.at(-1) !== bodyOf(own.at(-1)) && isOpen(bodyOf(own.at(-1))) && i + 1 < all.length) {
      own.push(all[++i]);
    }
    lines.push(pairOf(own.join('')));
  }
  return lines;
}

function pairOf(line) {
  const end = /(?:\r\n|\r|\n)?$/.exec(line)[0];
  const [, lead, name, sign, rest] = PARTS.exec(line.slice(0, line.length - end.length));
  return { kind: 'pair', lead, name, sign, rest, end, key: meant(name), value: meant(rest) };
}

export const writeProperties = lines => lines.map(each => (each.kind === 'pair'
  ? each.lead + each.name + each.sign + each.rest + each.end : each.text)).join('');

/** Whether a text writes what is beyond ASCII as escapes: then so does what is added to it. */
export const isAscii = text => /\\u[0-9a-fA-F]{4}/.test(text) && !/[\u0080-\uffff]/.test(text.replace('\ufeff', ''));

const escaped = (text, ascii) => text.replace(/[\\\t\n\r\f]/g, char => WRITTEN[char])
  .replace(/[\u0080-\uffff]/g, char => (ascii ? '\\u' + char.charCodeAt(0).toString(16).padStart(4, '0') : char));

const writtenKey = (key, ascii) => escaped(key, ascii).replace(/[ =:]/g, '\\$&').replace(/^[#!]/, '\\$&');
const writtenValue = (value, ascii) => escaped(value, ascii).replace(/^ /, '\\ ');

/** The line with another value, and all else of it as it was. A name alone gets the sign that makes it a pair. */
export const withValue = (line, value, ascii = false) => (value === line.value ? line
  : { ...line, sign: line.sign.trim() || !value ? line.sign : line.sign ? line.sign : '=', rest: valueAfter(line.sign, writtenValue(value, ascii)), value });

/** Behind a sign of blanks alone, a value that begins with a sign would be taken for it. */
const valueAfter = (sign, rest) => (sign && !/[=:]/.test(sign) && /^[=:]/.test(rest) ? '\\' + rest : rest);

export const withKey = (line, key, ascii = false) => (key === line.key ? line
  : { ...line, name: writtenKey(key, ascii), sign: line.sign || '=', key });

/** With one more pair at its end, written as most of the others are. */
export function withPair(lines, key, value, text) {
  const pairs = lines.filter(each => each.kind === 'pair');
  const ascii = isAscii(text);
  const { separator } = detectLines(text);
  const before = lines.slice();
  const last = before.at(-1);
  if (last?.kind === 'pair') {
    before[before.length - 1] = { ...last, ...closed(last), end: last.end || separator };
  } else if (last && last.text !== '\ufeff' && !/[\r\n]$/.test(last.text)) {
    before[before.length - 1] = { ...last, text: last.text + separator };
  }
  const sign = pairs.some(each => each.sign === ' = ') && !pairs.some(each => each.sign === '=') ? ' = ' : '=';
  return [...before, { kind: 'pair', lead: '', name: writtenKey(key, ascii), sign, rest: writtenValue(value, ascii), end: separator, key, value }];
}

/** A backslash with nothing behind it means nothing; with a line behind it, it would draw that to its own. */
function closed(line) {
  const part = ['rest', 'sign', 'name', 'lead'].find(each => line[each]);
  return isOpen(line[part]) ? { [part]: line[part].slice(0, -1) } : {};
}

/** The keys that are there more than once: of those the last counts. */
export function doubled(lines) {
  const seen = new Set();
  const twice = new Set();
  for (const { kind, key } of lines) {
    if (kind === 'pair') {
      (seen.has(key) ? twice : seen).add(key);
    }
  }
  return twice;
}

/**
 * The same with the signs of what stands together one below the other. A line that goes on, or has no sign, stays as it is.
 */
export function alignProperties(text) {
  const lines = readProperties(text);
  const may = each => each.kind === 'pair' && each.sign && !GOES_ON_ANYWHERE.test(each.lead + each.name + each.sign + each.rest);
  for (let from = 0; from < lines.length; from++) {
    let to = from;
    while (to < lines.length && may(lines[to])) {
      to++;
    }
    const width = Math.max(0, ...lines.slice(from, to).map(each => each.name.length));
    for (let i = from; i < to; i++) {
      const { name, sign, rest } = lines[i];
      const char = /[=:]/.exec(sign)?.[0] ?? '=';
      lines[i] = { ...lines[i], lead: '', sign: ' '.repeat(width - name.length) + ' ' + char + (rest ? ' ' : '') };
    }
    from = to;
  }
  return writeProperties(lines);
}

const GOES_ON_ANYWHERE = /[\r\n]/;
