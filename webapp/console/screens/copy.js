// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html, live, nothing, repeat } from '../vendor/lit.js';
import { get, isAbort, post } from '../lib/api.js';
import { register, t } from '../lib/i18n.js';
import { readLive } from '../lib/live.js';
import { nextOf, remembered, wayThrough, wentOn } from '../lib/nextplace.js';
import { href, router } from '../lib/router.js';
import { asCommand, asCommandBelow, problemOf, Screen } from '../parts/admin.js';
import { badge } from '../parts/badge.js';
import { banner, empty, loading } from '../parts/banner.js';
import { Dialog } from '../parts/dialog.js';
import { define } from '../parts/element.js';
import { icon } from '../parts/icon.js';
import '../parts/diff.js';
import texts from './copy.texts.js';

register(texts);

/** As many as one request may name: they are compared, chosen and copied as one, by one plan. */
const MOST = 500;
const KINDS = { created: 'ok', overwritten: 'warn', same: '', skipped: '', refused: 'bad' };
const COPIED = ['created', 'overwritten'];

const nameOf = item => `${item.group}/${item.dataId}`;
const sourceOf = item => ({ group: item.from?.group ?? item.group, dataId: item.from?.dataId ?? item.dataId });

/** Two namespaces side by side, and what of the one is taken over to the other. */
class CopyScreen extends Screen {
  constructor() {
    super();
    Object.assign(this, { names: null, form: {}, items: null, cursor: null, next: null, chosen: new Set(), result: null, notice: '', different: true });
  }

  /** Where nobody said where it goes, it goes where it went the last time; but it is looked at only where somebody did. */
  opened({ from = 'public', to = '', group = '*', dataId = '*', policy = 'overwrite' }) {
    this.form = { from, to: to || nextOf(from), group, dataId, policy };
    Object.assign(this, { items: null, result: null, notice: '' });
    if (!this.names) {
      this.loadNames();
    }
    if (to && to !== from) {
      this.compare();
    }
  }

  /** Where it went the last time may be gone by now. */
  namesAre(names) {
    super.namesAre(names);
    const { from, to } = this.form;
    if (to === remembered(from) && !names.includes(to)) {
      this.show({ form: { ...this.form, to: '' } });
    }
  }

  get wish() {
    const { from, to, group, dataId, policy } = this.form;
    return { from, to, group: group || '*', dataId: dataId || '*', policy, limit: MOST };
  }

  /** The first of them, or those from a cursor on. */
  async compare(cursor = null) {
    Object.assign(this, { items: null, result: null, cursor, next: null });
    const answer = await this.ask('compare', signal =>
      post('/configs/copy', {}, { ...this.wish, ...(cursor ? { cursor } : {}), dryRun: true }, {}, { signal }));
    if (answer) {
      const { items, next } = answer.body;
      this.show({ items, next: next ?? null, chosen: new Set(items.filter(each => COPIED.includes(each.outcome)).map(nameOf)) });
    }
  }

  get taken() {
    return (this.items ?? []).filter(each => this.chosen.has(nameOf(each)) && COPIED.includes(each.outcome));
  }

