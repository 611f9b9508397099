// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Problem } from '../../webapp/console/lib/api.js';
import { curl } from '../../webapp/console/lib/copyas.js';
import { pack } from '../../webapp/console/lib/folder.js';
import { Importing } from '../../webapp/console/lib/importing.js';
import { download, linesOf, postLines } from '../../webapp/console/lib/stream.js';
import { crc32, isWhole, zipOf } from '../../webapp/console/lib/zip.js';

const bytes = text => new TextEncoder().encode(text);
const blob = text => new Blob([text]);

/** What a zip of stored files holds, by its directory. */
async function unzip(zip) {
  const all = new Uint8Array(await zip.arrayBuffer());
  const view = new DataView(all.buffer);
  const files = {};
  let at = view.getUint32(all.length - 6, true);
  for (let left = view.getUint16(all.length - 12, true); left > 0; left--) {
    assert.equal(view.getUint32(at, true), 0x02014b50);
    const [size, names, from] = [view.getUint32(at + 24, true), view.getUint16(at + 28, true), view.getUint32(at + 42, true)];
    assert.equal(view.getUint32(from, true), 0x04034b50);
    const content = all.subarray(from + 30 + names, from + 30 + names + size);
    assert.equal(view.getUint32(at + 16, true), crc32(content));
    files[new TextDecoder().decode(all.subarray(at + 46, at + 46 + names))] = new TextDecoder().decode(content);
    at += 46 + names;
  }
  assert.equal(at, all.length - 22);
  return files;
}

test('crc32_isThatOfZip', () => assert.equal(crc32(bytes('123456789')), 0xcbf43926));

test('zip_holdsEachFile_andEndsWithItsDirectory', async () => {
  const zip = await zipOf([{ name: 'shop/a.yml', blob: blob('a: 1\r\n') }, { name: 'shop/书.txt', blob: blob('') }]);

  assert.deepEqual(await unzip(zip), { 'shop/a.yml': 'a: 1\r\n', 'shop/书.txt': '' });
  assert.ok(await isWhole(zip));
  assert.ok(!await isWhole(zip.slice(0, zip.size - 1)));
  await assert.rejects(zipOf(Array(65_536).fill({ name: 'a/b', blob: blob('') })), RangeError);
});

const folder = files => Object.entries(files).map(([name, text]) => Object.assign(blob(text), { webkitRelativePath: 'chosen/' + name }));

test('folder_ofGroups_losesItsOwnName_andWhatIsHidden', async () => {
  const packed = await pack(folder({ 'shop/b.yml': 'b', 'shop/a/c.yml': 'c', '.metadata.yml': 'm', 'README.md': '', '.git/config': '', 'shop/.DS_Store': '' }));

  assert.deepEqual(await unzip(packed.zip), { '.metadata.yml': 'm', 'shop/a/c.yml': 'c', 'shop/b.yml': 'b' });
  assert.deepEqual([packed.count, packed.left], [2, 3]);
  assert.equal((await pack(folder({ 'a.yml': 'a', '.git/config': '' }))).zip, null);
  assert.equal((await pack([])).zip, null);
});

test('folder_ofTheCommandLine_getsAManifest', async () => {
  const labels = '{"namespace":"","group":"shop","dataId":"prices/tea.yaml","type":"json","description":"Tea","tags":["hot"],"app":"s"}\n';
  const files = await unzip((await pack(folder({ 'public/shop/prices%2ftea.yaml': '{}', 'dev/shop/b.yml': 'b', '.labels.jsonl': labels }))).zip);

  const manifest = files['diamond-manifest.jsonl'].trim().split('\n').map(line => JSON.parse(line));
  assert.deepEqual(manifest[0], { format: 'diamond-export', version: 1 });
  assert.deepEqual(manifest[1], { file: 'dev/shop/b.yml', namespace: 'dev', group: 'shop', dataId: 'b.yml', type: 'yaml' });
  assert.deepEqual(manifest[2], { file: 'public/shop/prices%2ftea.yaml', namespace: 'public', group: 'shop', dataId: 'prices/tea.yaml', type: 'json',
    description: 'Tea', tags: ['hot'], app: 's' });
  assert.equal(files['public/shop/prices%2ftea.yaml'], '{}');
  await assert.rejects(pack(folder({ 'dev/shop/b.yml': 'b', '.labels.jsonl': 'no' })), SyntaxError);
});

