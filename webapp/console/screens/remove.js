// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing } from '../vendor/lit.js';
import { del, requestNames } from '../lib/api.js';
import { t } from '../lib/i18n.js';
import { keyParams } from '../lib/keyname.js';
import { readLive } from '../lib/live.js';
import { asCommandBelow, field, input } from '../parts/admin.js';
import { banner, sentence } from '../parts/banner.js';
import { Dialog } from '../parts/dialog.js';
import { define } from '../parts/element.js';
import '../parts/diff.js';

/** Takes a key away, if it still is what the person saw: what was published meanwhile is shown before it goes, too. */
export class RemoveDialog extends Dialog {
  static properties = { ...Dialog.properties, live: { state: true } };

  danger = true;
  typed = '';
  #before = null;
  #named = requestNames();

  heading() {
    return t('remove.title', { name: this.key.dataId });
  }

  okText() {
    return t('config.remove');
  }

  mayAct() {
    return this.live.exists && this.typed === this.key.dataId;
  }

  extra() {
    return asCommandBelow(() => this.#request);
  }

  get #request() {
    return {
      method: 'DELETE', path: '/config', params: { ...keyParams(this.key), comment: this.querySelector('[name=comment]').value },
      headers: { 'If-Match': this.live.etag },
    };
  }

  content() {
    return html`<p>${t('remove.text')}</p>${this.#meanwhile()}
      ${field(t('admin.typeIt', { name: this.key.dataId }), input(this, this, 'typed', { mono: true }))}<label class="field"><span>${t('publish.comment')}</span>
      <input name="comment" maxlength="512" autocomplete="off"><small>${t('publish.commentHint')}</small></label>`;
  }

  async act() {
    const { params, headers: condition } = this.#request;
    try {
      await del('/config', params, undefined, { ...condition, ...this.#named(params, condition) });
      return true;
    } catch (error) {
      if (error.code !== 'PRECONDITION_FAILED') {
        throw error.unknown ? Object.assign(error, { detail: `${sentence(error)} ${t('problem.unknownOutcome')}` }) : error;
      }
      this.#before = this.live.text;
      this.live = await readLive(this.key, { signal: this.closing.signal, level: 'database' });
      return undefined;
    }
  }

  #meanwhile() {
    if (this.#before === null) {
      return nothing;
    }
    return this.live.exists ? html`${banner('warn', t('remove.moved', { n: this.live.version, by: this.live.details?.by ?? '?' }))}
      <dm-diff .before=${this.#before} .after=${this.live.text} .type=${this.live.type}></dm-diff>` : banner('warn', t('remove.gone'));
  }
}
define('dm-remove', RemoveDialog);
