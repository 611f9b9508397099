// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing } from '../vendor/lit.js';
import { address, isAbort, post, put, requestNames } from '../lib/api.js';
import { curl, javaPublish } from '../lib/copyas.js';
import { carriedParts, without } from '../lib/hunks.js';
import { t } from '../lib/i18n.js';
import { keyParams } from '../lib/keyname.js';
import { readLive } from '../lib/live.js';
import { hasConflict, merge, merged } from '../lib/merge.js';
import { diffTexts } from '../lib/textdiff.js';
import { audience, readAudience } from '../parts/audience.js';
import { banner, loading, sentence } from '../parts/banner.js';
import { copyAs } from '../parts/copyas.js';
import { Dialog } from '../parts/dialog.js';
import { define } from '../parts/element.js';
import { icon } from '../parts/icon.js';
import '../parts/diff.js';

/** Emptied, they are sent as empty: left out they would stay. */
const KEPT = ['description', 'tags', 'app'];

/**
 * Publishes `text` and `changes` made on `base`: shows the difference to what is live now, and where somebody published
 * meanwhile, brings both together. The precondition is always the version whose difference was shown. Resolves to
 * {version, changed}, or to {merged, base} when the person goes on editing the result of a merge. Of several parts some can be left
 * out: then `rest` is {text, base}, the whole and what is live since; where others publish meanwhile, they stay out as far as they are
 * still the same. With `alone`, a sentence that says what is brought in, it is that or nothing: there is no editor that one could go back
 * to, and with `parts` some of it can be left out all the same. A `comment` is what was typed before.
 */
export class PublishDialog extends Dialog {
  static properties = { ...Dialog.properties, live: { state: true }, segments: { state: true }, left: { state: true }, lost: { state: true }, choices: { state: true }, result: { state: true }, sure: { state: true }, empty: { state: true }, audience: { state: true } };

  size = 'wide';
  #named = requestNames();
  /** What the server said of the text as it came from the editor. */
  #given;
  /** The parts that were left out, and of which difference: {before, after, left}. */
  #choice = null;

  constructor() {
    super();
    Object.assign(this, { live: null, segments: null, left: new Set(), lost: 0, choices: {}, whole: null, result: null });
    Object.assign(this, { sure: false, empty: false, audience: null, alone: '', parts: false, comment: '' });
  }

  connectedCallback() {
    super.connectedCallback();
    this.#given = this.check;
    this.#look().catch(error => { this.problem = isAbort(error) ? this.problem : error; });
    readAudience(this.key, this.closing.signal).then(told => { this.audience = told; });
  }