test('lines_areHeardWhole_howeverTheyCome', () => {
  const text = bytes('{"name":"书"}\n\n{"n":1}\n{"half":');
  for (let cut = 0; cut <= text.length; cut++) {
    const heard = [];
    const read = linesOf(lines => heard.push(...lines));
    read(text.subarray(0, cut));
    read(text.subarray(cut));
    assert.deepEqual(heard, [{ name: '书' }, { n: 1 }]);
  }
});

/** A server that answers so much of a body, and then breaks off or not. */
function answering(chunks, { breaks = false, status = 200, json } = {}) {
  const asked = [];
  globalThis.fetch = async (url, options) => {
    asked.push({ url: String(url), ...options });
    if (json) {
      return new Response(JSON.stringify(json), { status, headers: { 'Content-Type': 'application/problem+json', 'Retry-After': '5' } });
    }
    let next = 0;
    return new Response(new ReadableStream({
      pull(stream) {
        if (next < chunks.length) {
          stream.enqueue(chunks[next++]);
        } else {
          breaks ? stream.error(new TypeError('network error')) : stream.close();
        }
      },
    }));
  };
  return asked;
}

test('streamedAnswer_isHeardBeforeItBreaks_andItsBreakIsTold', async () => {
  const asked = answering([bytes('{"total":3}\n{"outco'), bytes('me":"same"}\n')], { breaks: true });
  const heard = [];

  await assert.rejects(postLines('/import', { dryRun: true }, blob('zip'), lines => heard.push(...lines)), { code: 'UNREACHABLE', status: 0 });
  assert.deepEqual(heard, [{ total: 3 }, { outcome: 'same' }]);
  assert.match(asked[0].url, /\/import\?dryRun=true$/);
  assert.equal(asked[0].headers.Accept, 'application/x-ndjson');
});

test('refusalInPlaceOfAStream_isAProblem', async () => {
  answering([], { status: 429, json: { code: 'TRANSFER_BUSY', detail: 'Try again.' } });

  await assert.rejects(postLines('/import', {}, blob('zip'), () => assert.fail()), { code: 'TRANSFER_BUSY', status: 429, retryAfter: 5 });
});

test('download_isWholeOrNone', async () => {
  const zip = new Uint8Array(await (await zipOf([{ name: 'a/b', blob: blob('c') }])).arrayBuffer());
  const sizes = [];
  answering([zip.subarray(0, 50), zip.subarray(50)]);
  assert.deepEqual(await unzip(await download('/export', {}, size => sizes.push(size))), { 'a/b': 'c' });
  assert.deepEqual(sizes, [50, zip.length]);

  answering([zip.subarray(0, 50)]);
  await assert.rejects(download('/export', {}, () => {}), { code: 'UNREACHABLE' });
});

const item = (dataId, outcome, more = {}) => ({ namespace: '', group: 'G', dataId, outcome, ...more });
const PLAN = [item('a', 'created'), item('b', 'overwritten'), item('c', 'same'), item('d', 'refused', { code: 'FORBIDDEN' }), item('e', 'created')];
const tail = (more = {}) => ({ created: 2, aborted: false, plan: 'p1', ...more });
const lost = new Problem({ status: 0, code: 'UNREACHABLE' });

/** An import whose server says these lines, one list a request; an error ends one. */
function scripted(...runs) {
  const asked = [];
  const importing = new Importing({
    ready: async () => {},
    send: async (params, file, heard) => {
      asked.push(params);
      for (const line of runs.shift()) {
        if (line instanceof Error) {
          throw line;
        }
        heard([line]);
      }
    },
  });
  importing.choose({ file: blob('zip'), policy: 'skip' });
  return { importing, asked };
}

const outcomes = importing => importing.items.map(each => each.outcome).join(' ');
const look = [{ dryRun: true, total: 7 }, ...PLAN, tail()];

test('import_isLookedAt_andDoneByThatPlan', async () => {
  const { importing, asked } = scripted(look, [{ dryRun: false, total: 7 }, ...PLAN, tail()]);

  await importing.look();
  assert.equal(importing.state, 'looked');
  assert.equal(importing.possible, 3);
  await importing.write('why');
  assert.equal(importing.state, 'written');
  assert.deepEqual(importing.counts, { created: 2, overwritten: 1, same: 1, refused: 1 });
  assert.deepEqual(asked, [{ namespace: '', policy: 'skip', dryRun: true }, { namespace: '', policy: 'skip', plan: 'p1', comment: 'why' }]);
  await importing.write('again');
  assert.equal(asked.length, 2);
});

