// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html, live, nothing } from '../vendor/lit.js';
import { get } from '../lib/api.js';
import * as drafts from '../lib/drafts.js';
import { namespaceName } from '../lib/format.js';
import { register, t } from '../lib/i18n.js';
import { TYPES, keyParams } from '../lib/keyname.js';
import { bind } from '../lib/keys.js';
import { placesAre } from '../lib/nextplace.js';
import { Pager } from '../lib/pager.js';
import { href, router } from '../lib/router.js';
import { session } from '../lib/session.js';
import { asCommand } from '../parts/admin.js';
import { badge, when } from '../parts/badge.js';
import { banner, empty } from '../parts/banner.js';
import { ask } from '../parts/dialog.js';
import { DmElement, define } from '../parts/element.js';
import { icon } from '../parts/icon.js';
import { pagedTable } from '../parts/table.js';
import { ORDERS, found, idOf, leadsTo, pattern, place, sortHead, treeOf } from './configrow.js';
import '../parts/facets.js';
import './tree.js';
import texts from './configs.texts.js';

register(texts);

const FILTERS = ['namespace', 'group', 'dataId', 'type', 'tag', 'app', 'content', 'match'];
const MATCHES = ['', 'regex', 'path'];
const WAIT_MILLIS = 120;

/** All configurations: filtered as one types, page by page, or as a tree of one group. */
class Configs extends DmElement {
  static properties = { params: { attribute: false }, filters: { state: true }, order: { state: true }, marked: { state: true }, namespaces: { state: true }, allFilters: { state: true }, drafts: { state: true }, chosen: { state: true } };

  #pager = new Pager('/configs', 'configs', () => this.#heard(), idOf);
  #wait;
  #asked = null;
  #whole = {};
  #turn = 0;
  #known = { tag: new Set(), app: new Set() };
  #unbind = [];

  constructor() {
    super();
    Object.assign(this, { filters: {}, order: '', marked: -1, namespaces: [], drafts: [], chosen: new Map() });
  }

