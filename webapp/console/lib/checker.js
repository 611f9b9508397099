// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { isAbort, post } from './api.js';

/** Types that have no rules to be checked by. */
export const UNCHECKED = ['text', 'html'];

const ask = (type, text, signal) => post('/validate', { type }, text, {}, { signal }).then(({ body }) => body.problems);

/**
 * Has the server check a text while it is typed: only the newest question counts, and where it is asked too often it waits as long as
 * the server says. `heard` takes {state: none | busy | done | failed, problems, problem}.
 */
export class Checker {
  #heard;
  #send;
  #asking = null;
  #timer;
  #last = {};

  constructor(heard, send = ask) {
    this.#heard = heard;
    this.#send = send;
  }

  /** Asks in a while. `text` is a function, or null while there is none. */
  soon(millis, text, type) {
    this.stop();
    if (!text) {
      return;
    }
    if (UNCHECKED.includes(type) || text() === '') {
      this.#tell({ state: 'none' });
      return;
    }
    this.#tell({ ...this.#last, state: 'busy' });
    this.#timer = setTimeout(() => this.#ask(text, type), millis);
  }

  stop() {
    clearTimeout(this.#timer);
    this.#asking?.abort();
  }

  #tell(check) {
    this.#last = check;
    this.#heard(check);
  }

  async #ask(text, type) {
    const asking = new AbortController();
    this.#asking = asking;
    try {
      const problems = await this.#send(type, text(), asking.signal);
      if (!asking.signal.aborted) {
        this.#tell({ state: 'done', problems });
      }
    } catch (problem) {
      if (!isAbort(problem) && !asking.signal.aborted) {
        this.#tell({ state: 'failed', problem });
        if (problem.retryAfter) {
          this.#timer = setTimeout(() => this.#ask(text, type), problem.retryAfter * 1000);
        }
      }
    }
  }
}
