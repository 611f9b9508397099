// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

/** How the lines of a text end. Pure. */

/** The lines with their ends, so that joining them gives the text again. */
export const splitLines = text => text.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+/g) ?? [];

/**
 * @return {name: 'LF' | 'CRLF' | 'CR' | 'mixed' | '', separator: what an editor may split the text by without losing anything,
 *   bom, nul}
 */
export function detectLines(text) {
  const crlf = count(text, /\r\n/g);
  const lf = count(text, /\n/g) - crlf;
  const cr = count(text, /\r/g) - crlf;
  const kinds = [[crlf, 'CRLF', '\r\n'], [lf, 'LF', '\n'], [cr, 'CR', '\r']].filter(([found]) => found);
  const [, name, separator] = kinds.length === 1 ? kinds[0] : [0, kinds.length ? 'mixed' : '', '\n'];
  return { name, separator, bom: text.startsWith('\ufeff'), nul: text.includes('\0') };
}

const count = (text, what) => text.match(what)?.length ?? 0;

/** The number of a line as an address tells it; 0 where that is none. */
export const lineNumber = text => (/^[1-9]\d{0,8}$/.test(text ?? '') ? Number(text) : 0);

/** A pasted text with the line ends of the document it comes into. */
export const withLineEnds = (text, separator) => text.replace(/\r\n|\r|\n/g, separator);
