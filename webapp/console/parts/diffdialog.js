// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html } from '../vendor/lit.js';
import { t } from '../lib/i18n.js';
import { Dialog } from './dialog.js';
import { define } from './element.js';
import './diff.js';

/** Two texts and what differs between them. With `reverted` each part can be taken back: it is handed the text without it. */
export class DiffDialog extends Dialog {
  size = 'wide';

  heading() {
    return this.title_;
  }

  okText() {
    return '';
  }

  content() {
    return html`<dm-diff .before=${this.before} .after=${this.after} .type=${this.type ?? ''} .one=${this.reverted ? t('diff.takeBack') : ''}
      @one=${({ detail }) => this.#revert(detail.without)}></dm-diff>`;
  }

  #revert(text) {
    this.after = text;
    this.reverted(text);
    this.requestUpdate();
  }
}
define('dm-diff-dialog', DiffDialog);
