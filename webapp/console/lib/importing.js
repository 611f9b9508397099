// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { get, isAbort, Problem } from './api.js';
import { postLines } from './stream.js';

const WRITES = ['created', 'overwritten'];

/** How a zip gets to the server. Who is not signed in any more is asked before it is sent. */
const transport = {
  async ready(file, signal) {
    await file.slice(0, 1).arrayBuffer().catch(() => {
      throw new Problem({ status: 0, code: 'FILE_GONE', detail: '' });
    });
    await get('/whoami', {}, { signal });
  },
  send: (params, body, heard, signal) => postLines('/import', params, body, heard, { signal, headers: { 'Content-Type': 'application/zip' } }),
};

/**
 * An import: what would be done is looked at first, then exactly that is done, and what became of each item is known however it ends.
 * It goes on while another screen is shown. Events: 'change'.
 *
 * `state` is '' (nothing was looked at), looking, looked, writing or written. `items` are those of the server, in its order; behind a
 * run that ended early those follow that it did not tell of: 'unwritten' if it said so, 'unknown' if the connection broke.
 */
export class Importing extends EventTarget {
  state = '';
  file = null;
  /** What it was packed from, where that was a folder: {count, left}. */
  packed = null;
  /** Where it goes, and what becomes of what is there: {namespace, policy}. */
  wish = { namespace: '', policy: 'abort' };
  items = [];
  /** How many there will be, as far as is known. */
  total = 0;
  /** What the server said at the end. */
  end = null;
  /** Why the server did not say it: '', lost or stopped. */
  broken = '';
  /** Whether something changed between a look and its act, so that it was looked at anew. */
  changed = false;
  problem = null;
  #stopping = null;
  #sent = false;
  #transport;

  constructor(how = transport) {
    super();
    this.#transport = how;
  }

  get busy() {
    return this.state === 'looking' || this.state === 'writing';
  }

  /** How many items have each outcome. */
  get counts() {
    const counts = {};
    for (const { outcome } of this.items) {
      counts[outcome] = (counts[outcome] ?? 0) + 1;
    }
    return counts;
  }

  /** How many would be written by what was looked at; 0 if that may not be done. */
  get possible() {
    const { created = 0, overwritten = 0 } = this.counts;
    return this.state === 'looked' && !this.end.aborted && !this.end.code ? created + overwritten : 0;
  }

  /** Another zip, or another place: what was looked at counts no more. */
  choose({ file = this.file, packed = file === this.file ? this.packed : null, ...wish }) {
    if (!this.busy) {
      this.#become({ state: '', file, packed, wish: { ...this.wish, ...wish }, items: [], end: null, broken: '', changed: false, problem: null });
    }
  }

  stop() {
    this.#stopping?.abort();
  }

  /** Asks what would be done. */
  async look(changed = false) {
    if (this.busy || !this.file) {
      return;
    }
    const error = await this.#run('looking', { dryRun: true }, { changed });
    const lost = error ?? (this.end ? null : new Problem({ status: 0, code: 'UNREACHABLE', detail: '' }));
    this.#become(lost ? { state: '', items: [], problem: isAbort(lost) ? null : lost } : { state: 'looked' });
  }

  /** Does what was looked at, or nothing if something changed since. */
  async write(comment) {
    if (!this.possible) {
      return;
    }
    const { items: planned, end } = this;
    const error = await this.#run('writing', { plan: end.plan, comment }, { total: planned.length });
    if (error?.code === 'PLAN_CHANGED') {
      this.state = '';
      await this.look(true);
    } else if (error && (!this.#sent || error.status > 0)) {
      this.#become({ state: 'looked', items: planned, end, problem: isAbort(error) ? null : error });
    } else {
      const broken = this.end ? '' : isAbort(error) ? 'stopped' : 'lost';
      const early = broken || this.end.code;
      const rest = early ? planned.slice(this.items.length).map(item => untold(item, broken)) : [];
      this.#become({ state: 'written', broken, items: [...this.items, ...rest] });
    }
  }

  /** What went wrong, if anything did. */
  async #run(state, more, fields) {
    this.#stopping = new AbortController();
    this.#sent = false;
    this.#become({ items: [], total: 0, end: null, broken: '', changed: false, problem: null, ...fields, state });
    const { signal } = this.#stopping;
    try {
      await this.#transport.ready(this.file, signal);
      this.#sent = true;
      await this.#transport.send({ ...this.wish, ...more }, this.file, lines => this.#heard(lines), signal);
      return null;
    } catch (error) {
      return error;
    }
  }

  #heard(lines) {
    for (const line of lines) {
      if ('outcome' in line) {
        this.items.push(line.code === 'OUTCOME_UNKNOWN' ? { ...line, outcome: 'unknown' } : line);
      } else if ('total' in line) {
        this.total ||= line.total;
      } else {
        this.end = line;
      }
    }
    this.#become({});
  }

  #become(fields) {
    Object.assign(this, fields);
    this.dispatchEvent(new Event('change'));
  }
}

/** Of what was not to be written that is known, too. */
const untold = (item, broken) => (WRITES.includes(item.outcome) ? { ...item, outcome: broken ? 'unknown' : 'unwritten' } : item);

export const importing = new Importing();