  /** Reads what is live in the database, and works out once what publishing means. */
  async #look() {
    const live = await readLive(this.key, { signal: this.closing.signal, level: 'database', likelyAbsent: !this.base.exists });
    const moved = live.exists !== this.base.exists || (live.exists && live.etag !== this.base.etag);
    this.segments = moved && live.exists ? merge(this.base.text, this.text, live.text) : null;
    Object.assign(this, { live, choices: {}, sure: false });
    this.#decide();
  }

  #decide() {
    this.whole = this.segments ? merged(this.segments, this.choices) : this.text;
    const { left, lost } = this.#carried();
    this.lost = lost;
    this.#take(left, left.size ? without(diffTexts(this.live.text, this.whole), left) : this.whole);
  }

  /** What was left out before stays out. Until all is decided nothing is known of it. */
  #carried() {
    const { before, after, left = new Set() } = this.#choice ?? {};
    if (!left.size || this.whole === null) {
      return { left: new Set(), lost: 0 };
    }
    return this.#picks ? carriedParts(diffTexts(before, after), left, diffTexts(this.live.text, this.whole)) : { left: new Set(), lost: left.size };
  }

  get #picks() {
    return this.base.exists && this.live.exists && (!this.alone || this.parts);
  }

  /** Not while it is published: what is sent is what was chosen. */
  #choose({ target, detail: { left, text } }) {
    if (this.busy) {
      target.requestUpdate();
      return;
    }
    this.#choice = { before: this.live.text, after: this.whole, left };
    this.lost = 0;
    this.#take(left, text);
  }

  /** What of the whole is published. */
  #take(left, text) {
    Object.assign(this, { left, result: text, sure: false });
    if (text && (left.size || this.segments || this.alone)) {
      this.#validate(text, this.#type);
    } else {
      this.check = text === this.text ? this.#given : undefined;
    }
  }

  get #type() {
    return this.changes.type ?? (this.alone ? this.live.type : this.base.type);
  }

  /** What came of a merge, or of a choice of parts, was never in the editor, so it is checked here. */
  async #validate(text, type) {
    this.check = { state: 'busy' };
    this.sure = false;
    const check = await post('/validate', { type }, text, {}, { signal: this.closing.signal })
      .then(({ body }) => ({ state: 'done', problems: body.problems }), problem => ({ state: 'failed', problem }));
    if (text === this.result) {
      this.check = check;
      this.requestUpdate();
    }
  }

  heading() {
    return t('publish.title', { name: this.key.dataId });
  }

  okText() {
    return t(this.live && !this.live.exists && !this.alone ? 'publish.okNew' : this.left.size ? 'publish.okPart' : 'publish.ok');
  }

  get #errors() {
    return this.check?.state === 'done' ? this.check.problems.filter(each => each.severity === 'error').length : 0;
  }

  get #nothing() {
    return this.live.exists && this.result === this.live.text && !this.#changed.length;
  }

  /** Changes that are not what is live already. */
  get #changed() {
    return Object.entries(this.changes).filter(([name, value]) => String(value) !== String(this.#liveValue(name)));
  }

  /** What was to be brought into it has nowhere to go. */
  get #gone() {
    return this.alone && !this.live.exists;
  }

  /** What was removed meanwhile and is made anew has nothing left that would stay. */
  get #kept() {
    const { description, tags, app } = this.base.details ?? {};
    return this.base.exists && !this.live.exists ? { type: this.base.type, description, tags, app } : {};
  }

  #liveValue = name => (name === 'type' ? this.live.type : this.live.details?.[name] ?? '');

  mayAct() {
    return !!this.live && this.result !== null && this.live.kind !== 'aggregate' && !this.#gone && !this.#nothing
      && (!this.#errors || this.sure) && (this.result !== '' || this.empty);
  }

  mayLeave() {
    return !Object.keys(this.choices).length && !this.left.size && (this.querySelector('[name=comment]')?.value ?? this.comment) === this.comment;
  }

  /** What is sent: the names, what else was changed, and the version whose difference is shown. */
  #request() {
    const changes = { ...this.#kept, ...Object.fromEntries(this.#changed) };
    const params = { ...keyParams(this.key), ...changes, ...(changes.tags ? { tags: changes.tags.join(',') } : {}),
      comment: this.querySelector('[name=comment]').value.trim(), ...(this.result === '' ? { allowEmpty: true } : {}) };
    return [params, this.live.exists ? { 'If-Match': this.live.etag } : { 'If-None-Match': '*' }];
  }

  async act() {
    const [params, condition] = this.#request();
    const { result, whole, left, live } = this;
    const changed = Object.fromEntries(this.#changed);
    const headers = { ...condition, ...this.#named(params, condition, result) };
    try {
      const { body, headers: told } = await put('/config', params, result, headers, { kept: KEPT });
      return left.size ? { ...body, rest: { text: whole, base: since(live, result, changed, body, told) } } : body;
    } catch (error) {
      if (error.code !== 'PRECONDITION_FAILED') {
        throw error.unknown ? Object.assign(error, { detail: `${sentence(error)} ${t('problem.unknownOutcome')}` }) : error;
      }
      await this.#look();
      return undefined;
    }
  }

  extra() {
    return html`${this.live && this.result !== null && !this.#gone ? html`<span class="up">${copyAs({
      curl: () => curl({ url: address('/config', this.#request()[0], KEPT), method: 'PUT', headers: this.#request()[1], body: this.result }),
      java: () => javaPublish(location.host, this.key, this.result),
    })}</span>` : nothing}${this.segments && this.result !== null && !this.alone ? html`<button type="button" ?disabled=${this.busy}
      @click=${() => !this.busy && this.close({ merged: this.whole, base: this.live })}>${icon('pencil')}${t('publish.takeMerge')}</button>` : nothing}`;
  }

  content() {
    if (!this.live) {
      return this.problem ? nothing : loading();
    }
    if (this.live.kind === 'aggregate') {
      return banner('bad', t('publish.kind'));
    }
    if (this.#gone) {
      return banner('bad', t('publish.gone'));
    }
    return html`${this.#meanwhile()}
      <p class="muted">${this.live.exists ? t('publish.fromTo', { from: this.live.version, to: this.live.version + 1 }) : t('publish.first')}</p>
      ${audience(this.audience)}
      ${this.segments ? this.segments.map((segment, i) => (segment.kind === 'conflict' ? this.#conflict(segment, i) : nothing)) : nothing}
      ${this.result === null ? nothing : html`<h3>${t('publish.liveDiff')}</h3>
        ${this.#nothing ? banner('info', t('publish.nothing')) : nothing}
        ${this.#nothing && !this.left.size ? nothing : html`<dm-diff .before=${this.live.text} .after=${this.whole} .type=${this.#type}
          .left=${this.#picks ? this.left : null} @left=${event => this.#choose(event)}></dm-diff>`}
        ${this.lost ? banner('warn', t('publish.lost', { n: this.lost })) : nothing}
        ${this.left.size ? html`<p class="fine">${t(this.alone ? 'publish.restLive' : 'publish.rest', { n: this.left.size })}</p>` : nothing}`}
      ${this.#details()}${this.#confirm()}
      <label class="field"><span>${t('publish.comment')}</span><input name="comment" value=${this.comment} maxlength="512" autocomplete="off" autofocus>
        <small>${t('publish.commentHint')}</small></label>`;
  }

  #meanwhile() {
    if (this.base.exists && !this.live.exists) {
      return banner('warn', t('publish.removed'));
    }
    if (!this.segments) {
      return this.alone ? banner('info', this.alone) : nothing;
    }
    const told = this.alone || (this.base.exists ? t('publish.moved', { n: this.live.version, by: this.live.details?.by ?? '?' }) : t('publish.appeared'));
    const left = this.segments.filter((each, i) => each.kind === 'conflict' && !this.choices[i]).length;
    return banner(this.alone && !left ? 'info' : 'warn', html`${told} ${hasConflict(this.segments) || this.alone ? nothing : t('publish.movedClean')}
      ${left ? html`<b>${t('publish.conflictsLeft', { n: left })}</b>` : nothing}`);
  }

  #conflict(segment, i) {
    const choose = choice => {
      if (this.busy) {
        return;
      }
      this.choices = { ...this.choices, [i]: choice };
      this.#decide();
    };
    const side = (name, text) => html`<div class=${this.choices[i] === name || this.choices[i] === 'both' ? 'chosen' : ''}>
      <p class="fine">${t('publish.' + name)}</p><pre>${text || t('publish.nothingHere')}</pre></div>`;
    return html`<section class="conflict"><header>${icon('git-merge')}<span class="grow">${t('publish.conflict')}</span><div class="buttons">
      ${['mine', 'theirs', 'both'].map(name => html`<button type="button" aria-pressed=${this.choices[i] === name} @click=${() => choose(name)}>${t('publish.' + name)}</button>`)}
      </div></header><div class="sides">${side('mine', segment.mine)}${side('theirs', segment.theirs)}</div></section>`;
  }

  /** What else changes, and where somebody changed the same meanwhile. */
  #details() {
    const rows = this.#changed;
    return rows.length ? html`<h3>${t('publish.details')}</h3><dl class="facts">${rows.map(([name, value]) => html`<dt>${t('config.' + name)}</dt>
      <dd>${this.live.exists ? html`<del class="muted">${String(this.#liveValue(name)) || '–'}</del> → ` : nothing}${String(value) || '–'}</dd>`)}</dl>
      ${rows.filter(([name]) => this.#theirs(name)).map(([name]) => banner('warn', t('publish.sameDetail',
    { name: t('config.' + name), theirs: String(this.#liveValue(name)) })))}` : nothing;
  }

  #theirs(name) {
    const before = name === 'type' ? this.base.type : this.base.details?.[name];
    return this.base.exists && this.live.exists && before !== undefined && String(before) !== String(this.#liveValue(name));
  }

  #confirm() {
    const type = this.#type;
    return html`${['busy', 'failed'].includes(this.check?.state) ? html`<p class="fine warn">${t('publish.unchecked')}</p>` : nothing}
      ${this.#errors ? html`<label class="check"><input type="checkbox" .checked=${this.sure} @change=${event => { this.sure = event.target.checked; }}>
        <span class="bad">${t('publish.errors', { n: this.#errors, type })}</span></label>` : nothing}
      ${this.result === '' ? html`<label class="check"><input type="checkbox" .checked=${this.empty} @change=${event => { this.empty = event.target.checked; }}>
        <span>${t('publish.empty')}</span></label>` : nothing}`;
  }
}
define('dm-publish', PublishDialog);

/** What is live since: as it was shown, with what was sent. */
const since = (live, text, { type, ...labels }, { version, md5 }, headers) => ({
  ...live, text, version, md5, etag: headers.get('ETag')?.replace('-gz"', '"') ?? null,
  type: type ?? live.type, details: live.details && { ...live.details, ...labels } });
