// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html } from '../vendor/lit.js';
import { answers } from '../lib/api.js';
import { t } from '../lib/i18n.js';
import { DmElement, define } from './element.js';

/** A button that asks again; with `waits` it does so by itself as soon as the server, or its database, is back. */
class Retry extends DmElement {
  static properties = { again: { attribute: false }, waits: { attribute: false } };

  #back = () => this.waits && this.again?.();

  connectedCallback() {
    super.connectedCallback();
    answers.addEventListener('back', this.#back);
  }

  disconnectedCallback() {
    answers.removeEventListener('back', this.#back);
    super.disconnectedCallback();
  }

  render() {
    return html`<button type="button" @click=${() => this.again()}>${t('part.retry')}</button>`;
  }
}
define('dm-retry', Retry);
