// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing } from '../vendor/lit.js';
import { get, isAbort, post, requestNames } from '../lib/api.js';
import { t } from '../lib/i18n.js';
import { keyParams } from '../lib/keyname.js';
import { readLive } from '../lib/live.js';
import { session } from '../lib/session.js';
import { diffTexts } from '../lib/textdiff.js';
import { asCommandBelow } from '../parts/admin.js';
import { audience, readAudience } from '../parts/audience.js';
import { banner, loading, sentence } from '../parts/banner.js';
import { Dialog } from '../parts/dialog.js';
import { define } from '../parts/element.js';
import { icon } from '../parts/icon.js';
import '../parts/diff.js';

/**
 * Makes the content of an old version the new one, if what is live still is what the person was shown. Resolves to what became of it, or
 * to {instead, base, text, comment}, what is live and what was, where only some parts are to go back ('parts'), or it is to be changed
 * before ('edit').
 */
export class RollbackDialog extends Dialog {
  static properties = { ...Dialog.properties, live: { state: true }, old: { state: true }, moved: { state: true }, several: { state: true }, audience: { state: true } };

  size = 'wide';
  #named = requestNames();

  constructor() {
    super();
    Object.assign(this, { live: null, old: null, moved: false, several: false, audience: null });
  }

  connectedCallback() {
    super.connectedCallback();
    readAudience(this.key, this.closing.signal).then(told => { this.audience = told; });
    this.#look().catch(error => { this.problem = isAbort(error) ? this.problem : error; });
  }

  async #look() {
    const signal = this.closing.signal;
    const [live, old] = await Promise.all([
      readLive(this.key, { signal, level: 'database' }),
      this.old ?? get('/history', { ...keyParams(this.key), version: this.version }, { signal }).then(({ body }) => body),
    ]);
    Object.assign(this, { live, old, several: live.exists && diffTexts(live.text, old.content).regions.length > 1 });
  }

  heading() {
    return t('history.rollBackTitle', { name: this.key.dataId, n: this.version });
  }

  okText() {
    return t('history.rollBack');
  }

  mayAct() {
    return !!this.live && !!this.old && this.live.kind !== 'aggregate';
  }

  extra() {
    const may = this.mayAct() && this.live.exists && session.may('publish', this.key);
    const other = (instead, sign) => html`<button type="button" class="instead" ?disabled=${this.busy} @click=${() => this.#instead(instead)}>${icon(sign)}${t('history.instead.' + instead)}</button>`;
    return this.mayAct() ? html`${asCommandBelow(() => this.#request)}${may && this.several ? other('parts', 'file-diff') : nothing}${may ? other('edit', 'pencil') : nothing}` : nothing;
  }

  #instead(instead) {
    if (!this.busy) {
      this.close({ instead, base: this.live, text: this.old.content, comment: this.#comment });
    }
  }

  get #comment() {
    return this.querySelector('[name=comment]').value.trim();
  }

  get #request() {
    return {
      method: 'POST', path: '/rollback',
      params: { ...keyParams(this.key), version: this.version, comment: this.#comment },
      headers: this.live.exists ? { 'If-Match': this.live.etag } : { 'If-None-Match': '*' },
    };
  }

  async act() {
    const { params, headers: condition } = this.#request;
    try {
      return (await post('/rollback', params, undefined, { ...condition, ...this.#named(params, condition) })).body;
    } catch (error) {
      if (error.code !== 'PRECONDITION_FAILED') {
        throw error.unknown ? Object.assign(error, { detail: `${sentence(error)} ${t('problem.unknownOutcome')}` }) : error;
      }
      this.moved = true;
      await this.#look();
      return undefined;
    }
  }

  content() {
    if (!this.live || !this.old) {
      return this.problem ? nothing : loading();
    }
    if (this.live.kind === 'aggregate') {
      return banner('bad', t('history.aggregate'));
    }
    return html`${this.moved ? banner('warn', t('history.moved', { n: this.live.version })) : nothing}${audience(this.audience)}
      <p class="muted">${this.live.exists ? t('history.rollBackText', { n: this.version, next: this.live.version + 1 }) : t('history.rollBackMake', { n: this.version })}</p>
      <dm-diff .before=${this.live.text} .after=${this.old.content} .type=${this.live.exists ? this.live.type : ''}></dm-diff>
      <label class="field"><span>${t('publish.comment')}</span><input name="comment" maxlength="512" autocomplete="off" autofocus>
        <small>${t('publish.commentHint')}</small></label>`;
  }
}
define('dm-rollback', RollbackDialog);