  #submit = event => {
    event.preventDefault();
    if (this.form.to && this.form.to !== this.form.from) {
      this.notice = '';
      router.note(this.form);
      this.compare();
    }
  };

  #type = (name, value) => {
    this.form = { ...this.form, [name]: value };
    this.show({ items: null, result: null, notice: '' });
  };

  async #copy() {
    const taken = this.taken;
    if (!taken.length) {
      return;
    }
    const done = await CopyDialog.show({ wish: this.wish, taken });
    if (done?.changed) {
      this.notice = t('copy.changed');
      this.compare(this.cursor);
    } else if (done) {
      if (done.items.some(each => COPIED.includes(each.outcome))) {
        wentOn(this.form.from, this.form.to);
      }
      this.show({ result: done, items: done.items, chosen: new Set(), notice: '' });
    }
  }

  render() {
    const { form, names } = this;
    const same = form.to && form.to === form.from;
    return html`<div class="page-head"><h1>${t('copy.title')}</h1><span class="grow"></span>
        ${asCommand({ method: 'POST', path: '/configs/copy', body: { ...this.wish, dryRun: true } })}</div>
      <p class="muted">${t('copy.lead')}</p>${this.#way()}
      <form class="filters panel pad" @submit=${this.#submit}>
        ${names ? html`${this.#select('from', names)}
          <button type="button" class="bare" aria-label=${t('copy.swap')} title=${t('copy.swap')}
            @click=${() => this.show({ form: { ...form, from: form.to || 'public', to: form.from }, items: null, result: null })}>${icon('arrow-left-right')}</button>
          ${this.#select('to', names)}` : problemOf(this, 'names', () => this.loadNames())}
        ${this.#text('group')}${this.#text('dataId')}
        <label class="field"><span>${t('copy.existing')}</span><select .value=${live(form.policy)} @change=${event => this.#type('policy', event.target.value)}>
          ${['overwrite', 'skip', 'abort'].map(each => html`<option value=${each} ?selected=${each === form.policy}>${t('copy.' + each)}</option>`)}</select></label>
        <button class="primary" ?disabled=${!form.to || same || !!this.asking.compare}>${icon('git-compare')}${t('copy.preview')}</button>
      </form>
      ${same ? banner('warn', t('copy.same')) : nothing}
      ${this.notice ? banner('warn', this.notice) : nothing}
      ${problemOf(this, 'compare', () => this.compare(this.cursor))}
      ${this.result ? this.#told() : nothing}
      ${this.asking.compare ? loading() : this.items ? this.#list() : nothing}`;
  }

  /** Daily, pre and production say, once somebody went that way: each step of it is a click. */
  #way() {
    const way = wayThrough(this.form.from);
    const { group, dataId, policy } = this.form;
    return way.length < 3 ? nothing : html`<p class="row wrap" role="group" aria-label=${t('copy.path')}><span class="fine">${t('copy.path')}</span>${way.map((to, i) => html`${i ? html`
      <a class="button bare" href=${href('copy', { from: way[i - 1], to, group, dataId, policy })} aria-label=${t('copy.step', { from: way[i - 1], to })}
        title=${t('copy.step', { from: way[i - 1], to })} aria-current=${this.form.from === way[i - 1] && this.form.to === to ? 'step' : nothing}>→</a>` : nothing}<b>${to}</b>`)}</p>`;
  }

  #select(name, names) {
    return html`<label class="field"><span>${t('copy.' + name)}</span><select name=${name} .value=${live(this.form[name] ?? '')}
      @change=${event => this.#type(name, event.target.value)}>
      <option value="" ?selected=${!this.form[name]}></option>
      ${names.map(each => html`<option value=${each} ?selected=${each === this.form[name]}>${each}</option>`)}</select></label>`;
  }

  #text(name) {
    return html`<label class="field"><span>${t('copy.' + name)}</span><input name=${name} title=${t('copy.pattern')} autocomplete="off" spellcheck="false"
      .value=${this.form[name] ?? ''} @input=${event => this.#type(name, event.target.value)}></label>`;
  }

  #told() {
    const written = this.items.filter(each => COPIED.includes(each.outcome)).length;
    const next = nextOf(this.form.to);
    const others = this.items.length - written - this.items.filter(each => each.outcome === 'same').length;
    return html`${banner(others ? 'warn' : 'ok', html`${t('copy.result', { n: written, to: this.form.to })}
        ${others ? t('copy.refusedToo', { n: others }) : nothing} ${this.result.code ? html`${t('copy.ended')} ${this.result.detail} <code>${this.result.code}</code>` : nothing}`,
    html`<button @click=${() => router.go('copy', { ...this.form, from: this.form.to, to: next })}>${t('copy.goOn', { from: this.form.to, to: next || '…' })}</button>`)}`;
  }

  #list() {
    const shown = this.items.filter(each => this.result || !this.different || each.outcome !== 'same');
    const possible = this.items.filter(each => COPIED.includes(each.outcome));
    const n = this.taken.length;
    if (!this.items.length && !this.next) {
      return empty('search', t('copy.none'), t('copy.noneText'));
    }
    return html`<div class="row wrap">
        <label class="check"><input type="checkbox" .checked=${this.different} @change=${event => this.show({ different: event.target.checked })}>${t('copy.onlyDifferent')}</label>
        ${this.result ? nothing : html`<label class="check"><input type="checkbox" .checked=${possible.length > 0 && n === possible.length}
          @change=${event => this.show({ chosen: new Set(event.target.checked ? possible.map(nameOf) : []) })}>${t('copy.all')}</label>
        <span class="grow"></span>
        <button class="primary" ?disabled=${!n} @click=${() => this.#copy()}>${icon('rocket')}${t('copy.act', { n, to: this.form.to })}</button>`}</div>
      ${this.next ? banner('info', t('copy.cut', { n: this.items.length }),
    html`<button type="button" @click=${() => this.compare(this.next)}>${t('copy.next')}</button>`) : nothing}
      <div class="table-frame" tabindex="0" role="region" aria-label=${t('copy.title')}><table><thead><tr>${this.result ? nothing : html`<th></th>`}<th>${t('copy.key')}</th>
        <th>${t(this.result ? 'copy.done' : 'copy.what')}</th><th class="num">${t('copy.versions')}</th><th></th></tr></thead>
        <tbody>${repeat(shown, nameOf, each => this.#row(each))}</tbody></table></div>
      ${shown.length ? nothing : html`<p class="muted">${t('copy.outcome.same')}</p>`}`;
  }

  #row(item) {
    const name = nameOf(item);
    const target = { namespace: this.form.to, group: item.group, dataId: item.dataId };
    return html`<tr>${this.result ? nothing : html`<td class="tight"><input type="checkbox" aria-label=${t('copy.take', { name })} ?disabled=${!COPIED.includes(item.outcome)}
        .checked=${this.chosen.has(name)} @change=${event => {
    event.target.checked ? this.chosen.add(name) : this.chosen.delete(name);
    this.requestUpdate();
  }}></td>`}
      <td class="break"><a href=${href('config', target)}>${name}</a></td>
      <td>${badge(t('copy.outcome.' + item.outcome), KINDS[item.outcome])} ${item.code ? html`<span class="fine">${item.detail} <code>${item.code}</code></span>` : nothing}</td>
      <td class="num">${item.sourceVersion ?? '–'} → ${item.version ?? item.targetVersion ?? '–'}</td>
      <td class="tight"><button class="bare" aria-label=${`${t('copy.look')}: ${name}`} title=${t('copy.look')} ?disabled=${!item.sourceVersion}
        @click=${() => DifferenceDialog.show({ size: 'wide', from: this.form.from, to: this.form.to, item })}>${icon('file-diff')}</button></td></tr>`;
  }
}
define('dm-copy', CopyScreen);

/** What stands on either side, read when it is looked at. */
class DifferenceDialog extends Dialog {
  constructor() {
    super();
    this.sides = null;
  }

  connectedCallback() {
    super.connectedCallback();
    const read = (namespace, key) => readLive({ namespace: namespace === 'public' ? '' : namespace, ...key }, { signal: this.closing.signal });
    const { group, dataId } = this.item;
    Promise.all([read(this.to, { group, dataId }), read(this.from, sourceOf(this.item))])
      .then(sides => { this.sides = sides; this.requestUpdate(); }, error => { this.problem = isAbort(error) ? this.problem : error; this.requestUpdate(); });
  }

  heading() {
    return nameOf(this.item);
  }

  okText() {
    return '';
  }

  content() {
    return html`<p class="muted">${t('copy.differs', { to: this.to })}</p>
      ${this.sides ? html`<dm-diff .before=${this.sides[0].text} .after=${this.sides[1].text} .type=${this.sides[1].type}></dm-diff>` : this.problem ? nothing : loading()}`;
  }
}
define('dm-copy-difference', DifferenceDialog);

/** The act: what is named is looked at once more, and written by the plan of that look if nothing changed since the comparison. */
class CopyDialog extends Dialog {
  constructor() {
    super();
    this.comment = '';
  }

  heading() {
    return t('copy.heading', { n: this.taken.length, from: this.wish.from, to: this.wish.to });
  }

  okText() {
    return t('copy.act', { n: this.taken.length, to: this.wish.to });
  }

  content() {
    return html`<p>${t('copy.sure')}</p>
      <p class="mono break">${this.taken.slice(0, 12).map(each => html`${nameOf(each)}<br>`)}${this.taken.length > 12 ? '…' : nothing}</p>
      <label class="field"><span>${t('copy.comment')}</span><input maxlength="512" autofocus @input=${event => { this.comment = event.target.value; }}></label>`;
  }

  get #wish() {
    const { from, to, policy } = this.wish;
    const keys = this.taken.map(each => ({ ...sourceOf(each), toGroup: each.group, toDataId: each.dataId }));
    return { from, to, policy, keys, comment: this.comment };
  }

  extra() {
    return asCommandBelow(() => ({ method: 'POST', path: '/configs/copy', body: this.#wish }));
  }

  async act() {
    const wish = this.#wish;
    const ask = more => post('/configs/copy', {}, { ...wish, ...more }, {}, { signal: this.closing.signal });
    const { body: now } = await ask({ dryRun: true });
    const seen = new Map(this.taken.map(each => [nameOf(each), each]));
    const moved = now.items.some(each => ['outcome', 'sourceVersion', 'targetVersion'].some(name => each[name] !== seen.get(nameOf(each))?.[name]));
    if (moved) {
      return { changed: true };
    }
    try {
      return (await ask({ plan: now.plan })).body;
    } catch (error) {
      if (error.code === 'PLAN_CHANGED') {
        return { changed: true };
      }
      throw error;
    }
  }
}
define('dm-copy-act', CopyDialog);
