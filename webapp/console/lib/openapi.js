// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

/** The document of the API, as the server hands it out, read for people. Pure. */

const METHODS = ['get', 'put', 'post', 'delete'];
const MEMBER = /^('(?:[^']|'')*'|[^\s'][^\s]*?):(?: (.*))?$/;
const MOST_DEPTH = 4;

/**
 * The part of YAML that the document is written in: blocks of members and of items, what stands in braces and brackets on one line, words
 * in single quotes and plain ones.
 *
 * @throws SyntaxError if it is something else
 */
export function readYaml(text) {
  const lines = text.split('\n').filter(line => line.trim() && !line.trimStart().startsWith('#'))
    .map(line => ({ indent: line.search(/\S/), text: line.trim() }));
  let at = 0;
  const isItem = line => line.text === '-' || line.text.startsWith('- ');
  const block = indent => (isItem(lines[at]) ? items(indent) : members(indent));
  const items = indent => {
    const found = [];
    while (at < lines.length && lines[at].indent === indent && isItem(lines[at])) {
      const rest = lines[at].text.slice(2);
      if (!/^[[{']/.test(rest) && MEMBER.test(rest)) {
        lines[at] = { indent: indent + 2, text: rest };
        found.push(members(indent + 2));
      } else {
        at++;
        found.push(readValue(rest));
      }
    }
    return found;
  };
  const members = indent => {
    const found = {};
    while (at < lines.length && lines[at].indent === indent && !isItem(lines[at])) {
      const [, name, rest] = lines[at].text.match(MEMBER) ?? refuse(lines[at].text);
      at++;
      const below = lines[at]?.indent > indent || (lines[at]?.indent === indent && isItem(lines[at]));
      found[word(name)] = rest ? readValue(rest) : below ? block(lines[at].indent) : null;
    }
    return found;
  };
  const read = lines.length ? block(lines[0].indent) : null;
  return at < lines.length ? refuse(lines[at].text) : read;
}

function refuse(text) {
  throw new SyntaxError('not as it should be: ' + text);
}

function word(text) {
  if (text.startsWith("'")) {
    return text.slice(1, -1).replaceAll("''", "'");
  }
  return text === 'true' ? true : text === 'false' ? false : text;
}

/** What stands behind a name on its line. */
function readValue(text) {
  if (!/^[[{]/.test(text)) {
    return word(text);
  }
  const tokens = text.match(/'(?:[^']|'')*'|[[\]{},]|[^\s[\]{},'][^[\]{},']*/g);
  let at = 0;
  const value = () => {
    const token = tokens[at++];
    return token === '[' ? list() : token === '{' ? object() : word(token.trim());
  };
  const list = () => {
    const found = [];
    while (tokens[at] !== ']') {
      found.push(value());
      at += tokens[at] === ',' ? 1 : 0;
    }
    at++;
    return found;
  };
  const object = () => {
    const found = {};
    while (tokens[at] !== '}') {
      const [, name, rest] = (tokens[at++] ?? refuse(text)).match(/^([^:]+):\s*(.*)$/) ?? refuse(text);
      found[name.trim()] = rest.trim() ? word(rest.trim()) : value();
      at += tokens[at] === ',' ? 1 : 0;
    }
    at++;
    return found;
  };
  return value();
}

/**
 * @returns {{id, method, path, part, summary, description, parameters: {name, in, most}[], body, answers: {status, description, type,
 * schema}[]}[]} in the order of the document; body is the media type that is sent, or ''
 */
export function operations({ paths }) {
  return Object.entries(paths).flatMap(([written, methods]) => METHODS.filter(method => methods[method]).map(method => {
    // The root alone stands below a server of its own, for there is no slash at its end.
    const path = methods.servers ? '/' : written;
    const { operationId, summary, description = '', parameters = [], requestBody, responses } = methods[method];
    return {
      id: operationId, method: method.toUpperCase(), path, part: path.split('/')[1] ?? '', summary, description,
      parameters: parameters.map(({ name, in: place, schema }) => ({ name, in: place, most: Number(schema?.maxLength) || undefined })),
      body: Object.keys(requestBody?.content ?? {})[0] ?? '',
      answers: Object.entries(responses).map(([status, answer]) => {
        const [[type, { schema } = {}] = ['']] = Object.entries(answer.content ?? {});
        return { status, description: answer.description, type, schema };
      }),
    };
  }));
}

/**
 * How an operation is tried from a page: 'ask'; 'held', which may take its time until something changes; 'stream', which tells until it is
 * stopped; 'file', whose answer is one; 'upload', which is sent one. Or why it is not: 'session', that of the page itself, and 'nodes',
 * what they say to each other.
 */
export function howTried({ path, answers }) {
  if (/^\/session($|\/)/.test(path)) {
    return 'session';
  }
  if (path.startsWith('/peer/')) {
    return 'nodes';
  }
  const type = answers.find(each => each.status === '200')?.type ?? '';
  return { '/watch': 'held', '/import': 'upload' }[path] ?? { 'text/event-stream': 'stream', 'application/zip': 'file' }[type] ?? 'ask';
}

export const isTried = operation => !['session', 'nodes'].includes(howTried(operation));

/** The members of a schema and of those it names, as people write JSON down; what may be missing has a question mark. */
export function sketch(schema, schemas, depth = 0) {
  if (!schema) {
    return '';
  }
  if (schema.oneOf) {
    return schema.oneOf.map(each => sketch(each, schemas, depth)).join('\n' + '  '.repeat(depth) + 'or ');
  }
  if (schema.$ref) {
    const name = schema.$ref.split('/').at(-1);
    return depth >= MOST_DEPTH || !schemas[name] ? name : sketch(schemas[name], schemas, depth);
  }
  if (schema.type === 'array') {
    return `[${sketch(schema.items, schemas, depth)}]`;
  }
  if (schema.type !== 'object' || !schema.properties) {
    return schema.type ?? '';
  }
  const inner = '  '.repeat(depth + 1);
  const rows = Object.entries(schema.properties).map(([name, of]) =>
    `${inner}${name}${schema.required?.includes(name) ? '' : '?'}: ${sketch(of, schemas, depth + 1)}`);
  return `{\n${rows.join('\n')}\n${'  '.repeat(depth)}}`;
}

/** The operations that have all words of what was typed. */
export function matching(all, typed) {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return all.filter(({ id, method, path, summary, parameters }) => {
    const text = [id, method, path, summary, ...parameters.map(each => each.name)].join(' ').toLowerCase();
    return words.every(each => text.includes(each));
  });
}

/** The request of what was typed: {method, path, params, headers, body}. What was left empty is left out. */
export function requestOf({ method, path, parameters, body }, values, text) {
  const of = place => Object.fromEntries(parameters.filter(each => each.in === place && values[each.name]).map(({ name }) => [name, values[name]]));
  const headers = of('header');
  // The root has no slash at its end.
  return { method, path: path === '/' ? '../v1' : path, params: of('query'), headers: body === 'application/json' ? { 'Content-Type': body, ...headers } : headers, body: body ? text : undefined };
}
