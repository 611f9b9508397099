// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { nothing } from '../vendor/lit.js';
import { isAbort } from '../lib/api.js';
import { Events } from '../lib/events.js';
import { keyParams } from '../lib/keyname.js';
import { DmElement, define } from './element.js';
import { isDone, propagation, spread } from './spread.js';

const EVERY_MILLIS = 1000;
const MOST = 120;

/**
 * How far a version got that was just published, told while it happens until everybody has it, for two minutes at most. Where nothing
 * is told, it is asked every second.
 */
class Reach extends DmElement {
  static properties = { key: { attribute: false }, version: { attribute: false }, answer: { state: true } };

  #asking = null;
  #events = null;
  #told = false;
  #timer;

  willUpdate(changed) {
    if (changed.has('version') || changed.has('key')) {
      this.answer = null;
      this.#told = false;
      this.#events?.stop();
      this.#events = new Events({ ...keyParams(this.key), topics: 'arrivals' }, { arrivals: answer => this.#hear(answer) });
      this.#ask(0);
    }
  }

  disconnectedCallback() {
    this.#end();
    super.disconnectedCallback();
  }

  #end() {
    this.#events?.stop();
    this.#asking?.abort();
    clearTimeout(this.#timer);
  }

  /** Of the version that stands by now; of an older one, which others followed by theirs, it is asked. */
  #hear(answer) {
    this.#told = answer.version === this.version;
    if (this.#told) {
      this.answer = answer;
      if (isDone(answer)) {
        this.#end();
      }
    }
  }

  async #ask(times) {
    if (this.#told && this.#events.live && times < MOST) {
      this.#timer = setTimeout(() => this.#ask(times + 1), EVERY_MILLIS);
      return;
    }
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
    } else {
      this.#end();
    }
  }

  render() {
    return this.answer ? spread(this.answer) : nothing;
  }
}
define('dm-reach', Reach);
