// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html } from '../vendor/lit.js';
import { Dialog } from './dialog.js';
import { define } from './element.js';
import './diff.js';

/** Two texts and what differs between them. */
export class DiffDialog extends Dialog {
  size = 'wide';

  heading() {
    return this.title_;
  }

  okText() {
    return '';
  }

  content() {
    return html`<dm-diff .before=${this.before} .after=${this.after} .type=${this.type ?? ''}></dm-diff>`;
  }
}
define('dm-diff-dialog', DiffDialog);
