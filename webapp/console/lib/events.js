// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { address } from './api.js';
import { session } from './session.js';

/** A stream that says nothing for so long when it begins is kept by somebody on its way. */
const READY_MILLIS = 8_000;
const FIRST_MILLIS = 2_000;
const MOST_MILLIS = 60_000;
const CLOSED = 2;

/**
 * What the server tells while it happens (GET /events), as long as the page can be seen: six connections are all that a browser has
 * for a server. `hears` has a function by event: `change`, `arrivals` and `cluster` with what is told, and `anew` without, when
 * changes may have been missed. While `live` is false nothing comes, and whoever wants to know asks.
 */
export class Events {
  live = false;
  #params;
  #hears;
  #source = null;
  #timer;
  #tries = 0;
  #opened = false;
  #stopped = false;
  #see = () => (document.hidden ? this.#close() : this.#open());
  #back = () => { this.#tries = 0; this.#open(); };

  constructor(params, hears) {
    this.#params = params;
    this.#hears = hears;
    document.addEventListener('visibilitychange', this.#see);
    session.addEventListener('change', this.#back);
    this.#open();
  }

  /** For good. */
  stop() {
    this.#stopped = true;
    document.removeEventListener('visibilitychange', this.#see);
    session.removeEventListener('change', this.#back);
    this.#close();
  }

  #open() {
    if (this.#stopped || this.#source || document.hidden || typeof EventSource === 'undefined') {
      return;
    }
    clearTimeout(this.#timer);
    if (session.state !== 'in' || session.isLost) {
      this.#later();
      return;
    }
    const source = new EventSource(address('/events', this.#params));
    this.#source = source;
    this.#timer = setTimeout(() => this.#fail(), READY_MILLIS);
    const hear = (name, heard) => source.addEventListener(name, event => this.#source === source && heard(event));
    let came = false;
    hear('ready', () => {
      this.#ready(this.#opened && !came);
      came = true;
    });
    hear('reset', () => {
      this.#ready(true);
      came = true;
    });
    for (const name of ['change', 'arrivals', 'cluster']) {
      hear(name, ({ data }) => this.#hears[name]?.(JSON.parse(data)));
    }
    hear('end', () => this.#fail());
    hear('error', () => {
      // A connection that broke the browser makes anew by itself, and says where it was; a refusal it takes for the last word.
      this.live = false;
      if (source.readyState === CLOSED) {
        this.#fail();
      }
    });
  }

  #ready(missed) {
    clearTimeout(this.#timer);
    this.live = true;
    this.#tries = 0;
    this.#opened = true;
    if (missed) {
      this.#hears.anew?.();
    }
  }

  #fail() {
    this.#close();
    this.#later();
  }

  #later() {
    const wait = Math.min(MOST_MILLIS, FIRST_MILLIS * 2 ** this.#tries) * (0.75 + Math.random() / 2);
    this.#tries++;
    this.#timer = setTimeout(() => this.#open(), wait);
    this.#timer.unref?.();
  }

  #close() {
    clearTimeout(this.#timer);
    this.live = false;
    this.#source?.close();
    this.#source = null;
  }
}
