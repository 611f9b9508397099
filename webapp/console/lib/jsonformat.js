// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

/**
 * JSON with other white space and nothing else: numbers of any length, escapes, the order and the repetition of keys stay as
 * they are. Pure.
 *
 * @param separator between lines
 * @throws SyntaxError if it is no JSON
 */
export function formatJson(text, separator = '\n', indent = '  ') {
  const bom = text.startsWith('\ufeff') ? '\ufeff' : '';
  const json = text.slice(bom.length);
  JSON.parse(json);
  const tokens = json.match(/"(?:[^"\\]|\\.)*"|[[\]{}:,]|[^\s[\]{}:,"]+/g);
  const out = [];
  let depth = 0;
  const line = () => out.push(separator, indent.repeat(depth));
  tokens.forEach((token, i) => {
    const next = tokens[i + 1];
    if (token === '{' || token === '[') {
      out.push(token);
      depth++;
      if (next !== '}' && next !== ']') {
        line();
      }
    } else if (token === '}' || token === ']') {
      depth--;
      if (tokens[i - 1] !== '{' && tokens[i - 1] !== '[') {
        line();
      }
      out.push(token);
    } else if (token === ',') {
      out.push(token);
      line();
    } else {
      out.push(token === ':' ? ': ' : token);
    }
  });
  return bom + out.join('') + (/[\r\n]/.test(json.slice(json.trimEnd().length)) ? separator : '');
}
