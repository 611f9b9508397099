// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing, repeat } from '../vendor/lit.js';
import { del, get, post, Problem, put, requestNames } from '../lib/api.js';
import { number, utf8Length } from '../lib/format.js';
import { has, register, t } from '../lib/i18n.js';
import { Pager } from '../lib/pager.js';
import { href, router } from '../lib/router.js';
import { session } from '../lib/session.js';
import { act, area, asCommand, choice, field, form, head, input, problemOf, Screen } from '../parts/admin.js';
import { at, badge, when } from '../parts/badge.js';
import { banner, empty, loading, problemBanner } from '../parts/banner.js';
import { chosen, leave, placed } from '../parts/copyas.js';
import { define } from '../parts/element.js';
import { icon } from '../parts/icon.js';
import { keyForm, keyName, namedKey } from '../parts/keyform.js';
import { morePages, pagedTable } from '../parts/table.js';
import { toast } from '../parts/toast.js';
import texts from './aggregates.texts.js';

register(texts);

const TABS = ['datums', 'merged', 'changes', 'rules'];
const TONES = { up: 'ok', offline: '', down: 'bad' };
const RULES = 'diamond.meta.aggregates';
const PAGE = 100;
const LOOK_MILLIS = 10_000;
const REFRESH_MILLIS = 60_000;

/** A key that is merged from datums: each of them with its state, what they come to, who changed them, and what kind keys are. */
class Aggregates extends Screen {
  constructor() {
    super();
    this.typed = {};
    const redraw = () => this.requestUpdate();
    this.datums = new Pager('/datums', 'datums', redraw);
    this.changes = new Pager('/datums/history', 'changes', redraw);
    this.pagers = [this.datums, this.changes];
    this.statesOf = new Pager('/providers', 'providers', redraw);
    this.pagers.push(this.statesOf);
    this.check = null;
    this.merged = null;
    this.rules = null;
    this.open_ = '';
    this.filter = '';
  }

  connectedCallback() {
    super.connectedCallback();
    this.every(LOOK_MILLIS, () => this.key.dataId && this.tab === 'datums' && this.datums.rows.length <= PAGE && this.refresh());
  }

  /** All contents only once a minute, or when the line above them tells that they are others. */
  async refresh() {
    const before = JSON.stringify(this.check);
    await this.loadCheck(true);
    if (JSON.stringify(this.check) !== before || Date.now() - this.readAt > REFRESH_MILLIS) {
      await this.load(true);
    }
  }

  get key() {
    return namedKey(this.params ?? {});
  }

  get tab() {
    return TABS.includes(this.params?.tab) ? this.params.tab : 'datums';
  }

  opened(params) {
    if (keyName(namedKey(params)) !== this.open_) {
      Object.assign(this, { open_: keyName(namedKey(params)), merged: null, check: null, filter: params.filter ?? '', problems: {} });
      this.pagers.forEach(each => Object.assign(each, { rows: [], loaded: false, problem: null, next: null }));
    }
    this.typed = { ...params };
    if (params.dataId || this.tab === 'rules') {
      this.load();
    }
  }

  async load(background = false) {
    const { key } = this;
    this.readAt = Date.now();
    if (this.tab === 'datums') {
      const both = [this.datums.load({ ...key, limit: PAGE }, { background }), this.statesOf.load({ ...key, states: 'all', limit: PAGE }, { background })];
      if (!background || !this.check) {
        this.loadCheck(background);
      }
      await Promise.all(both);
    } else if (this.tab === 'merged') {
      const merged = await this.ask('merged', signal => get('/config', key, { signal, background }));
      this.show({ merged: merged ?? this.merged });
    } else if (this.tab === 'changes') {
      await this.changes.load({ ...key, limit: 50 }, { background });
    } else {
      await this.loadRules();
    }
  }

  async loadCheck(background) {
    const check = await this.ask('check', async signal => (await get('/providers/check', this.key, { signal, background })).body);
    this.show({ check: check ?? this.check });
  }

  async loadRules() {
    const key = { namespace: this.key.namespace, group: 'DEFAULT_GROUP', dataId: RULES };
    // Many at once tell that there is none without an error in the browser's log.
    const rules = await this.ask('rules', async signal => {
      const [one] = (await post('/configs/get', {}, { keys: [key] }, {}, { signal })).body.configs;
      if (one.status !== 200 && one.status !== 404) {
        throw new Problem({ status: one.status, code: one.code });
      }
      return one.content ?? '';
    });
    this.show({ rules: rules ?? this.rules });
  }

  async more() {
    await Promise.all([this.datums.more(), this.statesOf.more()]);
  }

  off(action) {
    return session.may(action, this.key) ? '' : t('admin.mayNot');
  }

