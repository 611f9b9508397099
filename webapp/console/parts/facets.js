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
 * How many configurations match by name and type, and what they could be narrowed to: by namespace, group and type, the most of each.
 * It is asked for once nobody types any more, anew with each
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
    const answer = await get('/configs/facets', this.asked, { signal: asking.signal, background: true }).catch(() => null);
    if (answer && this.#asking === asking) {
      this.counts = answer.body;
    }
  }

  render() {
    const { counts, asked } = this;
    if (!counts || counts.all < 2) {
      return nothing;
    }
    const group = (name, facet, show = each => each) => (facet.values < 2 || (asked[name] && name !== 'group') ? nothing
      : html`<span class="fine">${t('facets.of.' + name)}</span>${facet.most.slice(0, MOST).map(each => html`<button type="button" class="badge" title=${t('facets.' + name)}
          @click=${() => this.dispatchEvent(new CustomEvent('narrow', { detail: { [name]: show(each.name) } }))}>${show(each.name)} <span class="muted">${number(each.count)}</span></button>`)}`);
    return html`<p class="facets row wrap"><span class="fine">${t('facets.all', { n: counts.all })}</span>
      ${group('namespace', counts.namespaces, namespaceName)}${group('group', counts.groups)}${group('type', counts.types)}</p>`;
  }
}
define('dm-facets', Facets);
