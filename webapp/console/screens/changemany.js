// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing } from '../vendor/lit.js';
import { post, requestNames } from '../lib/api.js';
import { namespaceName } from '../lib/format.js';
import { register, t } from '../lib/i18n.js';
import { replacement, replaceMany } from '../lib/replacing.js';
import { session } from '../lib/session.js';
import { curlOf, javaOf } from '../parts/admin.js';
import { badge } from '../parts/badge.js';
import { banner, loading } from '../parts/banner.js';
import { codeName } from '../parts/codes.js';
import { copyAs } from '../parts/copyas.js';
import { Dialog } from '../parts/dialog.js';
import configTexts from './config.texts.js';
import listTexts from './configs.texts.js';
import texts from './replacemany.texts.js';

register(configTexts);
register(listTexts);
register(texts);

const KINDS = { published: 'ok', moved: 'warn', unknown: 'bad', refused: 'bad' };

/**
 * Changes the same in many configurations: each change is seen before, and published only if the configuration still is what was read. A
 * subclass gives lead() and fields(), which is typed in; isTyped(); changed(read), what would become of one, {text} and perhaps {tags}, or
 * null where nothing would; off(change), why one is left out; and column(), the head of a column, and cell(change), what stands in it.
 */
export class ChangeMany extends Dialog {
  static properties = { ...Dialog.properties, read: { state: true }, left: { state: true }, report: { state: true }, over: { state: true } };

  size = 'wide';
  #named = requestNames();
  #stopping = new AbortController();

  constructor() {
    super();
    Object.assign(this, { rows: [], read: null, left: new Set(), report: new Map(), over: false });
  }

  connectedCallback() {
    super.connectedCallback();
    const keys = this.rows.map(({ namespace, group, dataId }) => ({ namespace, group, dataId }));
    post('/configs/get', {}, { keys }, {}, { signal: this.closing.signal })
      .then(({ body }) => { this.read = body.configs.map((each, i) => ({ ...each, key: this.rows[i] })); }, problem => { this.problem = problem; });
  }

  get #changes() {
    return (this.read ?? []).filter(each => each.content !== undefined)
      .map(each => ({ read: each, change: this.changed(each) })).filter(({ change }) => change)
      .map(({ read, change }) => ({ ...read, ...change })).map(each => ({ ...each, off: this.off(each) }));
  }

  /** Why one of them is left out, as the key of a text, or ''. */
  off({ key }) {
    return key.kind === 'aggregate' ? 'swap.aggregate' : session.may('publish', key) ? '' : 'admin.mayNot';
  }

  /** What is said where nothing would change. */
  none() {
    return t('swap.none');
  }

  /** More buttons of a line. */
  more() {
    return nothing;
  }

  get #taken() {
    return this.#changes.filter(each => !each.off && !this.left.has(each.key));
  }

  okText() {
    return this.over || !this.read ? '' : t('swap.act', { n: this.#taken.length });
  }

  mayAct() {
    return !this.over && this.#taken.length > 0;
  }

  mayLeave() {
    return this.over || !this.isTyped();
  }

  get #comment() {
    return this.querySelector('[name=comment]')?.value.trim() ?? '';
  }

  extra() {
    const all = of => this.#taken.map(each => of(replacement(each, this.#comment))).join('\n');
    return this.busy ? html`<button type="button" @click=${() => this.#stopping.abort()}>${t('swap.stop')}</button>`
      : this.over || !this.#taken.length ? nothing : html`<span class="up">${copyAs({ curl: () => all(curlOf), java: () => all(javaOf) })}</span>`;
  }

  async act() {
    this.shown = this.#changes;
    await replaceMany(this.#taken, {
      comment: this.#comment, named: this.#named, signal: this.#stopping.signal,
      heard: ({ key }, told) => { this.report = new Map(this.report).set(key, told); },
    });
    this.over = true;
    return undefined;
  }

  content() {
    if (!this.read) {
      return this.problem ? nothing : loading();
    }
    const acting = this.busy || this.over;
    const changes = acting ? this.shown : this.#changes;
    const unread = this.read.filter(each => each.content === undefined).length;
    return html`${acting ? this.#told() : html`<p>${this.lead()}</p><div class="ad-two">${this.fields()}</div>`}
      ${unread ? banner('info', t('swap.unread', { n: unread })) : nothing}
      ${this.isTyped() && !changes.length ? html`<p class="muted">${this.none()}</p>` : nothing}
      ${changes.length ? html`<div class="table-frame many" tabindex="0" role="region" aria-label=${t('swap.list')}><table><thead><tr><th class="tight"></th><th>${t('configs.name')}</th>
        ${this.column()}<th>${t('swap.outcome')}</th><th></th></tr></thead><tbody>${changes.map(each => this.#row(each, acting))}</tbody></table></div>` : nothing}
      ${acting ? nothing : html`<label class="field"><span>${t('publish.comment')}</span><input name="comment" maxlength="512" autocomplete="off"><small>${t('publish.commentHint')}</small></label>`}`;
  }

  #told() {
    const all = [...this.report.values()];
    const done = all.filter(each => each.outcome === 'published').length;
    return this.over ? banner(done === all.length ? 'ok' : 'warn', html`${t('swap.done', { n: done })} ${done === all.length ? nothing : t('swap.others')}`)
      : html`<p class="row" role="status"><span class="spinner"></span>${t('swap.going', { n: all.length })}</p>`;
  }

  #row(change, acting) {
    const { key, off } = change;
    const told = this.report.get(key);
    const take = event => {
      const left = new Set(this.left);
      event.target.checked ? left.delete(key) : left.add(key);
      this.left = left;
    };
    return html`<tr><td class="tight"><input type="checkbox" aria-label=${t('configs.choose', { name: key.dataId })} ?disabled=${acting || !!off} .checked=${!off && !this.left.has(key)} @change=${take}></td>
      <td class="break"><span class="muted">${namespaceName(key.namespace)} / ${key.group} /</span> ${key.dataId}</td>${this.cell(change)}
      <td>${told ? html`${badge(t('swap.outcome.' + told.outcome, { n: told.version ?? 0 }), KINDS[told.outcome])} ${told.code ? html`<span class="fine">${codeName(told.code)}</span>` : nothing}`
    : off ? html`<span class="fine">${t(off)}</span>` : nothing}</td>
      <td class="tight">${this.more(change)}</td></tr>`;
  }
}
