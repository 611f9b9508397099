// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html } from '../vendor/lit.js';
import { t } from '../lib/i18n.js';
import { keysOn, shortcuts, switchKeys } from '../lib/keys.js';
import { Dialog } from './dialog.js';
import { define } from './element.js';

/** All shortcuts that work just now. */
class Sheet extends Dialog {
  heading() {
    return t('sheet.title');
  }

  okText() {
    return '';
  }

  content() {
    const always = [{ keys: 'Ctrl+Enter', text: 'sheet.act' }, { keys: 'Esc', text: 'sheet.leave' }];
    return html`<label class="check"><input type="checkbox" .checked=${keysOn()} @change=${event => switchKeys(event.target.checked)}>
        ${t('sheet.single')}</label>
      <dl class="keys">${[...shortcuts(), ...always].map(each => html`<dt>${each.keys.split(' ').map(key =>
      html`<kbd>${key}</kbd>`)}</dt><dd>${t(each.text)}</dd>`)}</dl>`;
  }

  close() {
    this.dispatchEvent(new Event('close'));
  }
}
define('dm-sheet', Sheet);
