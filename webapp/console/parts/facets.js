// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing } from '../vendor/lit.js';
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
 * application, the most of each. It is asked for once nobody types any more, anew with each
 * `turn`, and where it cannot be had there is nothing. Event: 'narrow' with the filter.
 */
class Facets extends DmElement {
  static properties = { asked: { attribute: false }, turn: { attribute: false }, counts: { state: true } };

  #asking = null;
  #timer;
  #last = '';

  constructor() {
    super();
    this.counts = null;
  }

  willUpdate() {
    const now = JSON.stringify([this.asked, this.turn]);
    if (now !== this.#last) {
      this.#last = now;
      clearTimeout(this.#timer);
      this.#asking?.abort();
      this.counts = null;
      if (this.asked) {
        this.#timer = setTimeout(() => this.#ask(), WAIT_MILLIS);
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
    if (answer && this.#asking === asking) {
      this.counts = answer.body;
    }
  }

  /** Puts the keyboard on the first of them. */
  focus() {
    this.querySelector('button')?.focus();
  }

  /** One that is asked for already narrows nothing, nor does one that all have; a group may be asked for by a pattern. */
  #narrows(name, facet) {
    return facet && (!this.asked[name] || name === 'group') && (facet.values > 1 || (facet.values === 1 && facet.most[0].count < this.counts.all));
  }

  #group(name, facet, show = each => each) {
    return this.#narrows(name, facet) ? html`<span class="facet row wrap"><span class="fine">${t('facets.of.' + name)}</span>
      ${facet.most.slice(0, MOST).map(each => html`<button type="button" class="badge" title=${t('facets.' + name)}
        @click=${() => this.dispatchEvent(new CustomEvent('narrow', { detail: { [name]: show(each.name) } }))}>${show(each.name)} <span class="muted">${number(each.count)}</span></button>`)}</span>` : nothing;
  }

  render() {
    const { counts } = this;
    return !counts || counts.all < 2 ? nothing : html`<p class="facets row wrap"><span class="fine">${t('facets.all', { n: counts.all })}</span>
      ${this.#group('namespace', counts.namespaces, namespaceName)}${this.#group('group', counts.groups)}${this.#group('type', counts.types)}
      ${this.#group('tag', counts.tags)}${this.#group('app', counts.apps)}</p>`;
  }
}
define('dm-facets', Facets);
