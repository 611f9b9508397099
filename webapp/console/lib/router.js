// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Addresses are #/screen?name=value: deep links and the browser's back work on any server. Events: 'route'.
 */
class Router extends EventTarget {
  constructor() {
    super();
    globalThis.addEventListener?.('hashchange', () => this.dispatchEvent(new Event('route')));
  }

  /** {screen, params}, the params a plain object of strings. */
  get current() {
    return parse(globalThis.location?.hash ?? '');
  }

  /** Goes there; `replace` leaves no entry to go back to. */
  go(screen, params = {}, { replace = false } = {}) {
    const hash = href(screen, params);
    if (hash === globalThis.location.hash) {
      return;
    }
    if (replace) {
      history.replaceState(null, '', hash);
      this.dispatchEvent(new Event('route'));
    } else {
      globalThis.location.hash = hash;
    }
  }

  /** Writes params into the address without leaving the screen or telling it: filters as they are typed. */
  note(params) {
    history.replaceState(null, '', href(this.current.screen, params));
  }
}

/** The address of a screen, for href. What is undefined, null, '' or false is left out. */
export function href(screen, params = {}) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value !== undefined && value !== null && value !== '' && value !== false) {
      query.set(name, value);
    }
  }
  const text = query.toString();
  return '#/' + screen + (text ? '?' + text : '');
}

export function parse(hash) {
  const [path, query = ''] = hash.replace(/^#\/?/, '').split(/\?(.*)/s);
  return { screen: path || '', params: Object.fromEntries(new URLSearchParams(query)) };
}

export const router = new Router();