  /** Publishes a datum: a new one, or another content of one that is there. */
  async publish(datum) {
    const { key } = this;
    const named = requestNames();
    const params = typed => ({ ...key, datumId: typed.datumId.trim(), comment: typed.comment });
    const done = await form({
      title: datum ? t('ag.change', { name: datum.datumId }) : t('ag.new'), ok: t('ag.publish'), size: 'wide',
      form: { datumId: datum?.datumId ?? '', content: datum?.content ?? '', comment: '' },
      ready: typed => Boolean(typed.datumId.trim() && typed.content) && typed.content !== datum?.content,
      request: typed => ({ method: 'PUT', path: '/datums', params: params(typed), body: typed.content }),
      body: dialog => html`${datum ? nothing : field(t('ag.datumId'), input(dialog, dialog.form, 'datumId', { mono: true, most: 250 }), t('ag.datumIdHint'))}
        ${datum ? html`<details><summary>${t('ag.was')}</summary><pre class="ad-pre">${datum.content}</pre></details>` : nothing}
        ${datum?.content.includes('\r') ? banner('warn', t('ag.returns')) : nothing}
        <div class="ad-mono">${field(t('ag.content'), area(dialog, dialog.form, 'content', 6), t('ag.size', { n: utf8Length(dialog.form.content) }))}</div>
        ${field(t('admin.comment'), input(dialog, dialog.form, 'comment', { most: 512 }), t('admin.commentHint'))}`,
      todo: ({ form: typed }) => put('/datums', params(typed), typed.content, named(params(typed), typed.content)),
    });
    this.told(done, done?.body.datumId);
  }

  async discard(datum) {
    const params = { ...this.key, datumId: datum.datumId };
    const named = requestNames();
    const last = this.datums.rows.length === 1 && !this.datums.next;
    const done = await form({
      title: t('ag.remove', { name: datum.datumId }), ok: t('admin.remove'), danger: true, form: { comment: '' }, typed: last ? this.key.dataId : undefined,
      request: typed => ({ method: 'DELETE', path: '/datums', params: { ...params, comment: typed.comment } }),
      body: dialog => html`<p>${t(last ? 'ag.removeLast' : 'ag.removeText')}</p>${last ? banner('warn', t('ag.lastOne')) : nothing}
        <pre class="ad-pre">${datum.content}</pre>${field(t('admin.comment'), input(dialog, dialog.form, 'comment', { most: 512 }))}`,
      todo: ({ form: typed }) => del('/datums', { ...params, comment: typed.comment }, undefined, named(typed.comment)),
    });
    this.told(done, datum.datumId);
  }

  async removeAll() {
    const named = requestNames();
    const done = await form({
      title: t('ag.removeAllOf', { name: this.key.dataId }), ok: t('ag.removeAll'), danger: true, form: { comment: '' }, typed: this.key.dataId,
      request: typed => ({ method: 'DELETE', path: '/datums/all', params: { ...this.key, comment: typed.comment } }),
      body: dialog => html`<p>${t('ag.removeAllText')}</p>${field(t('admin.comment'), input(dialog, dialog.form, 'comment', { most: 512 }))}`,
      todo: ({ form: typed }) => del('/datums/all', { ...this.key, comment: typed.comment }, undefined, named(typed.comment)),
    });
    this.told(done, this.key.dataId);
  }

  async state(datum, state) {
    const params = { ...this.key, datumId: datum.datumId, state };
    const named = requestNames();
    const done = await form({
      title: t('ag.setState', { name: datum.datumId, state: t('ag.state.' + state) }), ok: t('ag.state.' + state), danger: state !== 'up', form: { comment: '' },
      request: typed => ({ method: 'PUT', path: '/providers', params: { ...params, comment: typed.comment } }),
      body: dialog => html`<p>${t('ag.stateText.' + state)}</p>${field(t('admin.comment'), input(dialog, dialog.form, 'comment', { most: 512 }), t('admin.commentHint'))}`,
      todo: ({ form: typed }) => put('/providers', { ...params, comment: typed.comment }, undefined, named(typed.comment)),
    });
    this.told(done, datum.datumId);
  }

  async checks(on) {
    const request = { method: on ? 'PUT' : 'DELETE', path: '/providers/check', params: this.key };
    const done = await form({
      title: t(on ? 'ag.checkOn' : 'ag.checkOff'), ok: t(on ? 'ag.checkOn' : 'ag.checkOff'), request: () => request,
      body: () => html`<p>${t(on ? 'ag.checkOnText' : 'ag.checkOffText')}</p>`,
      todo: () => (on ? put : del)('/providers/check', this.key),
    });
    this.told(done, this.key.dataId);
    if (done) {
      this.check = null;
    }
  }

