// SPDX-License-Identifier: Apache-2.0
// read NAME | publish NAME FILE | watch NAME: Diamond with Node's standard library alone.
import { readFile } from 'node:fs/promises';
const [verb, name, file] = process.argv.slice(2);
const url = `${process.env.DIAMOND_URL ?? 'http://localhost:8080/diamond-server'}/api/v1/config?dataId=${encodeURIComponent(name)}`;
const headers = { Authorization: `Bearer ${process.env.DIAMOND_TOKEN ?? 'none'}` };
async function call(more, options) { // what was refused, or was cut off, is an error
  const answer = await fetch(url + more, { headers, ...options });
  if (!answer.ok && answer.status !== 304) throw new Error(`HTTP ${answer.status}: ${await answer.text()}`);
  return [answer.status, await answer.text(), answer.headers.get('etag')];
}
if (verb === 'read') process.stdout.write((await call(''))[1]);
if (verb === 'publish') console.log((await call('', { method: 'PUT', body: await readFile(file) }))[1]);
while (verb === 'watch') { // 304 when nothing changed for 30 s
  const [status, content, tag] = await call('&wait=30s').catch(() => new Promise((go) => setTimeout(go, 2000, [0])));
  if (status !== 200) continue;
  headers['If-None-Match'] = tag;
  console.log(content);
}
