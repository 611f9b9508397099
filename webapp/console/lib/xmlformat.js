// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

/**
 * XML with other blanks between its elements and nothing else: tags, attributes, texts, comments and CDATA stay as they are written, and
 * so does whatever stands where text and elements are mixed, or under xml:space="preserve". Pure.
 */
const TOKEN = /<!--[^]*?-->|<!\[CDATA\[[^]*?\]\]>|<\?[^]*?\?>|<!DOCTYPE\s[^[>]*(?:\[[^]*?\]\s*)?>|<\/[^<>]*>|<(?:[^<>"']|"[^"]*"|'[^']*')*>|[^<]+/gy;

const isBlank = text => /^[ \t\r\n]*$/.test(text);
const nameOf = tag => /^<\/?([^\s/>]+)/.exec(tag)?.[1];

/**
 * @param separator between lines
 * @throws SyntaxError if its tags do not fit together
 */
export function formatXml(text, separator = '\n', indent = '  ') {
  const bom = text.startsWith('\ufeff') ? '\ufeff' : '';
  const xml = text.slice(bom.length);
  const top = treeOf(xml);
  const out = [];
  print(top, 0, out, separator, indent);
  const end = /[\r\n][ \t]*$/.test(xml) ? separator : '';
  return bom + out.join(separator) + end;
}

function treeOf(xml) {
  const top = { open: '', close: '', children: [], keep: false };
  const stack = [top];
  TOKEN.lastIndex = 0;
  let at = 0;
  while (at < xml.length) {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(xml)?.[0];
    if (!token) {
      throw new SyntaxError(xml.slice(at, at + 40));
    }
    at += token.length;
    const parent = stack.at(-1);
    if (token.startsWith('</')) {
      if (stack.length === 1 || nameOf(token) !== nameOf(parent.open)) {
        throw new SyntaxError(token);
      }
      parent.close = token;
      stack.pop();
    } else if (/^<[^!?]/.test(token) && nameOf(token)) {
      const element = { open: token, close: '', children: [], keep: parent.keep || /\sxml:space\s*=\s*["']preserve["']/.test(token) };
      parent.children.push(element);
      if (!token.endsWith('/>')) {
        stack.push(element);
      }
    } else if (token.startsWith('<') && !/^<[!?]/.test(token)) {
      throw new SyntaxError(token);
    } else {
      parent.children.push(token);
    }
  }
  if (stack.length > 1) {
    throw new SyntaxError(stack.at(-1).open);
  }
  return top;
}

const raw = node => (typeof node === 'string' ? node : node.open + node.children.map(raw).join('') + node.close);

/** Whether blanks within it say nothing: elements stand in it, and no text. */
const isLoose = ({ keep, children }) => !keep && children.some(each => typeof each !== 'string')
  && children.every(each => typeof each !== 'string' || isBlank(each) || /^<(?:!--|\?|!DOCTYPE)/.test(each));

function print(node, depth, out, separator, indent) {
  for (const child of node.children) {
    const before = indent.repeat(depth);
    if (typeof child === 'string') {
      if (!isBlank(child)) {
        out.push(before + child.trim());
      } else if (blankLines(child)) {
        out.push('');
      }
    } else if (isLoose(child)) {
      out.push(before + child.open);
      print(child, depth + 1, out, separator, indent);
      out.push(before + child.close);
    } else {
      out.push(before + raw(child));
    }
  }
  while (out.at(-1) === '') {
    out.pop();
  }
}

/** What somebody set apart by an empty line stays apart. */
const blankLines = text => (text.match(/\r\n|\r|\n/g)?.length ?? 0) > 1;
