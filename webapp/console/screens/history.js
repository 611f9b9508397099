// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing } from '../vendor/lit.js';
import { get, isAbort } from '../lib/api.js';
import * as drafts from '../lib/drafts.js';
import { register, t } from '../lib/i18n.js';
import { keyOf, keyParams, sameKey } from '../lib/keyname.js';
import { Pager } from '../lib/pager.js';
import { href, router } from '../lib/router.js';
import { session } from '../lib/session.js';
import { asCommand } from '../parts/admin.js';
import { at, badge, when } from '../parts/badge.js';
import { empty, loading, problemBanner } from '../parts/banner.js';
import { DmElement, define } from '../parts/element.js';
import { icon } from '../parts/icon.js';
import { toast } from '../parts/toast.js';
import { keyHead } from './config.js';
import { PublishDialog } from './publish.js';
import { RollbackDialog } from './rollback.js';
import configTexts from './config.texts.js';
import texts from './history.texts.js';
import '../parts/blame.js';
import '../parts/diff.js';
import '../parts/reach.js';

register(texts);
register(configTexts);

const isRemoval = version => /delete|remove/i.test(version.operation);

/** The versions of a key, newest first; what differs between any two (`from` and `to` in the address); and the way back. */
class History extends DmElement {
  static properties = { params: { attribute: false }, picked: { state: true }, shown: { state: true }, problem: { state: true }, published: { state: true } };

  #key = null;
  #asking = null;
  #pager = new Pager('/history', 'versions', () => this.requestUpdate());

  constructor() {
    super();
    Object.assign(this, { picked: [], shown: null, problem: null, published: 0 });
  }

  disconnectedCallback() {
    this.#pager.stop();
    this.#asking?.abort();
    super.disconnectedCallback();
  }

