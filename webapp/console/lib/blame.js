// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { diffLines } from './textdiff.js';
import { splitLines } from './lines.js';

/**
 * Which version brought each line of a text, told by going back from it: a line that the version before does not have came with the
 * later one. It can be ended as soon as nothing is open. Confined to one walk.
 */
export class Blame {
  #lines;
  /** Of the version that was looked at last: at which of its lines which lines of the newest one stand. */
  #open;
  #seen;
  #version;

  constructor(text, version) {
    this.#seen = splitLines(text);
    this.#version = version;
    this.#lines = this.#seen.map(line => ({ text: line, version: null }));
    this.#open = new Map(this.#seen.map((_, i) => [i, i]));
  }

  /** The version before the last: what it does not have was brought by that. A version that held nothing, for a removal, is ''. */
  before(text, version) {
    const older = splitLines(text);
    const { regions } = diffLines(older, this.#seen);
    const open = new Map();
    let at = 0;
    let shift = 0;
    for (const { a0, a1, b0, b1 } of [...regions, { a0: Infinity, a1: 0, b0: this.#seen.length, b1: this.#seen.length }]) {
      for (; at < b0; at++) {
        if (this.#open.has(at)) {
          open.set(at + shift, this.#open.get(at));
        }
      }
      for (; at < b1; at++) {
        if (this.#open.has(at)) {
          this.#lines[this.#open.get(at)].version = this.#version;
        }
      }
      shift = a1 - b1;
      if (a0 === Infinity) {
        break;
      }
    }
    this.#open = open;
    this.#seen = older;
    this.#version = version;
  }

  /** There is no version before: what is still open came with the last one that was looked at. */
  begin() {
    this.#open.forEach(i => { this.#lines[i].version = this.#version; });
    this.#open = new Map();
  }

  /** Whether each line is known. */
  get done() {
    return this.#open.size === 0;
  }

  /** [{text, version}], version null where it is older than what was looked at. */
  get lines() {
    return this.#lines;
  }
}
