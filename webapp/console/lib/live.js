// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { get, withoutStore } from './api.js';
import { keyParams, sameKey } from './keyname.js';

const ABSENT = { exists: false, text: '', etag: null, version: 0, epoch: '', md5: '', type: 'text' };

/**
 * What a key is now: {exists, text, etag, version, epoch, md5, type, kind, details, detailsProblem}. `details` are
 * {description, tags, app, by, at}, or null where they could not be read: then nobody may change them.
 *
 * @param level database asks the truth, past the copy of the node
 * @param likelyAbsent whether to ask for the content only once it is known that there is one
 */
export async function readLive(key, { signal, level, minVersion, likelyAbsent } = {}) {
  if (likelyAbsent) {
    const row = await readRow(key, signal);
    if (!row.details && !row.detailsProblem) {
      return { ...ABSENT, ...row };
    }
  }
  const [content, row] = await Promise.all([
    readContent(key, { signal, level, minVersion }),
    readRow(key, signal),
  ]);
  const live = { ...content, ...row };
  if (live.exists && live.kind === undefined && !live.detailsProblem) {
    live.kind = await readKind(key, signal);
  }
  return live;
}

async function readContent(key, { signal, level, minVersion }) {
  try {
    const { body, headers } = await get('/config', { ...keyParams(key), level, minVersion }, { signal });
    return {
      exists: true,
      text: body,
      etag: headers.get('ETag').replace('-gz"', '"'),
      version: Number(headers.get('Diamond-Version')),
      epoch: headers.get('Diamond-Epoch'),
      md5: headers.get('Diamond-Md5'),
      type: headers.get('Diamond-Type') ?? 'text',
    };
  } catch (error) {
    if (error.code === 'CONFIG_NOT_FOUND') {
      return ABSENT;
    }
    throw error;
  }
}

async function readRow(key, signal) {
  try {
    const { body } = await get('/configs', { ...keyParams(key), limit: 1 }, { signal });
    const row = body.configs.find(each => sameKey(each, key));
    const problem = withoutStore(body);
    return { kind: row?.kind, details: row && !problem ? detailsOf(row) : null, detailsProblem: problem ?? null };
  } catch (error) {
    if (error.name === 'AbortError') {
      throw error;
    }
    return { kind: undefined, details: null, detailsProblem: error };
  }
}

const detailsOf = ({ description = '', tags = [], app = '', by = '', at = '' }) => ({ description, tags, app, by, at });

/** A server that does not tell the kind in a search says it by what it answers about datums. */
async function readKind(key, signal) {
  try {
    await get('/datums', { ...keyParams(key), limit: 1 }, { signal });
    return 'aggregate';
  } catch (error) {
    if (error.name === 'AbortError') {
      throw error;
    }
    return error.code === 'KIND_MISMATCH' ? 'single' : undefined;
  }
}

/** What of the details was changed: only that is sent. `before` null: nothing may be. */
export function changedDetails(before, after) {
  const changes = {};
  if (before) {
    for (const name of ['description', 'app']) {
      if (after[name] !== undefined && after[name] !== before[name]) {
        changes[name] = after[name];
      }
    }
    if (after.tags !== undefined && after.tags.join(',') !== before.tags.join(',')) {
      changes.tags = after.tags;
    }
  }
  return changes;
}

/** Tags as people type them. */
export const readTags = text => [...new Set(text.split(/[,\uff0c\u3001]/).map(tag => tag.trim()).filter(Boolean))];
