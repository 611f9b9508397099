// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { get, isAbort } from './api.js';

/**
 * One list of the server, page by page with its cursors. Only the answer to the newest question counts: an older one that
 * comes late is dropped. The host renders again (`changed`) with rows, next, cut, busy and problem.
 */
export class Pager {
  rows = [];
  next = null;
  cut = false;
  busy = false;
  problem = null;
  /** Whether an answer has come at all, so that "nothing found" is true. */
  loaded = false;
  #path;
  #member;
  #changed;
  #idOf;
  #params = {};
  #asking = null;

  /**
   * @param path of the route
   * @param member of the answer that holds the rows
   * @param changed called after each change
   * @param idOf what tells a row from the others, where one may come again on a later page
   */
  constructor(path, member, changed, idOf = null) {
    this.#path = path;
    this.#member = member;
    this.#changed = changed;
    this.#idOf = idOf;
  }

  /** Asks anew, from the start. What is shown stays until the answer is there. */
  async load(params = this.#params, { background = false } = {}) {
    if (background && this.busy) {
      return;
    }
    this.#params = params;
    await this.#ask({}, background, page => { this.rows = page; });
  }

  /** Adds the next page. */
  async more() {
    if (this.next && !this.busy) {
      await this.#ask({ cursor: this.next }, false, page => { this.rows = [...this.rows, ...this.#fresh(page)]; });
    }
  }

  /** What changes between two pages comes again, where the list is in the order of that. */
  #fresh(page) {
    const known = this.#idOf && new Set(this.rows.map(this.#idOf));
    return known ? page.filter(row => !known.has(this.#idOf(row))) : page;
  }

  /** Nobody waits any more. */
  stop() {
    this.#asking?.abort();
    this.#asking = null;
    this.busy = false;
  }

  async #ask(extra, background, take) {
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    Object.assign(this, { busy: true });
    this.#changed();
    try {
      const { body } = await get(this.#path, { ...this.#params, ...extra }, { signal: asking.signal, background });
      if (this.#asking === asking) {
        take(body[this.#member] ?? []);
        Object.assign(this, { body, next: body.next ?? null, cut: body.cut === true, problem: null, loaded: true });
      }
    } catch (error) {
      if (this.#asking === asking && !isAbort(error)) {
        this.problem = error;
      }
    } finally {
      if (this.#asking === asking) {
        this.busy = false;
        this.#changed();
      }
    }
  }
}
