// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing } from '../vendor/lit.js';
import { address, get, isAbort } from '../lib/api.js';
import { curl, javaGet } from '../lib/copyas.js';
import * as drafts from '../lib/drafts.js';
import { Events } from '../lib/events.js';
import { bytes, namespaceName, utf8Length } from '../lib/format.js';
import { register, t } from '../lib/i18n.js';
import { keyOf, keyParams, sameKey } from '../lib/keyname.js';
import { bind } from '../lib/keys.js';
import { lineNumber } from '../lib/lines.js';
import { readLive } from '../lib/live.js';
import { areKnown, nextOf, placesAre, remembered } from '../lib/nextplace.js';
import { href, router } from '../lib/router.js';
import { session } from '../lib/session.js';
import { ROUTES } from '../routes.js';
import { at, badge, when } from '../parts/badge.js';
import { banner, empty, loading, problemBanner } from '../parts/banner.js';
import { copy, copyAs } from '../parts/copyas.js';
import { DmElement, define } from '../parts/element.js';
import { icon } from '../parts/icon.js';
import { toast } from '../parts/toast.js';
import texts from './config.texts.js';
import '../parts/reach.js';
import './edit.js';
import { lineFacts, views } from './editparts.js';
import { RemoveDialog } from './remove.js';

register(texts);

const LOOK_MILLIS = 3000;

/** What this page published itself it has shown by then. */
const SOON_MILLIS = 700;

/** Looks that are left out while changes are told: a connection may die without a word. */
const LEFT_OUT = 9;

/** The first line of every screen about one key: where it is, and its name. */
export const keyHead = (key, badges, actions) => html`<div class="page-head"><p class="crumbs">
    <a href=${href('configs', { namespace: namespaceName(key.namespace) })}>${namespaceName(key.namespace)}</a> /
    <a href=${href('configs', { namespace: namespaceName(key.namespace), group: key.group })}>${key.group}</a></p>
  <h1>${key.dataId}</h1>${badges}<span class="grow"></span>${actions}</div>`;

/** One configuration: read first, changed on demand (`edit` in the address). */
class ConfigScreen extends DmElement {
  static properties = { params: { attribute: false }, live: { state: true }, problem: { state: true }, published: { state: true }, news: { state: true }, wrap: { state: true }, signs: { state: true } };

  #key = null;
  #asking = null;
  #watch;
  #events = null;
  #looks = 0;
  #line = 0;
  #soon;
  #editing = false;
  #unbind = [];

  constructor() {
    super();
    Object.assign(this, { live: null, problem: null, published: 0, news: null, wrap: true, signs: false });
  }

