// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import { asFolderZip, asNacos, eachFile, writeFolder } from '../../webapp/console/lib/exporting.js';
import { pack } from '../../webapp/console/lib/folder.js';
import { entriesOf } from '../../webapp/console/lib/unzip.js';
import { zipOf } from '../../webapp/console/lib/zip.js';

const text = bytes => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
const contents = async zip => Object.fromEntries(await Promise.all((await entriesOf(zip)).map(async each => [each.name, text(await each.read())])));

const CONFIGS = [
  { namespace: 'public', group: 'DEFAULT_GROUP', dataId: 'a.yml', type: 'yaml', description: 'says "this": \\ and\nthat', tags: ['x'], app: 'shop', content: '\ufeffa: 1\r\n' },
  { namespace: 'public', group: 'G', dataId: '.env', type: 'text', description: '', tags: [], app: '', content: '' },
  { namespace: 'public', group: 'G', dataId: 'Same', type: 'text', description: '', tags: [], app: '', content: '1' },
  { namespace: 'public', group: 'G', dataId: 'same', type: 'text', description: '', tags: [], app: '', content: '2' },
  { namespace: 'public', group: 'g', dataId: 'p/q:r', type: 'json', description: '', tags: [], app: '', content: '{}' },
];

function exported() {
  const lines = CONFIGS.map(({ content, ...each }, i) => JSON.stringify({ file: `configs/${i}`, ...each }));
  return zipOf([...CONFIGS.map(({ content }, i) => ({ name: `configs/${i}`, blob: new Blob([content]) })),
    { name: 'diamond-manifest.jsonl', blob: new Blob(['{"format":"diamond-export","version":1}\n', lines.join('\n'), '\n']) }]);
}

test('zip_isReadAsItWasWritten', async () => {
  assert.deepEqual(await contents(await zipOf([{ name: 'a/b', blob: new Blob(['one']) }, { name: 'c', blob: new Blob([]) }])), { 'a/b': 'one', c: '' });
  await assert.rejects(entriesOf(new Blob(['no zip at all, though it is long enough'])), SyntaxError);
});

test('entryThatIsPacked_isUnpacked', async () => {
  const content = 'again and '.repeat(1000);
  const packed = deflateRawSync(content);
  const zip = new Uint8Array(await (await zipOf([{ name: 'a', blob: new Blob([packed]) }])).arrayBuffer());
  const methods = [8, zip.length - 22 - 47 + 10];
  methods.forEach(at => { zip[at] = 8; });
  assert.equal(text(await (await entriesOf(new Blob([zip])))[0].read()), content);
});

test('exportAsNacosMakesIt_hasItsNamesAndMetadata', async () => {
  const { zip, count, left } = await asNacos(await exported());
  const files = await contents(zip);
  assert.deepEqual([count, left], [4, 1]);
  assert.equal(files['DEFAULT_GROUP/a.yml'], '\ufeffa: 1\r\n');
  assert.match(files['.metadata.yml'], /^metadata:\n- appName: "shop"\n {2}dataId: "a\.yml"\n {2}desc: "says \\"this\\": \\\\ and\\nthat"\n {2}group: "DEFAULT_GROUP"\n {2}type: "yaml"\n/);
});

test('exportAsAFolder_isWhatTheImportTakes_withNothingLeftOut', async () => {
  const files = [];
  await eachFile(await exported(), (path, bytes) => { files.push([path.join('/'), bytes]); });
  const names = files.map(([name]) => name);
  assert.equal(new Set(names.map(each => each.toLowerCase())).size, names.length);

  const chosen = files.map(([name, bytes]) => Object.assign(new Blob([bytes]), { webkitRelativePath: 'folder/' + name }));
  const { zip, count, left } = await pack(chosen);
  assert.deepEqual([count, left], [CONFIGS.length, 0]);
  const packed = await contents(zip);
  const manifest = packed['diamond-manifest.jsonl'].split('\n').filter(Boolean).slice(1).map(line => JSON.parse(line));
  const back = manifest.map(({ file, ...each }) => ({ ...each, content: packed[file] }));
  const order = (a, b) => (a.group + a.dataId < b.group + b.dataId ? -1 : 1);
  assert.deepEqual(back.sort(order), CONFIGS.slice().sort(order));
});

test('folder_isWrittenFileByFile', async () => {
  const written = new Map();
  const handle = path => ({
    getDirectoryHandle: async name => handle([...path, name]),
    getFileHandle: async name => ({ createWritable: async () => ({ write: async bytes => written.set([...path, name].join('/'), text(bytes)), close: async () => {} }) }),
  });
  const heard = [];
  assert.equal(await writeFolder(await exported(), handle([]), n => heard.push(n)), CONFIGS.length);
  assert.equal(written.get('public/DEFAULT_GROUP/a.yml'), '\ufeffa: 1\r\n');
  assert.equal(heard.at(-1), CONFIGS.length + 1);
  assert.deepEqual(Object.keys(await contents((await asFolderZip(await exported())).zip)).sort(), [...written.keys()].sort());
});
