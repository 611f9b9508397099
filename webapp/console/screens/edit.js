// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html, live, nothing } from '../vendor/lit.js';
import { isAbort, post } from '../lib/api.js';
import * as drafts from '../lib/drafts.js';
import { ago } from '../lib/format.js';
import { formatJson } from '../lib/jsonformat.js';
import { t } from '../lib/i18n.js';
import { TYPES, sameKey } from '../lib/keyname.js';
import { bind } from '../lib/keys.js';
import { changedDetails, readTags } from '../lib/live.js';
import { session } from '../lib/session.js';
import { badge } from '../parts/badge.js';
import { banner, loading, problemBanner, sentence } from '../parts/banner.js';
import { ask } from '../parts/dialog.js';
import { DiffDialog } from '../parts/diffdialog.js';
import { DmElement, define } from '../parts/element.js';
import { icon } from '../parts/icon.js';
import { toast } from '../parts/toast.js';
import { PublishDialog } from './publish.js';

const CHECK_MILLIS = 400;
const DRAFT_MILLIS = 500;
const UNCHECKED = ['text', 'html'];

/**
 * Changing a configuration, or writing a new one: `live` is what it is now, `key` where. Events: 'done' {version}. What the
 * person began with (`#base`) stays what his changes are measured by, whatever is published meanwhile.
 */
class Edit extends DmElement {
  static properties = {
    key: { attribute: false }, draft: { attribute: false }, live: { attribute: false }, head: { attribute: false }, names: { attribute: false }, mayPublish: { attribute: false }, dirty: { state: true }, check: { state: true },
    kept: { state: true }, found: { state: true }, fields: { state: true }, ready: { state: true }, problem: { state: true },
  };

  #base = null;
  /** Where its drafts are: new keys have no store yet that told its epoch. */
  #store = drafts.NEW;
  #editor = null;
  #checking = null;
  #checkTimer;
  #draftTimer;
  #unbind = [];
  #publishing = false;

  constructor() {
    super();
    Object.assign(this, { dirty: false, check: null, kept: null, found: [], fields: {}, mayPublish: true, ready: false, problem: null });
  }

