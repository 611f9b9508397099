// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What was typed and not published, in this browser: one record for each user, store, key and editing, so that neither two tabs nor two
 * edits in one tab ever overwrite each other. Others' drafts are not told.
 */
const PREFIX = 'diamond.draft:';
/** The store of drafts of keys that are not there yet. */
export const NEW = 'new';
let closed = false;

/** A name for one editing, from its begin to its end. */
export const editing = () => globalThis.crypto?.randomUUID?.() ?? String(Math.random());
const page = editing();

const idOf = (user, epoch, { namespace, group, dataId }) => PREFIX + JSON.stringify([user, epoch, namespace, group, dataId]);

/** Keeps a draft {content, type, details, version, comment}; false if the browser has no room. */
export function keep(user, epoch, key, draft, own = page) {
  if (closed) {
    return true;
  }
  try {
    localStorage.setItem(idOf(user, epoch, key) + own, JSON.stringify({ ...draft, at: new Date().toISOString() }));
    return true;
  } catch {
    return false;
  }
}

/** The draft of this editing is published or given up. */
export const drop = (user, epoch, key, own = page) => remove(idOf(user, epoch, key) + own);

/** A draft of an earlier editing, or of another tab, is taken over or given up. */
export function remove(id) {
  try {
    localStorage.removeItem(id);
  } catch {
    // There is none then.
  }
}

/**
 * The drafts of a user of a key that this editing did not make, newest first: {id, at, content, ...}; those of this store, and the one
 * that is `wanted` by its id, of whatever store it is.
 */
export function others(user, epoch, key, wanted = '', own = page) {
  const ids = new Set(idsOf(idOf(user, epoch, key)));
  const named = wanted.startsWith(ofUserPrefix(user)) ? read(wanted) : null;
  if (named && ['namespace', 'group', 'dataId'].every(name => named.key[name] === key[name])) {
    ids.add(wanted);
  }
  return all([...ids]).filter(draft => !draft.id.endsWith(own));
}

/** All drafts of a user, newest first: {id, at, epoch, key}, without what is in them. */
export const ofUser = user => all(idsOf(ofUserPrefix(user))).map(({ id, at, epoch, key }) => ({ id, at, epoch, key }));

/** Removes all of them, and keeps no more: somebody has signed out. */
export function forget(user) {
  closed = true;
  idsOf(ofUserPrefix(user)).forEach(remove);
}

const ofUserPrefix = user => PREFIX + JSON.stringify([user]).slice(0, -1) + ',';

function idsOf(prefix) {
  try {
    return Array.from({ length: localStorage.length }, (_, i) => localStorage.key(i)).filter(id => id.startsWith(prefix));
  } catch {
    return []; // Without a place to keep them there are none.
  }
}

const all = ids => ids.map(read).filter(Boolean).sort((a, b) => (a.at < b.at ? 1 : -1));

function read(id) {
  try {
    const [, epoch, namespace, group, dataId] = JSON.parse(id.slice(PREFIX.length, id.lastIndexOf(']') + 1));
    const kept = JSON.parse(localStorage.getItem(id));
    return kept && { ...kept, id, epoch, key: { namespace, group, dataId } };
  } catch {
    return null;
  }
}
