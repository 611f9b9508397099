// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { Problem, streamed } from './api.js';
import { isWhole } from './zip.js';

const PART_BYTES = 8 << 20;

/** Sends a body whose answer comes as lines of JSON while it is worked on: `heard` takes those that came together, read. */
export function postLines(path, params, body, heard, options = {}) {
  const read = linesOf(heard);
  return streamed('POST', path, params, read, { ...options, body, headers: { Accept: 'application/x-ndjson', ...options.headers } });
}

/** Takes bytes, and hands on the lines that are whole. What has no end is none. */
export function linesOf(heard) {
  const decoder = new TextDecoder();
  let rest = '';
  return bytes => {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
    rest = lines.pop();
    heard(lines.filter(Boolean).map(line => JSON.parse(line)));
  };
}

/** A zip, whole or not at all; `heard` takes how many bytes there are by now. The browser may put its parts on the disk. */
export async function download(path, params, heard, options = {}) {
  const parts = [];
  let last = [];
  let size = 0;
  let whole = 0;
  await streamed('GET', path, params, bytes => {
    last.push(bytes);
    size += bytes.length;
    if (size - whole > PART_BYTES) {
      parts.push(new Blob(last));
      last = [];
      whole = size;
    }
    heard(size);
  }, options);
  const zip = new Blob([...parts, ...last], { type: 'application/zip' });
  if (!await isWhole(zip)) {
    throw new Problem({ status: 0, code: 'UNREACHABLE', detail: '' });
  }
  return zip;
}
