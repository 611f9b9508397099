// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing } from '../vendor/lit.js';
import { get, isAbort } from '../lib/api.js';
import { Blame } from '../lib/blame.js';
import { ago } from '../lib/format.js';
import { register, t } from '../lib/i18n.js';
import { keyParams, sameKey } from '../lib/keyname.js';
import { href } from '../lib/router.js';
import { banner, loading, problemBanner } from './banner.js';
import { DmElement, define } from './element.js';
import texts from './blame.texts.js';

register(texts);

/** So many versions are looked into at most, and so many lines are shown first. */
const MOST_VERSIONS = 50;
const FIRST_LINES = 1000;
const MORE_LINES = 4000;
/** Contents that are asked for before they are needed. */
const AHEAD = 4;

const isRemoval = version => /delete|remove/i.test(version.operation);

/** Which version of a key brought each line of its newest one, and who published that. */
class BlameView extends DmElement {
  static properties = { key: { attribute: false }, lines: { state: true }, looked: { state: true }, problem: { state: true }, cut: { state: true }, most: { state: true } };

  #asking = null;
  #versions = new Map();

  constructor() {
    super();
    Object.assign(this, { lines: null, looked: 0, problem: null, cut: false, most: FIRST_LINES });
  }

  willUpdate(changed) {
    if (changed.has('key') && !sameKey(changed.get('key'), this.key)) {
      this.#look();
    }
  }

  disconnectedCallback() {
    this.#asking?.abort();
    super.disconnectedCallback();
  }

  async #look() {
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    Object.assign(this, { lines: null, looked: 0, problem: null, cut: false, most: FIRST_LINES });
    try {
      const { body } = await get('/history', { ...keyParams(this.key), limit: MOST_VERSIONS }, { signal: asking.signal });
      await this.#walk(body, asking);
    } catch (error) {
      if (!isAbort(error) && this.#asking === asking) {
        this.problem = error;
      }
    }
  }

  /** Back from the newest, until each line is known; of versions that hold the same as the one after only the oldest is asked for. */
  async #walk({ versions, next }, asking) {
    this.#versions = new Map(versions.map(each => [each.version, each]));
    const asked = new Map();
    const content = i => {
      const { version } = versions[i];
      if (!asked.has(version)) {
        asked.set(version, isRemoval(versions[i]) ? Promise.resolve('')
          : get('/history', { ...keyParams(this.key), version }, { signal: asking.signal }).then(({ body }) => body.content));
        asked.get(version).catch(() => {});
      }
      return asked.get(version);
    };
    const isSame = i => i + 1 < versions.length && !isRemoval(versions[i]) && !isRemoval(versions[i + 1]) && versions[i].md5 === versions[i + 1].md5;
    const told = versions.map((_, i) => i).filter(i => !isSame(i));
    let blame = null;
    for (const [turn, i] of told.entries()) {
      told.slice(turn, turn + AHEAD).forEach(content);
      const text = await content(i);
      if (this.#asking !== asking) {
        return;
      }
      if (blame) {
        blame.before(text, versions[i].version);
      } else {
        blame = new Blame(text, versions[i].version);
      }
      Object.assign(this, { lines: blame.lines, looked: turn + 1 });
      if (blame.done) {
        asking.abort();
        break;
      }
    }
    if (blame && !blame.done && !next) {
      blame.begin();
    }
    Object.assign(this, { lines: blame?.lines ?? [], cut: !!next && !!blame && !blame.done });
    this.requestUpdate();
  }

  render() {
    if (this.problem) {
      return problemBanner(this.problem, () => this.#look());
    }
    if (!this.lines) {
      return loading();
    }
    const { lines } = this;
    return html`${this.cut ? banner('info', t('blame.cut', { n: this.#versions.size })) : nothing}
      ${lines.length ? html`<div class="blame" role="table" aria-label=${t('blame.title')} tabindex="0">
        ${lines.slice(0, this.most).map((line, i) => this.#line(line, i, lines[i - 1]))}</div>` : html`<p class="muted">${t('blame.empty')}</p>`}
      ${lines.length > this.most ? html`<p><button @click=${() => { this.most += MORE_LINES; }}>${t('blame.more', { n: lines.length - this.most })}</button></p>` : nothing}`;
  }

  #line({ text, version }, i, before) {
    const first = !before || before.version !== version;
    const known = this.#versions.get(version);
    return html`<div role="row" class=${first ? 'first' : ''}><span role="cell" class="who">${!first ? nothing : known ? html`<a href=${this.#way(version)}
        title="${known.comment ?? ''}">${t('blame.version', { n: version })}</a> <span class="by">${(known.by ?? '').replace(/^user:/, '')}</span>
        <time datetime=${known.at}>${ago(known.at)}</time>` : html`<span class="by">${t('blame.older')}</span>`}</span>
      <span role="cell" class="no">${i + 1}</span><span role="cell" class="text">${text.replace(/[\r\n]+$/, '')}</span></div>`;
  }

  /** To what that version changed. */
  #way(version) {
    const all = [...this.#versions.keys()];
    return href('history', { ...keyParams(this.key), from: all[all.indexOf(version) + 1] ?? 0, to: version });
  }
}
define('dm-blame', BlameView);
