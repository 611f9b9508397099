// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { forget } from './drafts.js';
import { actionsOf, concerns } from './grants.js';

const SESSION = new URL('../../api/v1/session', import.meta.url);
const WHOAMI = new URL('../../api/v1/whoami', import.meta.url);

/**
 * Who is signed in. Events: 'change' when that changes, 'lost' when the server knows the session no more. `state` is
 * loading, out, password (a first password has to be chosen), in, or away (the server was not reached).
 */
class Session extends EventTarget {
  state = 'loading';
  user = '';
  csrf = '';
  /** An open server has no sign-in: whoever is on its machine may do everything. */
  open = false;
  grants = [];
  /** Why the server let nobody in, while state is away. */
  detail = '';
  #waiting = null;
  #channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('diamond-session');

  constructor() {
    super();
    this.#channel?.addEventListener('message', ({ data }) => this.#otherTab(data?.user));
    this.#channel?.unref?.();
  }

  /** Asks the server who is signed in. */
  async load() {
    try {
      const who = await ask(WHOAMI);
      const told = await who.json().catch(() => ({}));
      if (who.ok && told.access === 'open') {
        this.#become('in', { ...told, open: true });
        return;
      }
      const answer = who.ok || told.code === 'PASSWORD_MUST_CHANGE' ? await ask(SESSION) : who;
      if (answer !== who && answer.ok) {
        await this.signedIn(await answer.json(), who.ok ? told : undefined);
        return;
      }
      this.detail = told.detail ?? '';
      this.#become(answer.status === 401 ? 'out' : 'away', {});
    } catch {
      this.detail = '';
      this.#become('away', {});
    }
  }

  /** Takes the answer of a sign-in, or of GET /session. */
  async signedIn({ user, csrf, mustChange }, told) {
    const before = this.user;
    if (before && before !== user && this.state !== 'out') {
      this.#startAnew();
      return;
    }
    this.csrf = csrf;
    if (mustChange) {
      // Whoever waits would wait below the form, and his dialog would cover it.
      this.#settle(false);
      this.#become('password', { user });
      return;
    }
    const grants = told?.grants ?? await this.#grantsOf(user);
    if (!grants) {
      this.detail = '';
      this.#settle(false);
      this.#become('away', {});
      return;
    }
    this.#become('in', { user, grants });
    if (before !== user) {
      this.#channel?.postMessage({ user });
    }
    this.#settle(true);
  }

  /** The grants of whoever has just signed in; undefined if they could not be read: nobody is to take that for having none. */
  async #grantsOf(user) {
    const answer = await ask(WHOAMI).catch(() => null);
    const told = answer?.ok ? await answer.json().catch(() => ({})) : {};
    return told.grants ?? (this.isLost && user === this.user ? this.grants : undefined);
  }

  /** The session is over, says the server. True once the same user is back, so that his request may be sent again. */
  lost(asker) {
    if (this.state !== 'in' || asker !== this.user) {
      return Promise.resolve(false); // There is no screen to sign in over.
    }
    if (!this.#waiting) {
      this.#waiting = Promise.withResolvers?.() ?? deferred();
      this.dispatchEvent(new Event('lost'));
    }
    return this.#waiting.promise;
  }

  get isLost() {
    return this.#waiting !== null;
  }

  /** Another tab may have signed in anew: takes the token of now. True if it is the same user's, and another token. */
  async renew(asker, csrf) {
    if (this.csrf !== csrf && this.user === asker) {
      return true;
    }
    const answer = await ask(SESSION).catch(() => null);
    if (!answer?.ok) {
      return false;
    }
    const now = await answer.json();
    if (now.user !== asker) {
      this.#startAnew();
      return false;
    }
    const other = now.csrf !== this.csrf;
    this.csrf = now.csrf;
    return other;
  }

  /** Signs out here, or everywhere; `done` clears away what nobody else shall find. */
  async signOut(everywhere = false, done = () => {}) {
    const { user, csrf } = this;
    let answer = await this.#end(everywhere);
    if (answer.status === 403 && await this.renew(user, csrf)) {
      answer = await this.#end(everywhere);
    }
    if (!answer.ok && answer.status !== 401) {
      throw new Error(String(answer.status));
    }
    done();
    this.#channel?.postMessage({ user: '' });
    this.#startAnew();
  }

  #end(everywhere) {
    const url = new URL(SESSION);
    if (everywhere) {
      url.searchParams.set('all', 'true');
    }
    return fetch(url, { method: 'DELETE', headers: { 'X-CSRF-Token': this.csrf }, signal: AbortSignal.timeout(15_000) });
  }

  /** Whether the grants allow an action on a key, or on everything; the server decides, this only hides what would fail. */
  may(action, { namespace = '*', group = '*', dataId = '*' } = {}) {
    if (this.open) {
      return true;
    }
    const fitting = this.grants.filter(grant => concerns(grant, action, { namespace, group, dataId }));
    return fitting.some(grant => grant.effect !== 'deny') && !fitting.some(grant => grant.effect === 'deny');
  }

  /** Whether the grants allow an action anywhere at all. */
  mayAnywhere(action) {
    return this.open || this.grants.some(grant => grant.effect !== 'deny' && actionsOf(grant.can).has(action));
  }

  #become(state, { user = '', subject = '', grants = [], open = false }) {
    Object.assign(this, { state, user: user || subject, grants: grants ?? [], open });
    this.dispatchEvent(new Event('change'));
  }

  #settle(same) {
    this.#waiting?.resolve(same);
    this.#waiting = null;
  }

  #otherTab(user) {
    if (this.state === 'loading' || this.open || user === this.user) {
      return;
    }
    if (user === '') {
      // Signed out there: as this page goes it would keep its draft again, which was deleted there.
      forget(this.user);
    }
    this.#startAnew();
  }

  /** Nothing of the one before stays in memory. */
  #startAnew() {
    this.#settle(false);
    globalThis.location?.reload();
  }
}

function ask(url) {
  return fetch(url, { cache: 'no-store', credentials: 'same-origin', redirect: 'error', signal: AbortSignal.timeout(15_000) });
}

function deferred() {
  const made = {};
  made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
  return made;
}

export const session = new Session();
