// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

const FIRST_MILLIS = 3000;
const MOST_DOUBLINGS = 6;

/**
 * Has what did not come in time asked anew: after three seconds and then after twice as long each time, three minutes at most, until
 * something else is looked at. A server that is slow for long is not kept so by pages that ask it.
 */
export class Anew {
  #ask;
  #times = 0;
  #timer;

  constructor(ask) {
    this.#ask = ask;
  }

  /** Something did not come; what waits already is not put off. */
  missed() {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#ask();
    }, FIRST_MILLIS * 2 ** Math.min(this.#times++, MOST_DOUBLINGS));
  }

  /** Something else is looked at, or nothing. */
  forget() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#times = 0;
  }
}
