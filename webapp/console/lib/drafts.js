// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What was typed and not published, in this browser: one record for each user, store, key and page, so that two tabs never
 * overwrite each other. Others' drafts are not told.
 */
const PREFIX = 'diamond.draft:';
let closed = false;
const page = globalThis.crypto?.randomUUID?.() ?? String(Math.random());

const idOf = (user, epoch, { namespace, group, dataId }) => PREFIX + JSON.stringify([user, epoch, namespace, group, dataId]);

/** Keeps a draft {content, type, details, version, comment}; false if the browser has no room. */
export function keep(user, epoch, key, draft) {
  if (closed) {
    return true;
  }
  try {
    localStorage.setItem(idOf(user, epoch, key) + page, JSON.stringify({ ...draft, at: new Date().toISOString() }));
    return true;
  } catch {
    return false;
  }
}

/** This page's draft is published or given up. */
export const drop = (user, epoch, key) => remove(idOf(user, epoch, key) + page);

/** A draft of an earlier page, or of another tab, is taken over or given up. */
export function remove(id) {
  try {
    localStorage.removeItem(id);
  } catch {
    // There is none then.
  }
}

/** The drafts of a user of a key that this page did not make, newest first: {id, at, content, ...}. */
export const others = (user, epoch, key) => all(idOf(user, epoch, key)).filter(draft => !draft.id.endsWith(page));

/** All drafts of a user, newest first, each with its key. */
export const ofUser = user => all(PREFIX + JSON.stringify([user]).slice(0, -1) + ',');

/** Removes all of them, and keeps no more: somebody has signed out. */
export function forget(user) {
  closed = true;
  ofUser(user).forEach(draft => remove(draft.id));
}

function all(prefix) {
  const found = [];
  try {
    for (let i = 0; i < localStorage.length; i++) {
      const id = localStorage.key(i);
      if (id.startsWith(prefix)) {
        found.push(read(id));
      }
    }
  } catch {
    // Without a place to keep them there are none.
  }
  return found.filter(Boolean).sort((a, b) => (a.at < b.at ? 1 : -1));
}

function read(id) {
  try {
    const [, , namespace, group, dataId] = JSON.parse(id.slice(PREFIX.length, id.lastIndexOf(']') + 1));
    return { ...JSON.parse(localStorage.getItem(id)), id, key: { namespace, group, dataId } };
  } catch {
    return null;
  }
}