  connectedCallback() {
    super.connectedCallback();
    this.#unbind = [bind('p', 'edit.publishKey', () => this.#publish()), bind('d', 'edit.diffKey', () => this.#differences())];
    globalThis.addEventListener('pagehide', this.#keepNow);
    document.addEventListener('visibilitychange', this.#keepNow);
  }

  disconnectedCallback() {
    this.#keepNow();
    this.#unbind.forEach(undo => undo());
    globalThis.removeEventListener('pagehide', this.#keepNow);
    document.removeEventListener('visibilitychange', this.#keepNow);
    clearTimeout(this.#checkTimer);
    this.#checking?.abort();
    super.disconnectedCallback();
  }

  willUpdate(changed) {
    if (changed.has('live') && (!this.#base || (!this.dirty && this.ready))) {
      this.#store = this.live.epoch || drafts.NEW;
      this.#begin(this.live, this.live.text, {});
    }
    if (changed.get('key') && !sameKey(changed.get('key'), this.key)) {
      drafts.drop(session.user, this.#store, changed.get('key'));
      this.#keepSoon();
    }
    if (changed.has('key') && !this.found.length && !this.dirty) {
      this.found = drafts.others(session.user, this.#store, this.key, this.draft);
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
        { content: this.#editor.text, fields: this.fields, base: { text, version, epoch, etag, type, details, exists } });
    } else {
      drafts.drop(session.user, this.#store, this.key);
      this.kept = null;
    }
  };

  #checkSoon(millis) {
    clearTimeout(this.#checkTimer);
    this.#checking?.abort();
    if (!this.#editor) {
      return;
    }
    const type = this.fields.type;
    if (UNCHECKED.includes(type) || this.#editor.text === '') {
      this.check = { state: 'none' };
      this.#editor.findings = [];
      return;
    }
    this.check = { ...this.check, state: 'busy' };
    this.#checkTimer = setTimeout(() => this.#ask(type), millis);
  }

  async #ask(type) {
    const asking = new AbortController();
    this.#checking = asking;
    try {
      const { body } = await post('/validate', { type }, this.#editor.text, {}, { signal: asking.signal });
      this.check = { state: 'done', problems: body.problems };
      this.#editor.findings = body.problems;
    } catch (error) {
      if (!isAbort(error)) {
        this.check = { state: 'failed', problem: error };
        if (error.retryAfter) {
          this.#checkTimer = setTimeout(() => this.#ask(type), error.retryAfter * 1000);
        }
      }
    }
  }

  #format() {
    try {
      const text = formatJson(this.#editor.text, this.#editor.separator);
      if (text === this.#editor.text) {
        toast(t('edit.formatted'), 'info');
      } else {
        this.#editor.replace(text);
      }
    } catch (error) {
      toast(t('edit.formatFailed', { why: error.message }), 'bad');
    }
  }

  async #publish() {
    if (this.#publishing || !this.ready || !this.mayPublish || (!this.dirty && this.#base.exists)) {
      return;
    }
    this.#publishing = true;
    try {
      this.#keepNow();
      const result = await PublishDialog.show({ key: this.key, base: this.#base, text: this.#editor.text, changes: this.#changes, check: this.check });
      if (result?.merged !== undefined) {
        this.#begin(result.base, result.merged, { ...this.fields });
        this.#edited();
      } else if (result) {
        this.#leave();
        toast(result.changed ? t('publish.done', { n: result.version }) : t('publish.same'), result.changed ? 'ok' : 'info');
        this.dispatchEvent(new CustomEvent('done', { detail: { version: result.version } }));
      }
    } finally {
      this.#publishing = false;
    }
  }

  #differences() {
    if (this.ready) {
      DiffDialog.show({ title_: t('edit.diffTitle', { n: this.#base.version }), before: this.#base.text, after: this.#editor.text });
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
    drafts.drop(session.user, this.#store, this.key);
    this.dirty = false;
  }

  async #take(draft) {
    if (this.dirty && !await ask({ title: t('edit.draftTake'), text: t('edit.draftOver'), ok: t('edit.draftTake'), danger: true })) {
      return;
    }
    drafts.remove(draft.id);
    this.found = this.found.filter(each => each !== draft);
    this.#begin(draft.base ?? this.#base, draft.content, draft.fields ?? {});
    this.#edited();
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
      ${this.names ? html`<div class="config-filters">${this.names}</div>` : nothing}
      <div class="config-body"><div class="stack">${this.#tools()}
        <div class="content">${this.ready ? this.#editor : loading()}</div>${this.#findings()}</div>
        <aside class="panel pad edit-fields">${this.#details()}</aside></div>`;
  }

  #state() {
    return this.dirty ? html`${badge(t('edit.changed'), 'accent')}${this.kept ? html`<span class="fine">${t('edit.draftKept')}</span>` : nothing}`
      : badge(t('edit.unchanged'));
  }

  #draft(draft) {
    return banner('info', t('edit.draftFound', { when: ago(draft.at), n: draft.base?.version ?? 0 }), html`<div class="row wrap">
      <button class="primary" ?disabled=${!this.ready} @click=${() => this.#take(draft)}>${t('edit.draftTake')}</button>
      <button @click=${() => DiffDialog.show({ title_: t('edit.draftDiff'), before: this.live.text, after: draft.content })}>${t('edit.draftDiff')}</button>
      <button class="bare" @click=${() => this.#dropDraft(draft)}>${t('edit.draftDrop')}</button></div>`);
  }

  #tools() {
    return html`<div class="row wrap tools"><button class="bare" ?disabled=${!this.ready} @click=${() => this.#editor.find()}>${icon('search')}${t('config.find')}</button>
      <button class="bare" title="${t('edit.diffKey')} (d)" ?disabled=${!this.ready || !this.dirty} @click=${() => this.#differences()}>${icon('file-diff')}${t('edit.diffKey')}</button>
      ${this.fields.type === 'json' ? html`<button class="bare" ?disabled=${!this.ready} @click=${() => this.#format()}>${icon('braces')}${t('edit.format')}</button>` : nothing}
      <button class="bare" aria-pressed=${this.#editor?.signs ?? false} ?disabled=${!this.ready} @click=${() => { this.#editor.signs = !this.#editor.signs; this.requestUpdate(); }}>${icon('eye')}${t('config.signs')}</button>
      <button class="bare" aria-pressed=${this.#editor?.wrap ?? true} ?disabled=${!this.ready} @click=${() => { this.#editor.wrap = !this.#editor.wrap; this.requestUpdate(); }}>${icon('wrap-text')}${t('config.wrap')}</button>
      <span class="grow"></span><span role="status">${this.#verdict()}</span></div>`;
  }

  #verdict() {
    const { state, problems = [], problem } = this.check ?? { state: 'none' };
    if (state === 'failed') {
      return badge(t('edit.checkFailed'), 'warn', sentence(problem));
    }
    if (state === 'none') {
      return UNCHECKED.includes(this.fields.type) ? html`<span class="fine">${t('edit.unchecked', { type: this.fields.type })}</span>` : nothing;
    }
    if (state === 'busy') {
      return html`<span class="fine">${t('edit.checking')}</span>`;
    }
    const errors = problems.filter(each => each.severity === 'error').length;
    const warnings = problems.length - errors;
    return html`${errors ? badge(t('edit.errors', { n: errors }), 'bad') : badge(t('edit.wellFormed'), 'ok')}
      ${warnings ? badge(t('edit.warnings', { n: warnings }), 'warn') : nothing}`;
  }

  #findings() {
    const problems = this.check?.problems ?? [];
    return problems.length && this.check.state !== 'none' ? html`<div class="findings">${problems.map(each => html`<button type="button" @click=${() => this.#editor.goTo(each.line, each.column)}>
      <span class=${each.severity === 'error' ? 'bad' : 'warn'}>${icon(each.severity === 'error' ? 'circle-x' : 'triangle-alert')}</span>
      <span class="fine nowrap">${t('edit.place', { line: each.line, column: each.column })}</span><span class="break">${each.message}</span></button>`)}</div>` : nothing;
  }

  #details() {
    const known = this.#base.details ?? (this.#base.exists ? null : { description: '', tags: [], app: '' });
    const value = name => this.fields[name] ?? known?.[name] ?? '';
    return html`<label class="field"><span>${t('config.type')}</span><select name="type" .value=${live(this.fields.type)} @change=${event => this.#field({ type: event.target.value })}>
        ${TYPES.map(each => html`<option ?selected=${each === this.fields.type}>${each}</option>`)}</select></label>
      ${known ? html`
      <label class="field"><span>${t('config.description')}</span><textarea name="description" rows="2" maxlength="1024" .value=${value('description')}
        @input=${event => this.#field({ description: event.target.value })}></textarea></label>
      <label class="field"><span>${t('config.tags')}</span><input name="tags" autocomplete="off" .value=${this.fields.tagText ?? [value('tags')].flat().join(', ')}
        @input=${event => this.#field({ tags: readTags(event.target.value), tagText: event.target.value })}><small>${t('config.tagsHint')}</small></label>
      <label class="field"><span>${t('config.app')}</span><input name="app" autocomplete="off" maxlength="128" .value=${value('app')}
        @input=${event => this.#field({ app: event.target.value.trim() })}></label>` : html`<p class="fine">${t('config.detailsUnknown')}</p>`}`;
  }
}
define('dm-edit', Edit);