  connectedCallback() {
    super.connectedCallback();
    this.drafts = drafts.ofUser(session.user);
    this.#unbind = [
      bind('j', 'configs.downKey', () => this.#mark(1)),
      bind('k', 'configs.up', () => this.#mark(-1)),
      bind('o', 'configs.open', () => this.#openMarked()),
      bind('f', 'configs.facetsKey', () => this.querySelector('dm-facets')?.focus()),
      bind('x', 'configs.chooseKey', () => this.#rows[this.marked] && this.#choose([this.#rows[this.marked]])),
      bind('n', 'configs.new', () => router.go('new', { namespace: this.filters.namespace, group: this.#exactGroup() })),
    ];
    get('/namespaces').then(({ body }) => {
      this.namespaces = body.namespaces.map(each => each.namespace);
      placesAre(this.namespaces.map(namespaceName));
    }, () => {});
  }

  disconnectedCallback() {
    this.#unbind.forEach(undo => undo());
    clearTimeout(this.#wait);
    this.#pager.stop();
    super.disconnectedCallback();
  }

  willUpdate(changed) {
    if (changed.has('params')) {
      this.#whole = { tag: this.params.tag, app: this.params.app };
      this.filters = Object.fromEntries(FILTERS.filter(name => this.params[name]).map(name => [name, this.params[name]]));
      this.order = ORDERS.includes(this.params.order) ? this.params.order : '';
      this.#load();
    }
  }

  get #tree() {
    return this.params.view === 'tree';
  }

  #exactGroup = () => (this.filters.group?.includes('*') ? undefined : this.filters.group);

  #set(change, wait = 0) {
    this.filters = { ...this.filters, ...change };
    router.note({ ...this.filters, order: this.order, view: this.params.view });
    clearTimeout(this.#wait);
    this.#wait = setTimeout(() => this.#load(), wait);
  }

  /** The server knows tags and applications by their whole names: what is half typed narrows what is shown. */
  #isWhole(name) {
    const typed = this.filters[name];
    return !typed || this.#whole[name] === typed || this.#known[name].has(typed);
  }

  /** Where nothing that is shown has it, it may be a whole one of what is not shown. */
  #askWhole() {
    const half = ['tag', 'app'].filter(name => !this.#isWhole(name));
    if (half.length && this.#pager.loaded && !this.#pager.busy && !this.#pager.problem && !this.#rows.length) {
      half.forEach(name => { this.#whole[name] = this.filters[name]; });
      this.#load();
    }
  }

  get #rows() {
    const { rows } = this.#pager;
    const [tag, app] = ['tag', 'app'].map(name => (this.filters.content || this.#isWhole(name) ? '' : this.filters[name].toLowerCase()));
    return tag || app ? rows.filter(row => (row.tags ?? []).concat(tag ? [] : ['']).some(each => each.toLowerCase().includes(tag)) && (row.app ?? '').toLowerCase().includes(app)) : rows;
  }

  /** The filters as the server takes them. */
  #asks() {
    const { content, match, type, ...names } = this.filters;
    const [tag, app] = ['tag', 'app'].map(name => (this.#isWhole(name) ? names[name] : undefined));
    ['tag', 'app'].forEach(name => delete names[name]);
    return { ...names, group: pattern(names.group), dataId: pattern(names.dataId), ...(content ? { content, match } : { tag, type, app, order: this.order || undefined }) };
  }

  /** Nothing is counted by content, nor by a tag or an application that is half typed. */
  #countable() {
    const half = ['tag', 'app'].some(name => !this.#isWhole(name));
    const { order, ...asked } = this.#asks();
    return this.filters.content || half ? null : asked;
  }

  /** What is chosen from the server's own counts is whole. */
  #narrow(detail) {
    Object.assign(this.#whole, detail);
    this.#set(detail);
  }

  #load() {
    if (this.#tree) {
      return;
    }
    const asked = this.#asks();
    if (JSON.stringify(asked) !== this.#asked || this.#pager.problem) {
      this.#asked = JSON.stringify(asked);
      this.marked = -1;
      this.#pager.load(asked);
    } else {
      this.#askWhole();
    }
  }

  #mark(step) {
    this.marked = Math.max(0, Math.min(this.#rows.length - 1, this.marked + step));
    this.updateComplete.then(() => this.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' }));
  }

  #heard() {
    this.requestUpdate();
    this.#pager.rows.forEach(({ tags = [], app }) => {
      tags.forEach(each => this.#known.tag.add(each));
      this.#known.app.add(app);
    });
    this.#askWhole();
  }

  /** Takes rows among those that something is done with, or out of them if all of them are. */
  #choose(rows) {
    const chosen = new Map(this.chosen);
    const all = rows.every(row => chosen.has(idOf(row)));
    rows.forEach(row => (all ? chosen.delete(idOf(row)) : chosen.set(idOf(row), row)));
    this.chosen = chosen;
  }

  #mayChoose = () => session.mayAnywhere('remove') || session.mayAnywhere('publish');

  async #withChosen(load, name) {
    await (await load())[name].show({ rows: [...this.chosen.values()] });
    this.chosen = new Map();
    this.#turn++;
    this.#pager.load();
  }

  #openMarked() {
    const row = this.#rows[this.marked];
    if (row) {
      router.go('config', leadsTo(row));
    }
  }

  render() {
    return html`<div class="page-head"><h1 class="grow">${t('configs.title')}</h1>
        <div class="buttons"><button aria-pressed=${!this.#tree} @click=${() => this.#view('')}>${icon('list')}${t('configs.list')}</button>
          <button aria-pressed=${this.#tree} @click=${() => this.#view('tree')}>${icon('list-tree')}${t('configs.tree')}</button></div>
        ${asCommand(this.#tree ? { path: '/children', params: { ...treeOf(this.filters), prefix: '' }, kept: ['prefix'] } : { path: '/configs', params: this.#asks() })}
        ${this.#away('export', 'download', { namespace: this.filters.namespace, group: pattern(this.filters.group), dataId: pattern(this.filters.dataId) })}
        ${session.mayAnywhere('publish') ? this.#away('import', 'upload', { namespace: this.filters.namespace }) : nothing}
        ${session.mayAnywhere('publish') ? html`<a class="button primary" href=${href('new', { namespace: this.filters.namespace, group: this.#exactGroup() })}>
          ${icon('plus')}${t('configs.new')}</a>` : nothing}</div>
      ${this.#drafts()}
      ${this.#tree ? this.#treeView() : html`${this.#filterLine()}
        <dm-facets .asked=${this.#countable()} .turn=${this.#turn} @narrow=${({ detail }) => this.#narrow(detail)}></dm-facets>${this.#cut()}${this.#chosenLine()}${this.#table()}`}`;
  }

  #away(screen, sign, params) {
    return html`<a class="button" href=${href(screen, params)} aria-label=${t('nav.' + screen)}
      title=${t('nav.' + screen)}>${icon(sign)}<span class="wide-only">${t('nav.' + screen)}</span></a>`;
  }

  #view(view) {
    router.go('configs', { ...this.filters, order: this.order, view });
  }

  #drafts() {
    return this.drafts.length ? html`<details class="drafts"><summary>${icon('file-text')}${t('configs.draftsText', { n: this.drafts.length })}</summary>
      <ul>${this.drafts.slice(0, 20).map(draft => this.#draft(draft))}</ul></details>` : nothing;
  }

  /** A draft of another store than that of now, or of a key that is there by now, is offered there by its id alone. */
  #draft({ id, epoch, key, at }) {
    const name = `${namespaceName(key.namespace)} / ${key.group} / ${key.dataId}`;
    const to = epoch === drafts.NEW ? href('new', keyParams(key)) : href('config', { ...keyParams(key), edit: true, draft: id });
    return html`<li><a href=${to}>${name}</a> ${when(at)}
      <button class="bare" aria-label="${t('configs.draftDrop')}: ${name}" title=${t('configs.draftDrop')} @click=${() => this.#dropDraft(id, name)}>${icon('trash-2')}</button></li>`;
  }

  async #dropDraft(id, name) {
    if (await ask({ title: t('configs.draftDrop'), text: t('configs.draftDropText', { name }), ok: t('configs.draftDrop'), danger: true })) {
      drafts.remove(id);
      this.drafts = this.drafts.filter(each => each.id !== id);
    }
  }

  #filterLine() {
    const { namespace, group, dataId, type, tag, app, content, match = '' } = this.filters;
    const text = (name, value, label) => html`<label class="field ${name === 'group' ? '' : 'more'}"><span>${label}</span><input name=${name} .value=${value ?? ''}
      list=${'found-' + name} autocomplete="off" spellcheck="false" @input=${event => this.#set({ [name]: event.target.value.trim() }, WAIT_MILLIS)}
      @change=${event => { this.#whole[name] = event.target.value.trim(); this.#set({}); }}></label>
      <datalist id=${'found-' + name}>${this.#seen(name).map(each => html`<option value=${each}></option>`)}</datalist>`;
    return html`<search class="config-filters ${this.allFilters ? 'open' : ''}">
      <label class="field wide"><span>${t('configs.name')}</span><span class="search-box">${icon('search')}<input name="dataId" type="search" data-search autocomplete="off"
        spellcheck="false" placeholder=${t('configs.nameHint')} .value=${dataId ?? ''}
        @input=${event => this.#set({ dataId: event.target.value.trim() }, WAIT_MILLIS)} @keydown=${this.#nameKey}></span></label>
      <label class="field"><span>${t('configs.namespace')}</span>${this.#namespaceSelect(namespace)}</label>
      ${text('group', group, t('configs.group'))}
      <label class="field narrow more"><span>${t('configs.type')}</span><select name="type" ?disabled=${!!content}
        .value=${live(type ?? '')} @change=${event => this.#set({ type: event.target.value })}><option value="" ?selected=${!type}>${t('configs.any')}</option>
        ${TYPES.map(each => html`<option ?selected=${each === type}>${each}</option>`)}</select></label>
      ${content ? nothing : html`${text('tag', tag, t('configs.tag'))}${text('app', app, t('configs.app'))}`}
      <label class="field wide more"><span>${t('configs.contentLabel')}</span><span class="search-box">${icon('file-text')}<input name="content" type="search" autocomplete="off" spellcheck="false"
        maxlength="256" placeholder=${t('configs.content.' + match)} .value=${content ?? ''}
        @keydown=${event => event.key === 'Enter' && !event.isComposing && this.#set({ content: event.target.value })}
        @search=${event => !event.target.value && this.#set({ content: '' })}></span></label>
      <label class="field narrow more"><span>${t('configs.match')}</span><select name="match" .value=${live(match)} @change=${event => this.#set({ match: event.target.value })}>
        ${MATCHES.map(each => html`<option value=${each} ?selected=${each === match}>${t('configs.match.' + each)}</option>`)}</select></label>
      ${content ? nothing : html`<label class="field narrow more fewer"><span>${t('configs.order')}</span><select name="order" .value=${live(this.order)} @change=${event => this.#sort(event.target.value)}>
        ${ORDERS.map(each => html`<option value=${each} ?selected=${each === this.order}>${t('configs.order.' + (each || 'name'))}</option>`)}</select></label>`}
      <button class="bare fewer" aria-expanded=${!!this.allFilters} @click=${() => { this.allFilters = !this.allFilters; }}>${icon('filter')}${t('configs.moreFilters')}</button>
      ${Object.values(this.filters).some(Boolean) ? html`<button class="bare" @click=${() => this.#clear()}>${icon('x')}${t('configs.clear')}</button>` : nothing}
      </search>${content && (tag || type || app) ? html`<p class="fine">${t('configs.contentAlone')}</p>` : nothing}`;
  }

  #namespaceSelect(namespace) {
    const names = [...new Set([...this.namespaces, ...(namespace ? [namespace] : [])])].map(namespaceName);
    return html`<select name="namespace" .value=${live(namespace ?? '')} @change=${event => this.#set({ namespace: event.target.value })}>
      <option value="" ?selected=${!namespace}>${t('configs.all')}</option>
      ${[...new Set(['public', ...names])].map(each => html`<option ?selected=${each === namespace}>${each}</option>`)}</select>`;
  }

  /** What the rows of this page have, to choose from. */
  #seen(name) {
    return [...new Set(this.#known[name] ?? this.#pager.rows.map(row => row[name] ?? ''))].filter(Boolean).sort().slice(0, 50);
  }

  #nameKey = event => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      this.#mark(event.key === 'ArrowDown' ? 1 : -1);
    } else if (event.key === 'Enter' && !event.isComposing && this.marked >= 0) {
      this.#openMarked();
    } else if (event.key === 'Escape' && !event.target.value) {
      event.target.blur();
    }
  };

  #sort = order => {
    this.order = order;
    this.#set({});
  };

  #clear() {
    this.#set(Object.fromEntries(FILTERS.map(name => [name, ''])));
  }

  #chosenLine() {
    const n = this.chosen.size;
    return n ? html`<div class="row wrap chosen-line" role="status"><b>${t('configs.chosen', { n })}</b>
      ${session.mayAnywhere('remove') ? html`<button class="danger" @click=${() => this.#withChosen(() => import('./removemany.js'), 'RemoveMany')}>${icon('trash-2')}${t('configs.removeChosen')}</button>` : nothing}
      ${session.mayAnywhere('publish') ? html`<button @click=${() => this.#withChosen(() => import('./replacemany.js'), 'ReplaceMany')}>${icon('pencil')}${t('configs.replaceChosen')}</button>
        <button @click=${() => this.#withChosen(() => import('./tagmany.js'), 'TagMany')}>${icon('tag')}${t('configs.tagChosen')}</button>` : nothing}
      <button class="bare" @click=${() => { this.chosen = new Map(); }}>${icon('x')}${t('configs.chooseNone')}</button></div>` : nothing;
  }

  #cut() {
    return this.#pager.cut ? banner('info', this.#pager.rows.length ? t('configs.cut') : html`${t('configs.foundSoFar')} ${t('configs.cut')}`) : nothing;
  }

  #table() {
    const filtered = Object.values(this.filters).some(Boolean);
    const [pager, rows] = [this.#pager, this.#rows];
    const column = (label, orders) => (this.filters.content ? html`<th>${label}</th>` : sortHead(label, orders, this.order, this.#sort));
    const all = rows.length > 0 && rows.every(row => this.chosen.has(idOf(row)));
    return pagedTable({
      pager: { rows, loaded: pager.loaded, busy: pager.busy, next: pager.next, problem: pager.problem, load: () => pager.load(), more: () => pager.more() },
      label: t('configs.title'),
      className: 'config-table',
      head: html`${this.#mayChoose() ? html`<th class="tight"><input type="checkbox" aria-label=${t('configs.chooseAll')} title=${t('configs.chooseAll')} .checked=${live(all)}
          @change=${() => this.#choose(rows)}></th>` : nothing}${column(t('configs.name'), [''])}<th>${t('configs.namespace')}</th><th>${t('configs.group')}</th><th>${t('configs.type')}</th>
        <th class="num">${t('configs.version')}</th>${column(t('configs.changed'), ['newest', 'oldest'])}<th>${t('configs.by')}</th>`,
      row: (row, i) => this.#row(row, i),
      none: filtered
        ? empty('search', t('configs.noneFound'), t('configs.noneFoundText'), html`<button @click=${() => this.#clear()}>${t('configs.clear')}</button>`)
        : empty('file-text', t('configs.none'), t('configs.noneText'), session.mayAnywhere('publish')
          ? html`<a class="button primary" href=${href('new')}>${icon('plus')}${t('nav.new')}</a>` : nothing),
    });
  }

  #row(row, i) {
    return html`<tr aria-selected=${i === this.marked}>
      ${this.#mayChoose() ? html`<td class="tight choose"><input type="checkbox" aria-label=${t('configs.choose', { name: row.dataId })} .checked=${live(this.chosen.has(idOf(row)))}
          @change=${() => this.#choose([row])}></td>` : nothing}
      <td class="name"><a href=${href('config', leadsTo(row))}>${found(row.dataId, this.filters.dataId)}</a>
        ${row.kind === 'aggregate' ? badge(t('configs.aggregate'), 'accent') : nothing}
        ${(row.tags ?? []).map(tag => html`<button class="badge" title="${t('configs.tag')}: ${tag}" @click=${() => this.#set({ tag })}>${tag}</button>`)}
        ${row.description ? html`<div class="fine">${row.description}</div>` : nothing}${place(row.found)}</td>
      <td data-label=${t('configs.namespace')}>${namespaceName(row.namespace)}</td><td data-label=${t('configs.group')}>${row.group}</td>
      <td data-label=${t('configs.type')}><span class="muted">${row.type}</span></td>
      <td class="num" data-label=${t('configs.version')}>${row.version}</td>
      <td data-label=${t('configs.changed')}>${when(row.at)}</td><td data-label=${t('configs.by')}><span class="muted" title=${row.by ?? ''}>${(row.by ?? '').replace(/^user:/, '')}</span></td></tr>`;
  }

  #treeView() {
    const { namespace, group } = treeOf(this.filters);
    return html`<search class="config-filters"><label class="field"><span>${t('configs.namespace')}</span>
        <select name="namespace" .value=${live(namespace)} @change=${event => this.#set({ namespace: event.target.value })}>
        ${[...new Set(['public', ...this.namespaces.map(namespaceName), namespace])].map(each =>
    html`<option ?selected=${each === namespace}>${each}</option>`)}</select></label>
      <label class="field"><span>${t('configs.group')}</span><input name="group" .value=${group} autocomplete="off" spellcheck="false"
        @change=${event => this.#set({ group: event.target.value.trim() || undefined })}></label></search>
      <p class="fine">${t('configs.treeWants')}</p>
      <dm-tree .namespace=${namespace} .group=${group}></dm-tree>`;
  }
}
define('dm-configs', Configs);