  async history(datum) {
    const params = { ...this.key, datumId: datum.datumId, limit: 100 };
    const found = (await this.ask('states', signal => get('/providers/history', params, { signal })))?.body.changes;
    if (found) {
      form({
        title: t('ag.stateHistory', { name: datum.datumId }), ok: '', size: 'wide', request: () => ({ path: '/providers/history', params }),
        body: () => (found.length === 0 ? empty('history', t('ag.noStates')) : html`<div class="table-frame"><table><thead><tr><th>${t('admin.at')}</th><th>${t('admin.state')}</th>
          <th>${t('admin.by')}</th><th>${t('admin.comment')}</th></tr></thead><tbody>${found.map(each => html`<tr><td>${at(each.at)}</td><td>${this.stateBadge(each.state)}</td>
            <td class="ad-break">${each.by}</td><td class="ad-break">${each.comment}</td></tr>`)}</tbody></table></div>`),
      });
    }
  }

  told(done, name) {
    if (done) {
      toast(done.body?.changed === false ? t('admin.unchanged') : t('admin.saved', { name }));
      this.load();
    }
  }

  stateBadge(state) {
    return badge(has('ag.state.' + state) ? t('ag.state.' + state) : state, TONES[state] ?? '');
  }

  render() {
    const { key, tab } = this;
    return html`${head(key.dataId || t('ag.title'), key.dataId ? html`<span class="ad-mono">${keyName(key)}</span>` : t('ag.lead'), key.dataId ? html`
        ${act(html`${icon('plus')}${t('ag.new')}`, () => this.publish(), { kind: 'primary', off: this.off('publish') })}
        <a class="button" href=${href('subscribers', key)}>${t('nav.subscribers')}</a>
        ${act(t('ag.removeAll'), () => this.removeAll(), { kind: 'danger', off: this.off('remove') })}
        ${asCommand({ path: { merged: '/config', changes: '/datums/history' }[tab] ?? '/datums', params: key })}` : nothing)}
      ${keyForm(this, 'aggregates', this.typed, { label: t('admin.open') })}
      ${key.dataId || tab === 'rules' ? html`<div class="ad-tabs" role="navigation" aria-label=${t('ag.title')}>${TABS.map(each => html`
        <a href=${href('aggregates', { ...key, tab: each === 'datums' ? '' : each })} aria-current=${each === tab ? 'page' : nothing}>${t('ag.tab.' + each)}</a>`)}</div>
        ${this[tab + 'Tab']()}` : html`${empty('layers', t('ag.ask'), t('ag.askText'), html`<a class="button" href=${href('aggregates', { tab: 'rules' })}>${t('ag.tab.rules')}</a>`)}`}`;
  }

  datumsTab() {
    const { datums } = this;
    const missing = datums.problem?.code === 'CONFIG_NOT_FOUND';
    if (missing) {
      return empty('layers', t('ag.none'), t('ag.noneText'));
    }
    const states = new Map(this.statesOf.rows.map(each => [each.datumId, each]));
    const wanted = this.filter.trim().toLowerCase();
    const rows = datums.rows.filter(each => each.datumId.toLowerCase().includes(wanted) || each.content.toLowerCase().includes(wanted)
      || states.get(each.datumId)?.state === wanted);
    return html`${problemBanner(datums.problem, () => this.load())}${problemOf(this, 'states')}${this.checkLine()}
      ${!datums.loaded ? (datums.problem ? nothing : loading()) : html`
        ${datums.body.dirty > datums.body.merged ? banner('info', t('ag.merging', { n: datums.body.dirty - datums.body.merged })) : nothing}
        <div class="ad-bar"><div class="ad-long">${field(t('ag.filter'), html`<input type="search" data-search name="filter" .value=${this.filter}
          @input=${event => {
            this.show({ filter: event.target.value });
            router.note({ ...this.params, filter: event.target.value });
          }}>`)}</div></div>
        ${rows.length === 0 ? empty('layers', t(wanted ? 'admin.none' : 'ag.none')) : html`<div class="table-frame"><table aria-label=${t('ag.tab.datums')}><thead><tr>
          <th>${t('ag.datumId')}</th><th>${t('admin.state')}</th><th>${t('ag.content')}</th><th class="num">${t('admin.version')}</th><th>${t('admin.by')}</th><th></th></tr></thead>
          <tbody>${repeat(rows, each => each.datumId, each => this.row(each, states.get(each.datumId)))}</tbody></table></div>`}
        ${morePages({ rows: datums.rows, next: datums.next, busy: datums.busy, more: () => this.more() })}`}`;
  }

