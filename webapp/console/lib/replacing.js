// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { isAbort, put } from './api.js';
import { keyParams } from './keyname.js';
import { formatXml } from './xmlformat.js';

const AT_ONCE = 4;

/** A text with each place of another changed, as it is typed: {text, n}. Pure. */
export function replaced(text, find, by) {
  if (!find) {
    return { text, n: 0 };
  }
  const parts = text.split(find);
  return { text: parts.join(by), n: parts.length - 1 };
}

const READS = { json: text => JSON.parse(text.replace(/^\ufeff/, '')), xml: text => formatXml(text) };

const reads = (type, text) => {
  try {
    READS[type]?.(text);
    return true;
  } catch {
    return false;
  }
};

/** Whether a change makes of a content of its type one that is none. Of types that only the server can read it is not known. */
export const breaks = (type, before, after) => reads(type, before) && !reads(type, after);

/** As many a configuration may have. */
export const MOST_TAGS = 15;

/** Tags with some more and without some; null where they stay as they are. Pure. */
export function retagged(tags, add, away) {
  const kept = tags.filter(each => !away.includes(each));
  const more = add.filter(each => !kept.includes(each) && !away.includes(each));
  return more.length || kept.length < tags.length ? [...kept, ...more] : null;
}

/** The request that publishes one, if it still is what was read, with other `tags` where there are any. What else is known of it stays. */
export const replacement = ({ key, epoch, version, text, tags }, comment) => ({
  method: 'PUT', path: '/config', params: { ...keyParams(key), comment, ...(tags ? { tags: tags.join(',') } : {}), ...(text === '' ? { allowEmpty: true } : {}) },
  ...(tags ? { kept: ['tags'] } : {}), headers: { 'If-Match': `"${String(epoch).split('-')[0]}.${version}"` }, body: text,
});

const sendOne = ({ path, params, headers, body, kept }, named) => put(path, params, body, { ...headers, ...named(params, headers, body) }, { kept }).then(answer => answer.body);

/**
 * Publishes many, each if it still is what was read, some at a time; `heard` takes each with {outcome, version, code}. Ends early where
 * `signal` says so.
 */
export async function replaceMany(changes, { comment, named, signal, heard, send = sendOne }) {
  const waiting = changes.slice();
  const worker = async () => {
    while (waiting.length && !signal?.aborted) {
      const change = waiting.shift();
      const told = await send(replacement(change, comment), named).then(({ version }) => ({ outcome: 'published', version }), problem => {
        if (isAbort(problem)) {
          throw problem;
        }
        return { outcome: problem.code === 'PRECONDITION_FAILED' ? 'moved' : problem.unknown ? 'unknown' : 'refused', code: problem.code };
      });
      heard(change, told);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, changes.length) }, worker));
}
