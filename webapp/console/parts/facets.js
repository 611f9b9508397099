// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing, repeat } from '../vendor/lit.js';
import { get } from '../lib/api.js';
import { namespaceName, number } from '../lib/format.js';
import { register, t } from '../lib/i18n.js';
import { DmElement, define } from './element.js';
import texts from './facets.texts.js';

register(texts);

const WAIT_MILLIS = 400;
const MOST = 6;

/**
 * How many configurations match by name, type and labels, and what they could be narrowed to: by namespace, group, type, tag and
 * application, the most of each. It is asked for once nobody types any more, anew with each `turn`; until then the counts so far stay,
 * pale. Where it cannot be had there is nothing. Who was on one of them with the keyboard stays there. Event: 'narrow' with the filter.
 */
class Facets extends DmElement {
  static properties = { asked: { attribute: false }, turn: { attribute: false }, counts: { state: true }, stale: { state: true } };

  #asking = null;
  #timer;
  #last = '';
  #held = false;

  constructor() {
    super();
    Object.assign(this, { counts: null, stale: false });
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
        this.counts = null;
      }
    }
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    super.disconnectedCallback();
  }

  async #ask() {
    const asking = new AbortController();
    this.#asking = asking;
    const answer = await get('/configs/facets', { ...this.asked, labels: true }, { signal: asking.signal, background: true }).catch(() => null);
    if (this.#asking === asking && !asking.signal.aborted) {
      Object.assign(this, { counts: answer?.body ?? null, stale: false });
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

  render() {
    const { counts } = this;
    return !counts || (counts.all < 2 && !this.#held) ? nothing : html`<p class="facets row wrap ${this.stale ? 'stale' : ''}" tabindex="-1"><span class="fine">${t('facets.all', { n: counts.all })}</span>
      ${this.#group('namespace', counts.namespaces, namespaceName)}${this.#group('group', counts.groups)}${this.#group('type', counts.types)}
      ${this.#group('tag', counts.tags)}${this.#group('app', counts.apps)}</p>`;
  }
}
define('dm-facets', Facets);
