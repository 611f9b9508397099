// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing } from '../vendor/lit.js';
import { put } from '../lib/api.js';
import { t } from '../lib/i18n.js';
import { session } from '../lib/session.js';
import { Dialog } from './dialog.js';
import { define } from './element.js';
import { toast } from './toast.js';

/** Two fields for a new password. */
export const newPassword = (state, changed) => html`
  <label class="field"><span>${t('sign.new')}</span>
    <input type="password" name="new" autocomplete="new-password" required maxlength="128" .value=${state.wanted ?? ''}
      aria-describedby="password-hint" @input=${event => changed({ wanted: event.target.value })}>
    <small id="password-hint">${t('sign.hint')}</small></label>
  <label class="field"><span>${t('sign.repeat')}</span>
    <input type="password" name="repeat" autocomplete="new-password" required maxlength="128" .value=${state.again ?? ''}
      @input=${event => changed({ again: event.target.value })}>
    ${state.again && !state.wanted?.startsWith(state.again) ? html`<small class="bad">${t('sign.differ')}</small>` : nothing}</label>`;

export const isChosen = state => !!state.wanted && state.wanted === state.again;

/** Another password of one's own. */
export class PasswordDialog extends Dialog {
  #state = {};

  heading() {
    return t('shell.password');
  }

  okText() {
    return t('sign.choose');
  }

  mayAct() {
    return isChosen(this.#state) && !!this.#state.old;
  }

  content() {
    return html`<input hidden type="text" autocomplete="username" .value=${session.user}>
      <label class="field"><span>${t('sign.old')}</span><input type="password" name="old" autocomplete="current-password" required
        @input=${event => this.#changed({ old: event.target.value })}></label>
      ${newPassword(this.#state, change => this.#changed(change))}`;
  }

  async act() {
    await put('/session/password', {}, { old: this.#state.old, new: this.#state.wanted });
    toast(t('sign.changed'));
    return true;
  }

  #changed(change) {
    Object.assign(this.#state, change);
    this.requestUpdate();
  }
}
define('dm-password', PasswordDialog);
