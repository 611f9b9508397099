// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing, repeat } from '../vendor/lit.js';
import { get, isAbort } from '../lib/api.js';
import { BUSY, labelsOf } from '../lib/counting.js';
import { namespaceName, number } from '../lib/format.js';
import { register, t } from '../lib/i18n.js';
import { codeName } from './codes.js';
import { DmElement, define } from './element.js';
import texts from './facets.texts.js';

register(texts);

const WAIT_MILLIS = 400;
const MOST = 6;

/**
 * How many configurations match by name, type and labels, and what they could be narrowed to: by namespace, group, type, tag and
 * application, the most of each. It is asked for once nobody types any more, anew with each `turn`; until then the counts so far stay,
 * pale. Tags and applications may come later than the rest: then it says that they are being counted, and asks again and again until they
 * are; where they cannot be told it says why. Who was on one of them with the keyboard stays there. Event: 'narrow' with the filter.
 */
class Facets extends DmElement {
  static properties = { asked: { attribute: false }, turn: { attribute: false }, counts: { state: true }, labels: { state: true }, stale: { state: true } };

  #asking = null;
  #timer;
  #last = '';
  #held = false;

  constructor() {
    super();
    Object.assign(this, { counts: null, labels: null, stale: false });
  }

  willUpdate() {
    this.#held = this.contains(document.activeElement);
    const now = JSON.stringify([this.asked, this.turn]);
    if (now !== this.#last) {
      this.#last = now;
      clearTimeout(this.#timer);
      this.#asking?.abort();
      this.stale = !!this.asked;
      if (this.asked) {
        this.#timer = setTimeout(() => this.#ask(), WAIT_MILLIS);
      } else {
        Object.assign(this, { counts: null, labels: null });
      }
    }
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    super.disconnectedCallback();
  }

  /** What nobody can see is not asked for again until it can be seen. */
  #askAgain(turn, busy, millis) {
    this.#timer = setTimeout(() => (document.hidden ? this.#askAgain(turn, busy, millis) : this.#ask(turn, busy)), millis);
  }

  async #ask(turn = 0, busy = 0) {
    const asking = new AbortController();
    this.#asking = asking;
    const { body, problem } = await get('/configs/facets', { ...this.asked, labels: true }, { signal: asking.signal, background: true })
      .catch(error => ({ problem: error }));
    if (this.#asking !== asking || asking.signal.aborted || isAbort(problem)) {
      return;
    }
    const told = body ?? problem;
    const { again, ...labels } = labelsOf(told, turn, busy);
    Object.assign(this, { counts: body ?? null, labels: { ...labels, told }, stale: false });
    if (again) {
      this.#askAgain(turn + 1, told.code === BUSY ? busy + 1 : busy, again);
    }
  }

  /** What had the keyboard may narrow nothing any more: then the next best has it, be it the count. */
  updated() {
    if (this.#held && !this.contains(document.activeElement)) {
      this.focus();
    }
  }

  /** Puts the keyboard on the first of them. */
  focus() {
    (this.querySelector('button') ?? this.querySelector('.facets'))?.focus();
  }

  /** One that is asked for already narrows nothing, nor does one that all have; a group may be asked for by a pattern. */
  #narrows(name, facet) {
    return facet && (!this.asked[name] || name === 'group') && (facet.values > 1 || (facet.values === 1 && facet.most[0].count < this.counts.all));
  }

  #group(name, facet, show = each => each) {
    return this.#narrows(name, facet) ? html`<span class="facet row wrap"><span class="fine">${t('facets.of.' + name)}</span>
      ${repeat(facet.most.slice(0, MOST), each => each.name, each => html`<button type="button" class="badge" title=${t('facets.' + name)}
        @click=${() => this.dispatchEvent(new CustomEvent('narrow', { detail: { [name]: show(each.name) } }))}>${show(each.name)} <span class="muted">${number(each.count)}</span></button>`)}</span>` : nothing;
  }

  /** In the place of tags and applications: that they are being counted, or why they are not. */
  #instead() {
    const { counting, missing, told } = this.labels ?? {};
    return counting ? html`<span class="fine" role="status">${t('facets.counting')}</span>`
      : missing ? html`<span class="fine" title=${told.detail ?? ''}>${t('facets.missing', { why: codeName(told.code) })}</span>` : nothing;
  }

  render() {
    const { counts } = this;
    if (!counts) {
      return this.labels?.counting ? html`<p class="facets row wrap" tabindex="-1">${this.#instead()}</p>` : nothing;
    }
    return counts.all < 2 && !this.#held ? nothing : html`<p class="facets row wrap ${this.stale ? 'stale' : ''}" tabindex="-1"><span class="fine">${t('facets.all', { n: counts.all })}</span>
      ${this.#group('namespace', counts.namespaces, namespaceName)}${this.#group('group', counts.groups)}${this.#group('type', counts.types)}
      ${this.#group('tag', counts.tags)}${this.#group('app', counts.apps)}${this.#instead()}</p>`;
  }
}
define('dm-facets', Facets);
