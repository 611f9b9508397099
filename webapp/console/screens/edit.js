// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing } from '../vendor/lit.js';
import { Checker } from '../lib/checker.js';
import * as drafts from '../lib/drafts.js';
import { formatted } from '../lib/formatting.js';
import { t } from '../lib/i18n.js';
import { sameKey } from '../lib/keyname.js';
import { bind } from '../lib/keys.js';
import { changedDetails } from '../lib/live.js';
import { router } from '../lib/router.js';
import { session } from '../lib/session.js';
import { sorted } from '../lib/sorting.js';
import { badge } from '../parts/badge.js';
import { banner, loading, problemBanner } from '../parts/banner.js';
import { ask } from '../parts/dialog.js';
import { DiffDialog } from '../parts/diffdialog.js';
import { DmElement, define } from '../parts/element.js';
import { icon } from '../parts/icon.js';
import { toast } from '../parts/toast.js';
import { detailFields, draftBanner, editTools, findings, lineFacts } from './editparts.js';
import { PublishDialog } from './publish.js';
import '../parts/proptable.js';

const CHECK_MILLIS = 400;
const DRAFT_MILLIS = 500;

/**
 * Changing a configuration, or writing a new one: `live` is what it is now, `key` where. Events: 'done' {version}. What the
 * person began with (`#base`) stays what his changes are measured by, whatever is published meanwhile.
 */
class Edit extends DmElement {
  static properties = {
    key: { attribute: false }, draft: { attribute: false }, live: { attribute: false }, head: { attribute: false }, names: { attribute: false }, view: { attribute: false }, large: { state: true }, mayPublish: { attribute: false }, dirty: { state: true }, check: { state: true },
    kept: { state: true }, found: { state: true }, fields: { state: true }, ready: { state: true }, problem: { state: true },
  };

  #base = null;
  /** Where its drafts are: new keys have no store yet that told its epoch. */
  #store = drafts.NEW;
  /** Who left this key in the middle and comes back is offered what he left, whichever page it was. */
  #own = drafts.editing();
  #editor = null;
  #draftTimer;
  #unbind = [];
  #publishing = false;
  /** The reason that came with the draft. */
  #comment = '';

  constructor() {
    super();
    Object.assign(this, { dirty: false, check: null, kept: null, found: [], fields: {}, view: '', large: false });
    Object.assign(this, { mayPublish: true, ready: false, problem: null });
  }