  row(datum, standing) {
    const off = this.off('publish');
    const state = standing?.state;
    const options = ['up', 'offline', 'down'].filter(each => each !== state);
    return html`<tr><td class="ad-mono ad-break">${datum.datumId}</td>
      <td>${state ? html`${this.stateBadge(state)}<div class="ad-calm">${standing.stateVersion > 0 ? html`${standing.by} ${when(standing.at)}` : nothing}</div>` : '–'}</td>
      <td><div class="ad-cell" title=${datum.content.slice(0, 500)}>${datum.content.slice(0, 200)}</div></td><td class="num">${number(datum.version)}</td>
      <td class="ad-break">${datum.by}<div class="ad-calm">${when(datum.at)}</div></td>
      <td><div class="ad-row">${act(t('admin.change'), () => this.publish(datum), { off })}
        ${state ? html`<details class="menu" @keydown=${leave} @focusout=${leave} @click=${chosen} @toggle=${placed}>
          <summary class="button" aria-label=${t('ag.stateOf', { name: datum.datumId })}>${t('ag.stateMenu')}</summary>
          <div class="menu-items">${options.map(each => act(html`→ ${t('ag.state.' + each)}`, () => this.state(datum, each), { off }))}
            ${act(t('ag.stateHistoryMenu'), () => this.history(datum))}</div></details>` : nothing}
        ${act(t('admin.remove'), () => this.discard(datum), { off: this.off('remove') })}</div></td></tr>`;
  }

  checkLine() {
    const { check } = this;
    if (!check) {
      return problemOf(this, 'check');
    }
    const off = this.off('publish');
    return html`<p class="ad-row"><span>${t('ag.checks')}</span>${badge(t(check.on ? 'ag.checked' : 'ag.unchecked'), check.on ? 'ok' : '')}
      ${check.on ? html`<span class="ad-calm">${t('ag.dialled', { dialled: check.dialled, n: check.providers })}</span>` : nothing}
      ${act(t(check.on ? 'ag.checkOff' : 'ag.checkOn'), () => this.checks(!check.on), { off })}</p>
      ${check.on && check.undialled.length ? html`<details><summary>${t('ag.undialled', { n: check.undialled.length })}</summary><ul>${check.undialled.map(each => html`
        <li><code>${each.datumId}</code> <span lang="en">${each.reason}</span></li>`)}</ul></details>` : nothing}`;
  }

  mergedTab() {
    const { merged } = this;
    const problem = this.problems.merged;
    return html`${problem?.code === 'CONFIG_NOT_FOUND' ? empty('layers', t('ag.none')) : problemOf(this, 'merged', () => this.load())}
      ${merged && !problem ? html`<p class="ad-calm">${t('ag.mergedText', { version: merged.headers.get('Diamond-Version') ?? '?', n: utf8Length(merged.body) })}
        <code>${merged.headers.get('Diamond-Md5')}</code></p><pre class="ad-pre" tabindex="0">${merged.body.length > 200_000 ? merged.body.slice(0, 200_000) : merged.body}</pre>
        ${merged.body.length > 200_000 ? banner('info', t('ag.mergedCut')) : nothing}` : problem ? nothing : loading()}`;
  }

  changesTab() {
    return pagedTable({
      pager: this.changes, label: t('ag.tab.changes'),
      head: html`<th>${t('admin.at')}</th><th>${t('ag.what')}</th><th>${t('ag.datumId')}</th><th class="num">${t('admin.version')}</th><th>${t('admin.by')}</th><th>${t('admin.from')}</th><th>${t('admin.comment')}</th>`,
      row: each => html`<tr><td>${at(each.at)}</td><td>${has('ag.operation.' + each.operation) ? t('ag.operation.' + each.operation) : each.operation}</td>
        <td class="ad-mono ad-break">${each.datumId ?? '–'}</td><td class="num">${each.version ?? '–'}</td><td class="ad-break">${each.by}</td>
        <td class="ad-mono">${each.from}</td><td class="ad-break">${each.comment}</td></tr>`,
      none: empty('history', t('ag.noChanges')),
    });
  }

  rulesTab() {
    const key = { namespace: this.key.namespace, group: 'DEFAULT_GROUP', dataId: RULES };
    return html`<p>${t('ag.rulesText', { namespace: key.namespace })}</p>${problemOf(this, 'rules', () => this.load())}
      ${this.rules === null ? (this.problems.rules ? nothing : loading()) : this.rules === '' ? empty('list', t('ag.noRules')) : html`<pre class="ad-pre" tabindex="0">${this.rules}</pre>`}
      <p><a class="button" href=${href(this.rules === '' ? 'new' : 'config', key)}>${t('ag.editRules')}</a></p>`;
  }
}
define('dm-aggregates', Aggregates);
