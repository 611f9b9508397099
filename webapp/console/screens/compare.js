// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html, live, nothing, repeat } from '../vendor/lit.js';
import { get, isAbort } from '../lib/api.js';
import { beside, isSame, placeOf } from '../lib/beside.js';
import { register, t } from '../lib/i18n.js';
import { readLive } from '../lib/live.js';
import { href, router } from '../lib/router.js';
import { session } from '../lib/session.js';
import { asCommand, problemOf, Screen } from '../parts/admin.js';
import { badge } from '../parts/badge.js';
import { banner, empty, loading } from '../parts/banner.js';
import { Dialog } from '../parts/dialog.js';
import { define } from '../parts/element.js';
import { icon } from '../parts/icon.js';
import { toast } from '../parts/toast.js';
import '../parts/diff.js';
import { PublishDialog } from './publish.js';
import configTexts from './config.texts.js';
import texts from './compare.texts.js';

register(texts);
register(configTexts);

/** As many of each namespace are asked for at once: a page is one request a namespace, whatever is in it. */
const PAGE = 500;
const PLACES = ['first', 'second', 'third'];
const TONES = { A: '', B: 'warn', C: 'accent' };

const wireName = namespace => (namespace === 'public' ? '' : namespace);

/** Two or three namespaces, a column each: what is in all of them alike, what differs, and what is missing where. */
class CompareScreen extends Screen {
  constructor() {
    super();
    Object.assign(this, { names: null, form: { of: [] }, lists: null, rows: [], different: true });
  }

  opened({ of = '', group = '', dataId = '' }) {
    const chosen = of.split(',').filter(Boolean).slice(0, PLACES.length);
    this.form = { of: PLACES.map((place, i) => chosen[i] ?? ''), group, dataId };
    Object.assign(this, { lists: null, rows: [] });
    if (!this.names) {
      this.loadNames();
    }
    if (this.mayLook) {
      this.look();
    }
  }

  /** The chosen ones, in their order. */
  get of() {
    return this.form.of.filter(Boolean);
  }

  get twice() {
    return new Set(this.of).size < this.of.length;
  }

  get mayLook() {
    return this.of.length > 1 && !this.twice;
  }