  connectedCallback() {
    super.connectedCallback();
    this.#unbind = [
      bind('p', 'edit.publishKey', () => this.#publish()),
      bind('d', 'edit.diffKey', () => this.#differences()),
      bind('v', 'edit.viewKey', () => this.fields.type === 'properties' && this.#look(this.#table ? '' : 'table')),
      bind('f', 'edit.large', this.#enlarge),
    ];
    document.addEventListener('keydown', this.#key);
    globalThis.addEventListener('pagehide', this.#keepNow);
    document.addEventListener('visibilitychange', this.#keepNow);
  }

  disconnectedCallback() {
    this.#keepNow();
    this.#unbind.forEach(undo => undo());
    document.removeEventListener('keydown', this.#key);
    globalThis.removeEventListener('pagehide', this.#keepNow);
    document.removeEventListener('visibilitychange', this.#keepNow);
    this.#checker.stop();
    super.disconnectedCallback();
  }

  willUpdate(changed) {
    if (changed.has('live') && (!this.#base || (!this.dirty && this.ready))) {
      this.#store = this.live.epoch || drafts.NEW;
      this.#begin(this.live, this.live.text, {});
    }
    if (changed.get('key') && !sameKey(changed.get('key'), this.key)) {
      drafts.drop(session.user, this.#store, changed.get('key'), this.#own);
      this.#keepSoon();
    }
    if (changed.has('key') && !this.found.length && !this.dirty) {
      this.found = drafts.others(session.user, this.#store, this.key, this.draft, this.#own);
    }
  }

  async firstUpdated() {
    try {
      await import('../parts/editor.js');
    } catch {
      this.problem = { detail: t('config.noEditor') };
      return;
    }
    this.#editor = document.createElement('dm-editor');
    this.#editor.addEventListener('edited', () => this.#edited());
    this.#editor.addEventListener('save', () => this.#publish());
    this.ready = true;
    this.#begin(this.#base, this.#base.text, this.fields);
    await this.updateComplete;
    this.#editor.focus();
  }

  /** Begins with a base and a text that may differ from it already. */
  #begin(base, text, fields) {
    this.#base = base;
    this.fields = { type: base.type, ...fields };
    if (this.#editor) {
      this.#editor.open({ text, type: this.fields.type, readOnly: false, label: t('config.content', { name: this.key.dataId }) });
      this.#measure();
      this.#checkSoon(0);
    }
  }

  /** What is sent besides the content: only what was changed. */
  get #changes() {
    const details = changedDetails(this.#base.details ?? (this.#base.exists ? null : { description: '', tags: [], app: '' }), this.fields);
    return this.fields.type !== this.#base.type || !this.#base.exists ? { ...details, type: this.fields.type } : details;
  }

  #measure() {
    this.dirty = (this.#editor?.text ?? this.#base.text) !== this.#base.text || Object.keys(this.#changes).some(name => name !== 'type' || this.#base.exists);
  }

  #edited() {
    this.#measure();
    this.#checkSoon(CHECK_MILLIS);
    this.#keepSoon();
  }

  #field(change) {
    this.fields = { ...this.fields, ...change };
    if (change.type) {
      Object.assign(this.#editor ?? {}, { type: change.type });
      this.#checkSoon(0);
    }
    this.#measure();
    this.#keepSoon();
  }

  #keepSoon() {
    clearTimeout(this.#draftTimer);
    this.#draftTimer = setTimeout(this.#keepNow, DRAFT_MILLIS);
  }

  /** What differs from what was read is kept; where nothing does, there is no draft. */
  #keepNow = () => {
    clearTimeout(this.#draftTimer);
    if (!this.#editor || !this.key.dataId) {
      return;
    }
    if (this.dirty) {
      const { text, version, epoch, etag, type, details, exists } = this.#base;
      this.kept = drafts.keep(session.user, this.#store, this.key,
        { content: this.#editor.text, comment: this.#comment, fields: this.fields, base: { text, version, epoch, etag, type, details, exists } }, this.#own);
    } else {
      drafts.drop(session.user, this.#store, this.key, this.#own);
      this.kept = null;
    }
  };

  /** What the server says of it is underlined in the editor. */
  #checker = new Checker(check => {
    this.check = check;
    if (this.#editor && (check.state === 'done' || check.state === 'none')) {
      this.#editor.findings = check.problems ?? [];
    }
  });

  #checkSoon(millis) {
    this.#checker.soon(millis, this.#editor ? () => this.#editor.text : null, this.fields.type);
  }

  /** Written in another way that means the same; `already` says that it is. */
  #rewrite(how, already) {
    const { type } = this.fields;
    try {
      const text = how(type, this.#editor.text, this.#editor.separator);
      text === this.#editor.text ? toast(t(already), 'info') : this.#editor.replace(text);
    } catch (error) {
      toast(t('edit.formatFailed', { type, why: error.message }), 'bad');
    }
  }

  get #table() {
    return this.view === 'table' && this.fields.type === 'properties';
  }

  /** As text or as a table: what is typed in the one is in the other. */
  #look(view) {
    this.view = view;
    router.note({ ...router.current.params, view });
    this.updateComplete.then(() => !this.#table && this.#editor?.focus());
  }

  /** The editor has keys of its own; these are for all else on the page, also where nothing has the focus. */
  #key = event => {
    if (document.querySelector('dialog[open]')) {
      return;
    }
    if (event.key === 's' && (event.ctrlKey || event.metaKey) && !event.defaultPrevented) {
      event.preventDefault();
      this.#publish();
    } else if (event.key === 'Escape' && this.large && !event.defaultPrevented) {
      this.#enlarge();
    }
  };

  #enlarge = () => {
    this.large = !this.large;
    this.classList.toggle('large', this.large);
  };

  async #publish() {
    if (this.#publishing || !this.ready || !this.mayPublish || (!this.dirty && this.#base.exists)) {
      return;
    }
    this.#publishing = true;
    try {
      this.#keepNow();
      const result = await PublishDialog.show({ key: this.key, base: this.#base, text: this.#editor.text, changes: this.#changes, check: this.check, comment: this.#comment });
      if (result?.merged !== undefined) {
        this.#begin(result.base, result.merged, { ...this.fields });
        this.#edited();
      } else if (result?.rest) {
        this.#goOn(result.rest);
        toast(t('publish.donePart', { n: result.version }));
      } else if (result) {
        this.#leave();
        toast(result.changed ? t('publish.done', { n: result.version }) : t('publish.same'), result.changed ? 'ok' : 'info');
        this.dispatchEvent(new CustomEvent('done', { detail: { version: result.version } }));
      }
    } finally {
      this.#publishing = false;
    }
  }

  /** A part is published; the rest stays, as changes of what is live since. */
  #goOn({ base, text }) {
    this.#base = base;
    this.#comment = '';
    if (text !== this.#editor.text) {
      this.#begin(base, text, { ...this.fields });
    }
    this.#edited();
  }

  #differences() {
    if (this.ready) {
      DiffDialog.show({ title_: t('edit.diffTitle', { n: this.#base.version }), before: this.#base.text, after: this.#editor.text, type: this.fields.type,
        reverted: text => this.#editor.replace(text) });
    }
  }

  async #discard() {
    if (!this.dirty || await ask({ title: t('edit.discard'), text: t('edit.discardText', { n: this.#base.version }), ok: t('edit.discard'), danger: true })) {
      this.#leave();
      this.dispatchEvent(new CustomEvent('done', { detail: {} }));
    }
  }

  /** The draft has done its part. */
  #leave() {
    drafts.drop(session.user, this.#store, this.key, this.#own);
    this.#comment = '';
    this.dirty = false;
  }

  async #take(draft) {
    if (this.dirty && !await ask({ title: t('edit.draftTake'), text: t('edit.draftOver'), ok: t('edit.draftTake'), danger: true })) {
      return;
    }
    drafts.remove(draft.id);
    this.found = this.found.filter(each => each !== draft);
    this.#comment = draft.comment ?? '';
    this.#begin(draft.base ?? this.#base, draft.content, draft.fields ?? {});
    this.#edited();
    this.updateComplete.then(() => !this.#table && this.#editor?.focus());
  }

  async #dropDraft(draft) {
    if (await ask({ title: t('edit.draftDrop'), text: t('edit.draftDropText'), ok: t('edit.draftDrop'), danger: true })) {
      drafts.remove(draft.id);
      this.found = this.found.filter(each => each !== draft);
    }
  }

  render() {
    const moved = this.live !== this.#base && this.live.version > this.#base.version;
    const blocked = !this.ready || !this.mayPublish || (!this.dirty && this.#base.exists);
    return html`<div class="page-head">${this.head ?? html`<h1>${t('edit.title', { name: this.key.dataId })}</h1>`}
        ${this.#state()}<span class="grow"></span><div class="row wrap">
        <button @click=${() => this.#discard()}>${this.dirty ? t('edit.discard') : t(this.names ? 'part.cancel' : 'config.back')}</button>
        <button class="primary" title="${t('edit.publish')} (Ctrl+S, p)" ?disabled=${blocked} @click=${() => this.#publish()}>${icon('send')}${t('edit.publish')}</button></div></div>
      ${problemBanner(this.problem)}
      ${moved ? banner('warn', t('edit.liveMoved', { n: this.live.version })) : nothing}
      ${this.kept === false ? banner('warn', t('edit.draftFailed')) : nothing}
      ${this.found.map(draft => this.#draft(draft))}
      ${this.names ? html`<div class="config-filters names">${this.names}</div>` : nothing}
      <div class="config-body"><div class="stack">${this.#tools()}
        ${this.#content()}${findings(this.check, this.#goTo)}</div>
        <aside class="panel pad edit-fields">${this.#details()}</aside></div>`;
  }

  #state() {
    return this.dirty ? html`${badge(t('edit.changed'), 'accent')}${this.kept ? html`<span class="fine">${t('edit.draftKept')}</span>` : nothing}`
      : badge(t('edit.unchanged'));
  }

  #draft(draft) {
    const look = () => DiffDialog.show({ title_: t('edit.draftDiff'), before: this.live.text, after: draft.content, type: this.live.type });
    return draftBanner({ draft, ready: this.ready, take: () => this.#take(draft), look, drop: () => this.#dropDraft(draft) });
  }

  #tools() {
    const switched = name => {
      this.#editor[name] = !this.#editor[name];
      this.requestUpdate();
    };
    return editTools({
      type: this.fields.type, table: this.#table, ready: this.ready, dirty: this.dirty, editor: this.#editor, large: this.large, check: this.check,
      look: view => this.#look(view), differences: () => this.#differences(), format: () => this.#rewrite(formatted, 'edit.formatted'), sort: () => this.#rewrite(sorted, 'edit.sorted'), enlarge: this.#enlarge, switched,
    });
  }

  #content() {
    if (!this.ready) {
      return loading();
    }
    return html`<div class="content" ?hidden=${this.#table}>${this.#editor}</div>
      ${this.#table ? html`<dm-properties .text=${this.#editor.text} .readOnly=${false} @edited=${({ detail }) => this.#editor.replace(detail)}></dm-properties>` : nothing}`;
  }

  #goTo = (line, column) => {
    if (this.#table) {
      this.#look('');
    }
    this.updateComplete.then(() => this.#editor.goTo(line, column));
  };

  #details() {
    const known = this.#base.details ?? (this.#base.exists ? null : { description: '', tags: [], app: '' });
    return html`${detailFields(this.fields, known, change => this.#field(change))}
      <dl class="facts">${lineFacts(this.#base.text)}</dl>`;
  }
}
define('dm-edit', Edit);
