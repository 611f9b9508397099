// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { entriesOf } from './unzip.js';
import { zipOf } from './zip.js';

const MANIFEST = 'diamond-manifest.jsonl';
const LABELS = '.labels.jsonl';

/** The configurations of an export of the server: [{namespace, group, dataId, kind, type, description, tags, app, read}]. */
async function configsOf(zip) {
  const entries = new Map((await entriesOf(zip)).map(each => [each.name, each]));
  const manifest = new TextDecoder().decode(await entries.get(MANIFEST).read());
  return manifest.split('\n').filter(Boolean).map(line => JSON.parse(line)).filter(each => each.file)
    .map(each => ({ ...each, read: entries.get(each.file).read }));
}

/**
 * An export as Nacos would have made it: group/dataId, and .metadata.yml. `left` are those that it has no names for, with a / in theirs.
 * A string of JSON is one of YAML.
 */
export async function asNacos(zip) {
  const all = await configsOf(zip);
  const kept = all.filter(({ dataId }) => !dataId.includes('/'));
  const metadata = kept.map(({ group, dataId, app = '', description = '', type = 'text' }) =>
    `- appName: ${JSON.stringify(app)}\n  dataId: ${JSON.stringify(dataId)}\n  desc: ${JSON.stringify(description)}\n  group: ${JSON.stringify(group)}\n  type: ${JSON.stringify(type)}\n`);
  const files = [];
  for (const { group, dataId, read } of kept) {
    files.push({ name: `${group}/${dataId}`, blob: new Blob([await read()]) });
  }
  return { zip: await zipOf([...files, { name: '.metadata.yml', blob: new Blob(['metadata:\n', ...metadata]) }]), count: kept.length, left: all.length - kept.length };
}

/**
 * An export as files that people read, [{path: [namespace, group, dataId], bytes}], and .labels.jsonl with what else is known of them;
 * one by one, for `take`. What a disk would take for another's name, or hide, is escaped; the import knows it.
 */
export async function eachFile(zip, take) {
  const all = await configsOf(zip);
  const names = new Set();
  const labels = [];
  for (const { namespace, group, dataId, type, description, tags, app, read } of all) {
    await take(pathOf(names, [namespace || 'public', group, dataId]), await read());
    labels.push(JSON.stringify({ namespace, group, dataId, type, description, tags, app }) + '\n');
  }
  await take([LABELS], new TextEncoder().encode(labels.join('')));
  return all.length;
}

const escaped = name => encodeURIComponent(name).replace(/^\./, '%2E').replace(/\.$/, '%2E');
const code = char => '%' + char.charCodeAt(0).toString(16);

/** The same name in other letters: its capitals escaped, or its first letter where there are none. */
function otherwise(name) {
  const lower = name.replace(/%[0-9A-Fa-f]{2}|[A-Z]/g, found => (found.length > 1 ? found : code(found)));
  return lower === name ? name.replace(/^((?:%..)*)([^%])/, (_, before, char) => before + code(char)) : lower;
}

/** Of two names that differ by case alone the second one is written otherwise. */
function pathOf(names, parts) {
  const path = [];
  for (const part of parts) {
    const plain = [...path, escaped(part)].join('/');
    const isOther = names.has(plain.toLowerCase()) && !names.has('=' + plain);
    path.push(isOther ? otherwise(escaped(part)) : escaped(part));
    names.add(path.join('/').toLowerCase()).add('=' + path.join('/'));
  }
  return path;
}

/** The files of an export in a folder that was chosen; `heard` takes how many there are by now. */
export async function writeFolder(zip, folder, heard = () => {}) {
  let n = 0;
  return eachFile(zip, async (path, bytes) => {
    let at = folder;
    for (const part of path.slice(0, -1)) {
      at = await at.getDirectoryHandle(part, { create: true });
    }
    const file = await (await at.getFileHandle(path.at(-1), { create: true })).createWritable();
    await file.write(bytes);
    await file.close();
    heard(++n);
  });
}

/** The same as a zip that is to be unpacked, where a browser lets no page write into a folder. */
export async function asFolderZip(zip) {
  const files = [];
  const count = await eachFile(zip, (path, bytes) => { files.push({ name: path.join('/'), blob: new Blob([bytes]) }); });
  return { zip: await zipOf(files), count, left: 0 };
}
