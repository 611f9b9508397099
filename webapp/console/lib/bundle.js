// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { API, get } from './api.js';
import { zipOf } from './zip.js';

/** Beside the API: what the server says of itself to everybody. */
const BESIDE = { 'health-ready.json': '../../health/ready', 'health-live.json': '../../health/live' };
const LIMIT_MILLIS = 10_000;

/** What is called a secret is none of a helper's business, whoever put it there. */
export const withoutSecrets = value => JSON.stringify(value, (name, each) => (/secret|password|token|cookie|csrf/i.test(name) ? '***' : each), 2);

const text = url => fetch(url, { cache: 'no-store', signal: AbortSignal.timeout(LIMIT_MILLIS) }).then(answer => answer.text());

const readable = content => {
  try {
    return withoutSecrets(JSON.parse(content));
  } catch {
    return content;
  }
};

/**
 * What somebody who helps has to know, as a zip: health and nodes; no contents, no names of configurations, no secrets. What
 * cannot be had says why.
 */
export async function bundle(signal, now = new Date()) {
  const files = { 'about.txt': async () => `${now.toISOString()}\n${API.href}\n${navigator.userAgent}\n${navigator.language}\n` };
  files['cluster.json'] = async () => withoutSecrets((await get('/cluster', {}, { signal })).body);
  files['features.json'] = async () => readable(await text(API.href.replace(/\/$/, '')));
  Object.entries(BESIDE).forEach(([name, path]) => { files[name] = async () => readable(await text(new URL(path, import.meta.url))); });
  const made = await Promise.all(Object.entries(files).map(async ([name, read]) => ({
    name, blob: new Blob([await read().catch(error => `${error.code ?? error.name}: ${error.message}\n`)]),
  })));
  signal?.throwIfAborted();
  return zipOf(made);
}
