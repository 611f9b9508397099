// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { nothing } from '../vendor/lit.js';
import { isAbort } from '../lib/api.js';
import { keyParams } from '../lib/keyname.js';
import { DmElement, define } from './element.js';
import { isDone, propagation, spread } from './spread.js';

const EVERY_MILLIS = 1000;
const MOST = 120;

/** How far a version got that was just published, asked every second until everybody has it, for two minutes at most. */
class Reach extends DmElement {
  static properties = { key: { attribute: false }, version: { attribute: false }, answer: { state: true } };

  #asking = null;
  #timer;

  willUpdate(changed) {
    if (changed.has('version') || changed.has('key')) {
      this.answer = null;
      this.#ask(0);
    }
  }

  disconnectedCallback() {
    this.#asking?.abort();
    clearTimeout(this.#timer);
    super.disconnectedCallback();
  }

  async #ask(times) {
    this.#asking?.abort();
    clearTimeout(this.#timer);
    const asking = new AbortController();
    this.#asking = asking;
    try {
      this.answer = await propagation({ ...keyParams(this.key), version: this.version }, { signal: asking.signal, background: true });
    } catch (error) {
      if (isAbort(error)) {
        return;
      }
    }
    const over = this.answer && (isDone(this.answer) || !this.answer.clients);
    if (!over && times < MOST) {
      this.#timer = setTimeout(() => this.#ask(times + 1), EVERY_MILLIS);
    }
  }

  render() {
    return this.answer ? spread(this.answer) : nothing;
  }
}
define('dm-reach', Reach);