  connectedCallback() {
    super.connectedCallback();
    this.#unbind = [
      bind('e', 'config.editKey', () => this.#mayEdit() && !this.params.edit && this.#edit()),
      bind('h', 'config.historyKey', () => this.#key && router.go('history', keyParams(this.#key))),
    ];
    this.#watch = setInterval(() => {
      this.#looks = this.#events?.live ? (this.#looks + 1) % (LEFT_OUT + 1) : 0;
      if (this.#looks === 0) {
        this.#look();
      }
    }, LOOK_MILLIS);
  }

  disconnectedCallback() {
    this.#unbind.forEach(undo => undo());
    clearInterval(this.#watch);
    this.#events?.stop();
    this.#events = null;
    clearTimeout(this.#soon);
    this.#asking?.abort();
    super.disconnectedCallback();
  }

  willUpdate(changed) {
    if (changed.has('params')) {
      const key = keyOf(this.params);
      this.#editing = this.#editing && sameKey(key, this.#key);
      if (!sameKey(key, this.#key) || this.params.edit !== changed.get('params')?.edit) {
        this.live = sameKey(key, this.#key) ? this.live : null;
        this.published = !this.params.edit ? Number(this.params.since) || 0 : 0;
        this.#follow(key);
        this.#key = key;
        this.#places();
        this.#line = lineNumber(this.params.line);
        this.news = null;
        this.#load(this.params.since);
      } else if (this.params.line !== changed.get('params')?.line) {
        this.#line = lineNumber(this.params.line);
        this.updateComplete.then(() => this.#showLine(this.querySelector('.reading dm-editor')));
      }
    }
  }

  /** Where it goes on to is offered once it is known to be there still. */
  #places() {
    if (remembered(keyParams(this.#key).namespace)) {
      get('/namespaces').then(({ body }) => {
        placesAre(body.namespaces.map(each => namespaceName(each.namespace)));
        this.requestUpdate();
      }, () => {});
    }
  }

  #follow(key) {
    if (!sameKey(key, this.#key) || !this.#events) {
      this.#events?.stop();
      this.#events = new Events(keyParams(key), {
        change: ({ version }) => {
          clearTimeout(this.#soon);
          this.#soon = setTimeout(() => version > (this.live?.version ?? 0) && this.#look(), SOON_MILLIS);
        },
        anew: () => this.#look(),
      });
    }
  }

  /** Nobody's editing ends because of what could not be read meanwhile. */
  async #load(minVersion, meanwhile = false) {
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    try {
      const live = await readLive(this.#key, { signal: asking.signal, minVersion });
      if (meanwhile && live.kind !== 'single') {
        return;
      }
      Object.assign(this, { live, problem: null });
      if (minVersion) {
        router.note({ ...keyParams(this.#key), view: this.params.view });
      }
      await this.#showContent();
    } catch (error) {
      if (!isAbort(error) && this.#asking === asking) {
        this.problem = error;
      }
    }
  }

  /** Whether something else is live by now; then all is read anew. A page that nobody sees does not ask. */
  async #look() {
    const { live } = this;
    if (document.hidden || !live?.exists || session.isLost) {
      return;
    }
    const status = await get('/config', keyParams(this.#key), { headers: { 'If-None-Match': live.etag }, background: true })
      .then(answer => answer.status, error => error.status);
    if ((status === 200 || (status === 404 && !this.#editing)) && this.live === live) {
      await this.#load(undefined, this.#editing);
      if (this.live?.version > Math.max(live.version, this.published) && !this.params.edit) {
        this.news = { n: this.live.version, by: this.live.details?.by ?? '?', from: this.news?.from ?? live.version };
      }
    }
  }

  /** The editor's module comes when the first content is read; until then the text is shown plainly. */
  async #showContent() {
    await this.updateComplete;
    const place = this.querySelector('.reading');
    if (!place || !this.live.exists) {
      return;
    }
    await import('../parts/editor.js');
    if (!place.isConnected) {
      return;
    }
    const editor = place.querySelector('dm-editor') ?? document.createElement('dm-editor');
    editor.open({ text: this.live.text, type: this.live.type, readOnly: true, label: t('config.content', { name: this.#key.dataId }) });
    place.querySelector('pre')?.setAttribute('hidden', '');
    place.append(editor);
    this.#showLine(editor);
  }

  /** Once: who reads on is left where he is. Where the editor is not there yet, it is shown when it comes. */
  #showLine(editor) {
    if (this.#line && editor) {
      editor.showLine(this.#line);
      this.#line = 0;
    }
  }

  #mayEdit() {
    return this.live?.exists && this.live.kind === 'single' && session.may('publish', this.#key);
  }

  #edit() {
    router.go('config', { ...keyParams(this.#key), edit: true, view: this.params.view });
  }

  render() {
    if (this.problem && !this.live) {
      return html`${keyHead(this.#key, nothing, nothing)}${problemBanner(this.problem, () => this.#load())}`;
    }
    if (!this.live) {
      return html`${keyHead(this.#key, nothing, nothing)}${loading()}`;
    }
    if (!this.live.exists && !this.#editing) {
      return this.#absent();
    }
    this.#editing = !!this.params.edit && (this.#editing || this.#mayEdit());
    if (this.#editing) {
      return html`<dm-edit .key=${this.#key} .draft=${this.params.draft} .live=${this.live} .view=${this.params.view ?? ''} @done=${event => this.#done(event)}></dm-edit>`;
    }
    return this.#read();
  }

  #done({ detail }) {
    router.go('config', { ...keyParams(this.#key), since: detail?.version, view: router.current.params.view }, { replace: true });
  }

  #absent() {
    return html`${keyHead(this.#key, nothing, nothing)}
      ${empty('file-text', t('config.missing'), t('config.missingText', { name: this.#key.dataId }), html`<div class="row">
        <a class="button" href=${href('history', keyParams(this.#key))}>${icon('history')}${t('config.history')}</a>
        ${session.may('publish', this.#key) ? html`<a class="button primary" href=${href('new', { ...keyParams(this.#key), draft: this.params.draft })}>${icon('plus')}${t('config.make')}</a>` : nothing}
      </div>`)}`;
  }

  #read() {
    const { live } = this;
    const aggregate = live.kind === 'aggregate';
    return html`${keyHead(this.#key, html`${badge(live.type)}${badge(t('config.version', { n: live.version }), 'ok')}
        ${aggregate ? badge(t('config.aggregate'), 'accent') : nothing}${this.#draft()}`, this.#actions(aggregate))}
      ${aggregate ? banner('info', t('config.aggregateText')) : nothing}
      ${live.kind === undefined ? banner('warn', t('config.kindUnknown')) : nothing}
      ${this.params.edit && !session.may('publish', this.#key) ? banner('warn', t('config.mayNot')) : nothing}
      ${problemBanner(this.problem, () => this.#load())}
      ${this.news ? banner('info', t('config.newer', this.news), html`<a class="button" href=${href('history',
    { ...keyParams(this.#key), from: this.news.from, to: this.news.n })}>${icon('git-compare')}${t('config.whatChanged')}</a>`) : nothing}
      ${this.published ? html`<dm-reach .key=${this.#key} .version=${this.published}></dm-reach>` : nothing}
      <div class="config-body"><div class="stack">
        ${this.#tools()}
        <div class="content reading" ?hidden=${this.#table}><pre class="plain panel pad">${live.text}</pre></div>
        ${this.#table ? html`<dm-properties .text=${live.text}></dm-properties>` : nothing}</div>
        ${this.#facts()}</div>`;
  }

  /** What was begun here and not published is a click away. */
  #draft() {
    const [draft] = this.#mayEdit() ? drafts.others(session.user, this.live.epoch, this.#key) : [];
    return draft ? html`<a class="badge accent" href=${href('config', { ...keyParams(this.#key), edit: true })}>${t('config.draft')}</a> <span class="fine">${when(draft.at)}</span>` : nothing;
  }

  #actions(aggregate) {
    const params = keyParams(this.#key);
    const next = areKnown() ? nextOf(params.namespace) : '';
    const screen = (name, sign, text) => (ROUTES.some(each => each.name === name)
      ? html`<a class="button" href=${href(name, params)}>${icon(sign)}${text}</a>` : nothing);
    return html`<div class="row wrap">
      ${this.#mayEdit() ? html`<button class="primary" title="${t('config.edit')} (e)" @click=${() => this.#edit()}>${icon('pencil')}${t('config.edit')}</button>` : nothing}
      ${aggregate ? screen('aggregates', 'layers', t('config.datums')) : nothing}
      ${screen('history', 'history', t('config.history'))}
      ${screen('subscribers', 'radio', t('config.subscribers'))}
      ${!aggregate && session.mayAnywhere('publish') ? html`<a class="button" href=${href('copy', { from: params.namespace, to: next, group: params.group, dataId: params.dataId })}>
        ${icon('git-compare')}${next ? t('config.promoteTo', { to: next }) : t('config.copyTo')}</a>` : nothing}
      ${copyAs({ curl: () => curl({ url: address('/config', params) }), java: () => javaGet(location.host, this.#key) })}
      ${!aggregate && session.may('remove', this.#key) ? html`<button class="danger" @click=${() => this.#remove()}>${icon('trash-2')}${t('config.remove')}</button>` : nothing}
    </div>`;
  }

  #tools() {
    const editor = () => this.querySelector('.reading dm-editor');
    const toggle = (name, text, sign) => html`<button class="bare" aria-pressed=${this[name]} @click=${() => {
      this[name] = !this[name];
      editor()[name] = this[name];
    }}>${icon(sign)}${text}</button>`;
    return html`<div class="row wrap tools">${this.live.type === 'properties' ? views(this.params.view, view => this.#show(view)) : nothing}
      ${this.#table ? nothing : html`<button class="bare" title="Ctrl+F" @click=${() => editor()?.find()}>${icon('search')}${t('config.find')}</button>
      ${toggle('wrap', t('config.wrap'), 'wrap-text')}${toggle('signs', t('config.signs'), 'eye')}`}
      <button class="bare" @click=${() => copy(this.live.text)}>${icon('copy')}${t('config.copyContent')}</button></div>`;
  }

  get #table() {
    return this.params.view === 'table' && this.live.type === 'properties';
  }

  #show(view) {
    router.go('config', { ...keyParams(this.#key), view }, { replace: true });
  }

  #facts() {
    const { live } = this;
    const details = live.details;
    return html`<aside class="panel pad"><dl class="facts">
      ${details?.description ? html`<dt>${t('config.description')}</dt><dd>${details.description}</dd>` : nothing}
      ${details?.tags.length ? html`<dt>${t('config.tags')}</dt><dd class="row wrap">${details.tags.map(tag =>
    html`<a class="badge" href=${href('configs', { tag })}>${tag}</a>`)}</dd>` : nothing}
      ${details?.app ? html`<dt>${t('config.app')}</dt><dd><a href=${href('configs', { app: details.app })}>${details.app}</a></dd>` : nothing}
      ${details ? html`<dt>${t('config.at')}</dt><dd>${at(details.at)}</dd><dt>${t('config.by')}</dt><dd>${details.by}</dd>` : nothing}
      <dt>${t('config.size')}</dt><dd>${bytes(utf8Length(live.text))}</dd>
      ${lineFacts(live.text)}
      <dt>${t('config.md5')}</dt><dd><code>${live.md5}</code></dd></dl>
      ${live.detailsProblem ? problemBanner(live.detailsProblem) : nothing}</aside>`;
  }

  async #remove() {
    if (await RemoveDialog.show({ key: this.#key, live: this.live })) {
      toast(t('remove.done'));
      router.go('configs', { namespace: namespaceName(this.#key.namespace), group: this.#key.group });
    }
  }
}
define('dm-config', ConfigScreen);
