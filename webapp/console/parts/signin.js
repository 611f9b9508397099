// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing } from '../vendor/lit.js';
import { post, put } from '../lib/api.js';
import { LANGUAGES, language, setLanguage, t } from '../lib/i18n.js';
import { session } from '../lib/session.js';
import { banner, problemBanner } from './banner.js';
import { DmElement, define } from './element.js';
import { isChosen, newPassword } from './password.js';

/**
 * Signing in, and choosing a password where the first one was good for once. In place (over a screen whose session has
 * ended) nothing of the screen is lost.
 */
class SignIn extends DmElement {
  static properties = { inPlace: { type: Boolean }, busy: { state: true }, problem: { state: true }, chosen: { state: true } };

  #user = '';
  #password = '';

  constructor() {
    super();
    Object.assign(this, { inPlace: false, busy: false, problem: null, chosen: {} });
  }

  connectedCallback() {
    super.connectedCallback();
    this.#user = session.user;
  }

  updated() {
    const dialog = this.querySelector('dialog');
    if (dialog && !dialog.open) {
      dialog.showModal();
      dialog.querySelector('[name=password]')?.focus();
    }
  }

  firstUpdated() {
    this.querySelector(this.#user ? '[name=password], [name=new]' : '[name=user]')?.focus();
  }

  #signIn = async event => {
    event.preventDefault();
    const form = new FormData(event.target);
    this.#user = form.get('user').trim();
    this.#password = form.get('password');
    if (!this.#user || !this.#password) {
      return;
    }
    await this.#busily(async () => {
      const { body } = await post('/session', {}, { user: this.#user, password: this.#password });
      await session.signedIn(body);
    });
  };

  #choose = async event => {
    event.preventDefault();
    const old = this.#password || new FormData(event.target).get('old');
    if (!isChosen(this.chosen) || !old) {
      this.querySelector('[name=old]')?.focus();
      return;
    }
    await this.#busily(async () => {
      await put('/session/password', {}, { old, new: this.chosen.wanted });
      this.#password = '';
      this.chosen = {};
      await session.load();
    });
  };

  async #busily(act) {
    if (this.busy) {
      return;
    }
    Object.assign(this, { busy: true, problem: null });
    try {
      await act();
    } catch (error) {
      this.problem = error.code === 'SIGN_IN_FAILED' ? Object.assign(error, { detail: t('sign.wrong'), code: '' }) : error;
    } finally {
      this.busy = false;
    }
  }

  render() {
    const card = session.state === 'password' ? this.#chooseCard() : this.#signInCard();
    return this.inPlace ? html`<dialog class="sign-in-place" aria-label=${t('sign.title')} @cancel=${event => event.preventDefault()}
        @keydown=${event => event.key === 'Escape' && event.preventDefault()} @close=${event => this.isConnected && event.target.showModal()}>${card}</dialog>`
      : html`<main class="sign-in"><div class="sign-in-card"><div class="sign-in-brand"><img src="icon.svg" alt="" width="40" height="40"><span>Diamond</span></div>${card}</div>
        <p class="languages">${Object.entries(LANGUAGES).map(([name, text]) => html`<button class="bare" lang=${name}
          aria-pressed=${name === language()} @click=${() => setLanguage(name)}>${text}</button>`)}</p></main>`;
  }

  #signInCard() {
    return html`<form @submit=${this.#signIn} novalidate>
      ${this.inPlace ? html`<h2>${t('sign.title')}</h2>${banner('info', t('sign.again'))}` : html`<h1>${t('sign.title')}</h1>`}
      <label class="field"><span>${t('sign.user')}</span><input name="user" autocomplete="username" autocapitalize="none"
        spellcheck="false" required .value=${this.#user}></label>
      <label class="field"><span>${t('sign.password')}</span><input name="password" type="password"
        autocomplete="current-password" required maxlength="128"></label>
      ${problemBanner(this.problem)}
      <button class="primary big" ?disabled=${this.busy}>${this.busy ? html`<span class="spinner"></span>` : nothing}${t('sign.in')}</button>
      ${this.inPlace ? nothing : html`<p class="fine">${t('sign.first')}</p>`}</form>`;
  }

  #chooseCard() {
    return html`<form @submit=${this.#choose} novalidate>
      <h1>${t('sign.chooseTitle')}</h1><p>${t('sign.chooseText')}</p>
      <input hidden type="text" autocomplete="username" .value=${session.user}>
      ${this.#password ? nothing : html`<label class="field"><span>${t('sign.old')}</span><input type="password" name="old"
        autocomplete="current-password" required></label>`}
      ${newPassword(this.chosen, change => { this.chosen = { ...this.chosen, ...change }; })}
      ${problemBanner(this.problem)}
      <button class="primary big" ?disabled=${this.busy || !isChosen(this.chosen)}>${t('sign.choose')}</button>
      <button type="button" class="bare" @click=${() => session.signOut().catch(() => {})}>${t('sign.other')}</button></form>`;
  }
}
define('dm-sign-in', SignIn);