test('connectionThatBreaks_leavesWhatWasTold_andTellsOfWhatItIsNotKnown', async () => {
  const { importing } = scripted(look, [{ total: 7 }, PLAN[0], lost], look);

  await importing.look();
  await importing.write('');
  assert.equal(importing.broken, 'lost');
  assert.equal(outcomes(importing), 'created unknown same refused unknown');
  await importing.look();
  assert.equal(importing.broken, '');
  assert.equal(importing.possible, 3);
});

test('answerWithoutItsEnd_isABrokenOne', async () => {
  const { importing } = scripted(look, [PLAN[0]], [{ total: 7 }, PLAN[0]]);

  await importing.look();
  await importing.write('');
  assert.equal(importing.broken, 'lost');
  await importing.look();
  assert.deepEqual([importing.state, importing.items.length, importing.problem.code], ['', 0, 'UNREACHABLE']);
});

test('importThatTheServerEnds_tellsWhatWasNotWritten', async () => {
  const { importing } = scripted(look, [PLAN[0], { ...PLAN[1], outcome: 'refused', code: 'OUTCOME_UNKNOWN' }, tail({ code: 'STORE_DOWN' })]);

  await importing.look();
  await importing.write('');
  assert.equal(importing.broken, '');
  assert.equal(outcomes(importing), 'created unknown same refused unwritten');
});

test('importThatIsRefused_wroteNothing_andMayBeTriedAgain', async () => {
  const { importing, asked } = scripted(look, [new Problem({ status: 429, code: 'TRANSFER_BUSY' })], [...PLAN, tail()]);

  await importing.look();
  await importing.write('');
  assert.deepEqual([importing.state, importing.problem.code, importing.possible], ['looked', 'TRANSFER_BUSY', 3]);
  await importing.write('');
  assert.deepEqual([importing.state, asked[2].plan], ['written', 'p1']);
});

test('planThatChanged_isLookedAtAnew', async () => {
  const { importing, asked } = scripted(look, [new Problem({ status: 409, code: 'PLAN_CHANGED' })], [PLAN[0], tail({ plan: 'p2' })]);

  await importing.look();
  await importing.write('');
  assert.deepEqual([importing.state, importing.changed, importing.possible, asked[2].dryRun], ['looked', true, 1, true]);
});

test('planThatIsAborted_orEndedEarly_isNotDone', async () => {
  for (const more of [{ aborted: true }, { code: 'STORE_DOWN' }]) {
    const { importing, asked } = scripted([...PLAN, tail(more)]);
    await importing.look();
    await importing.write('');
    assert.deepEqual([importing.possible, asked.length], [0, 1]);
  }
});

test('stop_isToldLikeABreak_andBusyOnesTakeNoOtherZip', async () => {
  const importing = new Importing({
    ready: async () => {},
    send: ({ dryRun }, file, heard, signal) => {
      heard(dryRun ? [...PLAN, tail()] : [PLAN[0]]);
      return dryRun ? Promise.resolve() : new Promise((_, reject) => signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError'))));
    },
  });
  importing.choose({ file: blob('zip') });
  await importing.look();
  const writing = importing.write('');
  await Promise.resolve();
  importing.choose({ file: null });
  await importing.look();
  assert.equal(importing.state, 'writing');
  importing.stop();
  await writing;
  assert.deepEqual([importing.state, importing.broken, outcomes(importing)], ['written', 'stopped', 'created unknown same refused unknown']);
});

test('whatFailsBeforeTheZipIsSent_wroteNothing', async () => {
  let reached = true;
  const importing = new Importing({
    ready: async () => {
      if (!reached) {
        throw lost;
      }
    },
    send: async (params, file, heard) => heard([...PLAN, tail()]),
  });
  importing.choose({ file: blob('zip') });
  await importing.look();
  reached = false;
  await importing.write('');
  assert.deepEqual([importing.state, importing.problem.code, importing.possible], ['looked', 'UNREACHABLE', 3]);
});

test('anotherPlace_forgetsWhatWasLookedAt', async () => {
  const { importing } = scripted(look);
  await importing.look();
  importing.choose({ namespace: 'prod' });
  assert.deepEqual([importing.state, importing.items.length, importing.file.size, importing.wish], ['', 0, 3, { namespace: 'prod', policy: 'skip' }]);
});

test('command_sendsAFile_orWritesOne', () => {
  assert.match(curl({ url: 'http://h/import', method: 'POST', file: 'my export.zip' }), /--data-binary '@my export.zip' http:\/\/h\/import$/);
  assert.match(curl({ url: 'http://h/export', output: 'a.zip' }), /-f -o a.zip http:\/\/h\/export$/);
});
