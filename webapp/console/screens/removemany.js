// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing } from '../vendor/lit.js';
import { namespaceName } from '../lib/format.js';
import { register, t } from '../lib/i18n.js';
import { removal, removeMany } from '../lib/removing.js';
import { asCommandBelow, field, input } from '../parts/admin.js';
import { badge } from '../parts/badge.js';
import { banner, loading } from '../parts/banner.js';
import { codeName } from '../parts/codes.js';
import { Dialog } from '../parts/dialog.js';
import { define } from '../parts/element.js';
import configTexts from './config.texts.js';
import listTexts from './configs.texts.js';
import texts from './removemany.texts.js';

register(configTexts);
register(listTexts);
register(texts);

const KINDS = { removed: 'ok', gone: '', moved: 'warn', unknown: 'bad', refused: 'bad' };

/**
 * Takes many configurations away: the server tells of each first what would become of it, and it goes only if it still is the version
 * that is shown; afterwards each tells what became of it.
 */
export class RemoveMany extends Dialog {
  static properties = { ...Dialog.properties, typed: { state: true }, seen: { state: true }, report: { state: true }, over: { state: true } };

  size = 'wide';
  danger = true;
  #stopping = new AbortController();

  constructor() {
    super();
    Object.assign(this, { rows: [], typed: '', seen: null, report: new Map(), over: false });
  }

  connectedCallback() {
    super.connectedCallback();
    this.#look();
  }

  async #look() {
    const seen = new Map();
    const problem = await removeMany(this.rows, { dryRun: true, signal: this.closing.signal, heard: part => part.forEach((told, row) => seen.set(row, told)) });
    Object.assign(this, { problem, seen: problem ? null : seen });
  }

  /** Those that would be removed. */
  get #possible() {
    return this.rows.filter(row => this.seen?.get(row)?.outcome === 'removed');
  }

  heading() {
    return t('many.title', { n: this.seen ? this.#possible.length : this.rows.length });
  }

  okText() {
    return this.over || !this.seen ? '' : t('many.act', { n: this.#possible.length });
  }

  mayAct() {
    return !this.over && this.#possible.length > 0 && this.typed.trim() === String(this.#possible.length);
  }

  mayLeave() {
    return this.over || !this.querySelector('[name=comment]')?.value;
  }

  get #comment() {
    return this.querySelector('[name=comment]')?.value.trim() ?? '';
  }

  extra() {
    return this.busy ? html`<button type="button" @click=${() => this.#stopping.abort()}>${t('many.stop')}</button>`
      : this.over || !this.seen ? nothing : asCommandBelow(() => removal(this.#possible, { comment: this.#comment }));
  }

  async act() {
    const problem = await removeMany(this.#possible, {
      comment: this.#comment, signal: this.#stopping.signal, heard: part => { this.report = new Map([...this.report, ...part]); },
    });
    this.over = true;
    this.problem = problem;
    return undefined;
  }

  content() {
    if (!this.seen) {
      return this.problem ? nothing : loading();
    }
    const left = this.rows.length - this.#possible.length;
    return html`${this.over || this.busy ? this.#told() : html`<p>${t('many.text')}</p>${left ? banner('info', t('many.left', { n: left })) : nothing}`}
      <div class="table-frame many" tabindex="0" role="region" aria-label=${t('many.list')}><table><thead><tr><th>${t('configs.name')}</th><th class="num">${t('configs.version')}</th>
        <th>${t('many.outcome')}</th></tr></thead><tbody>${this.rows.map(row => this.#row(row))}</tbody></table></div>
      ${this.over || this.busy ? nothing : html`${field(t('admin.typeIt', { name: String(this.#possible.length) }), input(this, this, 'typed', { mono: true }))}
        <label class="field"><span>${t('publish.comment')}</span><input name="comment" maxlength="512" autocomplete="off"><small>${t('publish.commentHint')}</small></label>`}`;
  }

  #told() {
    const counts = {};
    this.report.forEach(({ outcome }) => { counts[outcome] = (counts[outcome] ?? 0) + 1; });
    const { removed = 0 } = counts;
    const n = this.#possible.length;
    if (!this.over) {
      return html`<p class="row" role="status"><progress class="ad-progress" max=${n} value=${this.report.size} aria-label=${this.heading()}></progress>
        ${t('many.going', { n: this.report.size, total: n })}</p>`;
    }
    return banner(removed === n ? 'ok' : 'warn', html`${t('many.done', { n: removed, total: n })} ${removed === n ? nothing : t('many.others')}`);
  }

  #row(row) {
    const seen = this.seen.get(row);
    const told = seen.outcome === 'removed' ? this.report.get(row) : seen;
    const state = told ? html`${badge(t('many.outcome.' + told.outcome), KINDS[told.outcome])} ${told.outcome === 'refused'
      ? html`<span class="fine">${told.code === 'KIND_MISMATCH' ? t('many.aggregate') : codeName(told.code)}</span>` : nothing}`
      : html`<span class="fine">${t(this.over ? 'many.outcome.left' : 'many.will')}</span>`;
    return html`<tr><td class="break"><span class="muted">${namespaceName(row.namespace)} / ${row.group} /</span> ${row.dataId}</td><td class="num">${row.version}</td><td>${state}</td></tr>`;
  }
}
define('dm-remove-many', RemoveMany);