  willUpdate(changed) {
    if (!changed.has('params')) {
      return;
    }
    const key = keyOf(this.params);
    if (!sameKey(key, this.#key)) {
      this.#key = key;
      Object.assign(this.#pager, { rows: [], loaded: false, next: null, problem: null });
      this.#pager.load(keyParams(key));
      Object.assign(this, { picked: [], published: 0 });
    }
    this.#show(Number(this.params.from) || 0, Number(this.params.to) || 0);
  }

  /** Reads both contents, at once; from 0 is nothing. */
  async #show(from, to) {
    this.#asking?.abort();
    this.problem = null;
    if (!to) {
      this.shown = null;
      return;
    }
    const asking = new AbortController();
    this.#asking = asking;
    this.shown = { from, to, before: null };
    try {
      const [before, after] = await Promise.all([from ? this.#read(from, asking) : null, this.#read(to, asking)]);
      if (this.#asking === asking) {
        this.shown = { from, to, before, after };
      }
    } catch (error) {
      if (!isAbort(error) && this.#asking === asking) {
        this.problem = error;
        this.shown = null;
      }
    }
  }

  #read = async (version, asking) =>
    (await get('/history', { ...keyParams(this.#key), version }, { signal: asking.signal })).body;

  #compare(from, to) {
    router.go('history', { ...keyParams(this.#key), from, to });
  }

  #pick(version, on) {
    this.picked = on ? [...this.picked.slice(-1), version] : this.picked.filter(each => each !== version);
  }

  async #rollBack(version) {
    const done = await RollbackDialog.show({ key: this.#key, version: version.version });
    if (done?.instead === 'parts') {
      await this.#rollBackSome(version, done);
    } else if (done?.instead === 'edit') {
      this.#change(done);
    } else if (done) {
      toast(done.changed ? t('history.rolledBack', { n: done.version }) : t('history.sameNow'), done.changed ? 'ok' : 'info');
      this.picked = [];
      this.#follow(done);
      router.go('history', keyParams(this.#key));
    }
  }

  /** Shows the newest version, and how far it gets, at the top. */
  #follow({ changed, version }) {
    this.published = changed ? version : 0;
    this.#pager.load(keyParams(this.#key));
    globalThis.scrollTo(0, 0);
  }

  /** Of what differs from an old version each part is taken by itself; what is left out stays as it is live. */
  async #rollBackSome({ version }, { base, text, comment }) {
    const done = await PublishDialog.show({ key: this.#key, base, text, comment, changes: {}, parts: true, alone: t('history.someText', { n: version }) });
    if (done) {
      toast(t('publish.done', { n: done.version }));
      this.#follow(done);
    }
  }

  /** What was is a draft now, with the reason that was typed, which the editor offers. */
  #change({ base: { text, version, epoch, etag, type, details, exists }, text: content, comment }) {
    const draft = { content, comment, fields: { type }, base: { text, version, epoch, etag, type, details, exists } };
    if (drafts.keep(session.user, epoch || drafts.NEW, this.#key, draft, drafts.editing())) {
      router.go('config', { ...keyParams(this.#key), edit: true });
    } else {
      toast(t('history.noRoom'), 'bad');
    }
  }

  /** One part of what a version changed is undone in what is live now; what came after stays. */
  async #takeBack({ to, after }, text) {
    const base = { exists: true, text: after.content, etag: '', version: to, type: after.type, details: null };
    const done = await PublishDialog.show({ key: this.#key, base, text, changes: {}, alone: t('history.takeBackText', { n: to }) });
    if (done) {
      toast(t('publish.done', { n: done.version }));
      this.#follow(done);
    }
  }

  /** Nothing is brought into what is not there any more, nor into an aggregate. */
  get #mayTakeBack() {
    const [newest] = this.#pager.rows;
    return this.shown?.from > 0 && newest && !isRemoval(newest) && session.may('publish', this.#key);
  }

  render() {
    const key = this.#key;
    const blame = this.params.view === 'blame';
    return html`${keyHead(key, badge(t('history.of')), html`<div class="row wrap"><a class="button" href=${href('config', keyParams(key))}>${icon('file-text')}${t('history.read')}</a>
        ${asCommand({ path: '/history', params: { ...keyParams(key), version: this.params.to } })}</div>`)}
      <div class="tabs" role="navigation" aria-label=${t('history.of')}><a href=${href('history', keyParams(key))} aria-current=${blame ? nothing : 'true'}>${t('history.versions')}</a>
        <a href=${href('history', { ...keyParams(key), view: 'blame' })} aria-current=${blame ? 'true' : nothing}>${t('history.lines')}</a></div>
      ${blame ? html`<dm-blame .key=${key}></dm-blame>` : this.#versions()}`;
  }

  #versions() {
    const { rows, loaded, problem, next } = this.#pager;
    return html`
      ${problemBanner(problem, () => this.#pager.load())}${problemBanner(this.problem, () => this.#show(Number(this.params.from) || 0, Number(this.params.to) || 0))}
      ${this.published ? html`<dm-reach .key=${this.#key} .version=${this.published}></dm-reach>` : nothing}
      ${this.#difference()}
      ${!loaded && !problem ? loading() : nothing}
      ${loaded && !rows.length ? empty('history', t('history.none'), t('history.noneText')) : nothing}
      ${rows.length > 1 ? html`<div class="row wrap picked"><span class="fine grow">${t('history.pick')}</span>
        <button ?disabled=${this.picked.length !== 2} @click=${() => this.#compare(Math.min(...this.picked), Math.max(...this.picked))}>${icon('git-compare')}
          ${this.picked.length === 2 ? t('history.compare', { a: Math.min(...this.picked), b: Math.max(...this.picked) }) : t('history.compare', { a: '…', b: '…' })}</button></div>` : nothing}
      <ol class="timeline">${rows.map((version, i) => this.#version(version, i))}</ol>
      ${next ? html`<button ?disabled=${this.#pager.busy} @click=${() => this.#pager.more()}>${t('history.older')}</button>`
    : rows.length ? html`<p class="fine">${t('history.first')}</p>` : nothing}`;
  }

  #version(version, i) {
    const { rows, next } = this.#pager;
    const before = rows[i + 1];
    const newest = i === 0;
    const from = before?.version ?? (next ? version.version - 1 : 0);
    const shown = this.shown?.to === version.version;
    const mayRollBack = !isRemoval(version) && !newest && session.may('rollback', this.#key);
    return html`<li class=${shown ? 'shown' : ''}>
      <input type="checkbox" aria-label=${t('history.version', { n: version.version })} .checked=${this.picked.includes(version.version)}
        @change=${event => this.#pick(version.version, event.target.checked)}>
      <div class="grow"><div class="row wrap"><b>${t('history.version', { n: version.version })}</b>
          ${newest && !isRemoval(version) ? badge(t('history.live'), 'ok') : nothing}
          ${badge(this.#operation(version.operation), isRemoval(version) ? 'bad' : /roll/i.test(version.operation) ? 'warn' : '')}
          <span class="fine">${when(version.at)}</span></div>
        ${version.comment ? html`<p class="break">${version.comment}</p>` : nothing}
        <p class="fine break">${at(version.at)} · ${version.from ? t('history.by', { who: version.by, where: version.from }) : version.by} · <code>${version.md5.slice(0, 8)}</code></p></div>
      <div class="row wrap acts"><button @click=${() => this.#compare(from, version.version)}>${t('history.show')}</button>
        ${newest ? nothing : html`<button class="bare" @click=${() => this.#compare(version.version, rows[0].version)}>${t('history.toLive')}</button>`}
        ${mayRollBack ? html`<button @click=${() => this.#rollBack(version)}>${icon('rotate-ccw')}${t('history.rollBack')}</button>` : nothing}</div></li>`;
  }

  #operation(operation) {
    const text = t('history.' + operation.toLowerCase());
    return text.startsWith('history.') ? operation.toLowerCase() : text;
  }

  #difference() {
    const { shown } = this;
    if (!shown) {
      return nothing;
    }
    return html`<section class="panel pad stack"><div class="row"><h2 class="grow">${t(shown.from ? 'history.what' : 'history.whatFirst', { a: shown.from, b: shown.to })}</h2>
        <button class="bare" aria-label=${t('part.close')} @click=${() => router.go('history', keyParams(this.#key))}>${icon('x')}</button></div>
      ${shown.after ? html`<dm-diff .before=${shown.before?.content ?? ''} .after=${shown.after.content} .type=${shown.after.type} .one=${this.#mayTakeBack ? t('diff.takeBack') : ''}
        @one=${({ detail }) => this.#takeBack(shown, detail.without)}></dm-diff>${this.#details(shown)}` : loading()}</section>`;
  }

  #details({ before, after }) {
    const names = ['type', 'description', 'tags', 'app'].filter(name => before && String(before[name]) !== String(after[name]));
    return names.length ? html`<dl class="facts">${names.map(name => html`<dt>${t('config.' + name)}</dt>
      <dd><del class="muted">${String(before[name]) || '–'}</del> → ${String(after[name]) || '–'}</dd>`)}</dl>` : nothing;
  }
}
define('dm-history', History);
