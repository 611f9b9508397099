// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

// What a subject may do, told from its grants as the server judges them: the union of what is allowed, without what is denied,
// on names alone. To hide what would fail, and for the page that explains it; who decides is the server.

export const ACTIONS = ['read', 'publish', 'remove', 'rollback', 'administer', 'grant', 'operate'];

/** Bundles and what is in them; each holds those before it. */
export const BUNDLES = {
  reader: ACTIONS.slice(0, 1),
  publisher: ACTIONS.slice(0, 4),
  owner: ACTIONS.slice(0, 6),
  admin: ACTIONS.slice(0, 7),
};

const WHOLE = new Set(['administer', 'grant']);

/** The actions that the words of a grant stand for. */
export function actionsOf(can) {
  return new Set(can.flatMap((word) => BUNDLES[word] ?? [word]));
}

/** Whether the pattern, in which * stands for any characters, is the text. Linear in both. */
export function globs(pattern, text) {
  let at = 0;
  let star = -1;
  let resume = 0;
  let here = 0;
  while (here < text.length) {
    if (at < pattern.length && pattern[at] === '*') {
      star = at;
      resume = here;
      at += 1;
    } else if (at < pattern.length && pattern[at] === text[here]) {
      at += 1;
      here += 1;
    } else if (star >= 0) {
      at = star + 1;
      resume += 1;
      here = resume;
    } else {
      return false;
    }
  }
  while (pattern[at] === '*') {
    at += 1;
  }
  return at === pattern.length;
}

/** The namespace as keys carry it, where the public one is empty. */
function carried(namespace) {
  return namespace === 'public' ? '' : namespace;
}

/**
 * Whether a grant speaks of this action on this key: {namespace, group, dataId}. To administer and to grant are about a namespace
 * as a whole, and to operate about the server: a grant of a part allows none of these, and a denial of a part denies them.
 */
export function concerns(grant, action, key) {
  if (!actionsOf(grant.can).has(action)) {
    return false;
  }
  const { namespace = '*', group = '*', dataId = '*' } = grant;
  const denies = grant.effect === 'deny';
  const whole = group === '*' && dataId === '*';
  if (action === 'operate') {
    return denies || (whole && namespace === '*');
  }
  if (!globs(carried(namespace), carried(key.namespace))) {
    return false;
  }
  return WHOLE.has(action) ? denies || whole : globs(group, key.group) && globs(dataId, key.dataId);
}

/**
 * Whether an account may do that, and by which grants.
 *
 * @param account as /access/accounts tells it
 * @param groups the accounts of its groups; a disabled one gives nothing, what it denies stays denied
 * @returns {{allowed: boolean, reason: string, by: {grant: object, through: string}[]}}
 */
export function judge(account, groups, action, key) {
  const own = account.grants.map((grant) => ({ grant, through: account.subject, on: !account.disabled }));
  const theirs = groups.flatMap((group) =>
    group.grants.map((grant) => ({ grant, through: group.subject, on: !group.disabled })),
  );
  const about = [...own, ...theirs].filter(({ grant }) => concerns(grant, action, key));
  const denied = about.filter(({ grant }) => grant.effect === 'deny');
  const allowed = about.filter(({ grant, on }) => grant.effect !== 'deny' && on);
  const bare = (list) => list.map(({ grant, through }) => ({ grant, through }));
  if (carried(key.namespace) === 'diamond.access' && action !== 'operate') {
    return { allowed: false, reason: 'reserved', by: [] };
  }
  if (account.disabled) {
    return { allowed: false, reason: 'disabled', by: [] };
  }
  if (account.expires && Date.parse(account.expires) <= Date.now()) {
    return { allowed: false, reason: 'expired', by: [] };
  }
  if (denied.length > 0) {
    return { allowed: false, reason: 'denied', by: bare(denied) };
  }
  return { allowed: allowed.length > 0, reason: allowed.length > 0 ? 'allowed' : 'nothing', by: bare(allowed) };
}