  #asked = (namespace, cursor) => {
    const { group, dataId } = this.form;
    return { namespace, group: group || undefined, dataId: dataId || undefined, limit: PAGE, cursor };
  };

  /** From the start. */
  look() {
    this.show({ lists: this.of.map(namespace => ({ namespace, rows: [], next: undefined })), rows: [] });
    this.more();
  }

  /** The next page of each that has one, all at once. */
  async more() {
    const { lists } = this;
    const first = !this.rows.length && lists.every(each => each.next === undefined);
    const pages = await this.ask('page', signal => Promise.all(lists.map(async list => {
      if (!first && !list.next) {
        return list;
      }
      const { body } = await get('/configs', this.#asked(list.namespace, list.next), { signal });
      return { ...list, rows: [...list.rows, ...body.configs], next: body.next ?? null };
    })));
    if (pages && this.lists === lists) {
      const { rows, rest } = beside(pages);
      this.show({ rows: [...this.rows, ...rows], lists: pages.map((list, i) => ({ ...list, rows: rest[i] })) });
    }
  }

  #submit = event => {
    event.preventDefault();
    if (this.mayLook) {
      const { group, dataId } = this.form;
      router.note({ of: this.of.join(','), group, dataId });
      this.look();
    }
  };

  #type = (name, value) => {
    this.form = { ...this.form, [name]: value };
    this.show({ lists: null, rows: [] });
  };

  render() {
    const { form, names } = this;
    return html`<div class="page-head"><h1>${t('beside.title')}</h1><span class="grow"></span>
        ${this.mayLook ? asCommand({ path: '/configs', params: this.#asked(this.of[0]) }) : nothing}</div>
      <p class="muted">${t('beside.lead')}</p>
      <form class="filters panel pad" @submit=${this.#submit}>
        ${names ? PLACES.map((place, i) => this.#select(place, i, [...new Set(['public', ...names])])) : problemOf(this, 'names', () => this.loadNames())}
        ${['group', 'dataId'].map(name => html`<label class="field"><span>${t('beside.' + name)}</span><input name=${name} title=${t('beside.pattern')} placeholder="*"
          autocomplete="off" spellcheck="false" .value=${form[name] ?? ''} @input=${event => this.#type(name, event.target.value.trim())}></label>`)}
        <button class="primary" ?disabled=${!this.mayLook || !!this.asking.page}>${icon('git-compare')}${t('beside.look')}</button>
      </form>
      ${this.twice ? banner('warn', t('beside.twice')) : nothing}
      ${problemOf(this, 'page', () => this.more())}
      ${!this.lists ? (this.mayLook ? nothing : empty('layers', t('beside.ask'))) : this.#list()}`;
  }

  #select(place, i, names) {
    const value = this.form.of[i];
    const options = value && !names.includes(value) ? [...names, value] : names;
    return html`<label class="field"><span>${t('beside.' + place)}</span><select name=${place} .value=${live(value)}
      @change=${event => this.#type('of', this.form.of.map((each, at) => (at === i ? event.target.value : each)))}>
      <option value="" ?selected=${!value}>${place === 'third' ? t('beside.none') : ''}</option>
      ${options.map(each => html`<option value=${each} ?selected=${each === value}>${each}</option>`)}</select></label>`;
  }

  #list() {
    const different = this.rows.filter(row => !isSame(row));
    const shown = this.different ? different : this.rows;
    const more = this.lists.some(each => each.next);
    if (this.asking.page && !this.rows.length) {
      return loading();
    }
    if (!this.rows.length && !more) {
      return this.problems.page ? nothing : empty('search', t('beside.nothing'), t('beside.nothingText'));
    }
    return html`<div class="row wrap">
        <label class="check"><input type="checkbox" .checked=${this.different} @change=${event => this.show({ different: event.target.checked })}>${t('beside.onlyDifferent')}</label>
        <span class="grow"></span><span class="fine" role="status">${t('beside.counted', { n: this.rows.length, different: different.length })}</span></div>
      ${shown.length ? html`<div class="table-frame" tabindex="0" role="region" aria-label=${t('beside.title')}><table class="beside"><thead><tr><th>${t('beside.key')}</th>
        ${this.of.map(each => html`<th>${each}</th>`)}<th class="tight"></th></tr></thead>
        <tbody>${repeat(shown, placeOf, row => this.#row(row))}</tbody></table></div>` : more ? nothing : empty('circle-check', t('beside.all'))}
      ${more ? html`<div class="pager"><button type="button" ?disabled=${!!this.asking.page} @click=${() => this.more()}>${t('beside.more')}</button></div>` : nothing}`;
  }

  #row(row) {
    const name = `${row.group}/${row.dataId}`;
    return html`<tr><td class="break">${name}</td>
      ${row.cells.map((cell, i) => html`<td>${cell ? html`<a class="nowrap" href=${href('config', { namespace: this.of[i], group: row.group, dataId: row.dataId })}>
          ${badge(row.letters[i], TONES[row.letters[i]], t('beside.content', { letter: row.letters[i] }))} ${t('beside.version', { n: cell.version })}</a>`
    : badge(t('beside.missing'), 'bad')}</td>`)}
      <td class="tight"><button type="button" class="bare" aria-label="${t('beside.difference')}: ${name}" title=${t('beside.difference')} ?disabled=${isSame(row)}
        @click=${() => BesideDialog.show({ size: 'wide', of: this.of, row, changed: () => this.look() })}>${icon('file-diff')}</button></td></tr>`;
  }
}
define('dm-compare', CompareScreen);

/** What stands in each of them, two at a time. */
class BesideDialog extends Dialog {
  constructor() {
    super();
    Object.assign(this, { sides: null, pair: 0 });
  }

  connectedCallback() {
    super.connectedCallback();
    const { group, dataId, cells, letters } = this.row;
    this.pairs = this.of.flatMap((any, i) => this.of.slice(i + 1).map((other, j) => [i, i + 1 + j]));
    this.pair = Math.max(0, this.pairs.findIndex(([i, j]) => letters[i] !== letters[j]));
    this.#read(cells, group, dataId);
  }

  /** Of the one that was changed just now at least what came of it: another node may lag. */
  #read(cells, group, dataId, changed, version) {
    Promise.all(cells.map((cell, i) => (cell ? readLive({ namespace: wireName(this.of[i]), group, dataId }, { signal: this.closing.signal, minVersion: i === changed ? version : undefined }) : { text: '', type: '' })))
      .then(sides => { this.sides = sides; this.requestUpdate(); }, error => { this.problem = isAbort(error) ? this.problem : error; this.requestUpdate(); });
  }

  heading() {
    return `${this.row.group}/${this.row.dataId}`;
  }

  okText() {
    return '';
  }

  content() {
    const [i, j] = this.pairs[this.pair];
    return html`${this.pairs.length > 1 ? html`<div class="row wrap" role="group" aria-label=${t('beside.difference')}>${this.pairs.map(([from, to], n) => html`<button type="button"
        aria-pressed=${n === this.pair} @click=${() => { this.pair = n; this.requestUpdate(); }}>${t('beside.pair', { from: this.of[from], to: this.of[to] })}</button>`)}</div>` : nothing}
      ${this.sides ? html`<dm-diff .before=${this.sides[i].text} .after=${this.sides[j].text} .type=${this.sides[j].type || this.sides[i].type}
        .one=${this.#mayTake(i, j) ? t('beside.take', { to: this.of[i] }) : ''} @one=${({ detail }) => this.#take(i, j, detail.only)}></dm-diff>` : this.problem ? nothing : loading()}`;
  }

  #keyAt = i => ({ namespace: wireName(this.of[i]), group: this.row.group, dataId: this.row.dataId });

  #mayTake = (i, j) => this.sides[j].exists && this.sides[i].exists && this.sides[i].kind === 'single' && session.may('publish', this.#keyAt(i));

  /** One part of what stands in another namespace comes into this one. */
  async #take(i, j, text) {
    const done = await PublishDialog.show({
      key: this.#keyAt(i), base: this.sides[i], text, changes: {}, alone: t('beside.takeText', { from: this.of[j], to: this.of[i] }) });
    if (done) {
      toast(t('publish.done', { n: done.version }));
      this.changed();
      this.#read(this.row.cells, this.row.group, this.row.dataId, i, done.version);
    }
  }

  extra() {
    const [i, j] = this.pairs[this.pair];
    const [from, to] = this.row.cells[i] ? [i, j] : [j, i];
    return session.mayAnywhere('publish') ? html`<a class="button" href=${href('copy', { from: this.of[from], to: this.of[to], group: this.row.group, dataId: this.row.dataId })}>
      ${icon('copy')}${t('beside.copy')}</a>` : nothing;
  }
}
define('dm-compare-difference', BesideDialog);
