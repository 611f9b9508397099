// SPDX-License-Identifier: Apache-2.0
// read NAME | publish NAME FILE | watch NAME: Diamond with Node's standard library alone.
import { readFile } from 'node:fs/promises';
const [verb, name, file] = process.argv.slice(2);
const url = `${process.env.DIAMOND_URL ?? 'http://localhost:8080/diamond-server'}/api/v1/config?dataId=${encodeURIComponent(name)}`;
const headers = { Authorization: `Bearer ${process.env.DIAMOND_TOKEN ?? 'none'}` };
if (verb === 'read') console.log(await (await fetch(url, { headers })).text());
if (verb === 'publish') console.log(await (await fetch(url, { method: 'PUT', headers, body: await readFile(file) })).text());
while (verb === 'watch') {
  try { // 304 when nothing changed for 30 s
    const answer = await fetch(`${url}&wait=30s`, { headers });
    if (answer.status === 200) {
      headers['If-None-Match'] = answer.headers.get('etag');
      console.log(await answer.text());
    } else if (answer.status !== 304) throw new Error(`HTTP ${answer.status}`);
  } catch { await new Promise((go) => setTimeout(go, 2000)); }
}
