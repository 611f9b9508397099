// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

/** Actions as commands and code that people can paste. Pure: names and contents are quoted, whatever is in them. */

/** One word of a POSIX shell. */
export const shellWord = text => (/^[\w@%+=:,./-]+$/.test(text) ? text : "'" + text.replaceAll("'", "'\\''") + "'");

/** A string literal of Java. */
export const javaString = text => '"' + text.replace(/[\\"\u0000-\u001f\u007f-\uffff]/g, char => ({
  '\\': '\\\\', '"': '\\"', '\n': '\\n', '\r': '\\r', '\t': '\\t',
}[char] ?? (char.charCodeAt(0) < 0x20 || char.charCodeAt(0) === 0x7f
  ? '\\u' + char.charCodeAt(0).toString(16).padStart(4, '0') : char))) + '"';

/**
 * The body is --data-raw: with --data-binary one that begins with @ would be the name of a file.
 *
 * @param url whole address
 * @param method GET, PUT...
 * @param headers an object
 * @param body a text, or undefined
 * @param file the name of one that is sent instead
 * @param output the name of one that the answer is written to
 */
export function curl({ url, method = 'GET', headers = {}, body, file, output }) {
  const words = ['curl'];
  if (method !== 'GET') {
    words.push('-X', method);
  }
  words.push('-H', '"Authorization: Bearer $DIAMOND_TOKEN"');
  for (const [name, value] of Object.entries(headers)) {
    words.push('-H', shellWord(name + ': ' + value));
  }
  if (body !== undefined) {
    words.push('--data-raw', shellWord(body));
  }
  if (file) {
    words.push('--data-binary', shellWord('@' + file));
  }
  if (output) {
    words.push('-f', '-o', shellWord(output));
  }
  return words.join(' ') + ' ' + shellWord(String(url));
}

const key = ({ namespace, group, dataId }) =>
  `ConfigKey.of(${javaString(namespace || 'public')}, ${javaString(group)}, ${javaString(dataId)})`;

const client = server => `DiamondClient client = DiamondClient.builder().servers(${javaString(server)}).build();\n`;

export const javaGet = (server, config) => client(server)
  + `client.listen(${key(config)}, config -> System.out.println(config.content()));`;

export const javaPublish = (server, config, content) => client(server)
  + `client.publish(${key(config)}, ${javaString(content)});`;
