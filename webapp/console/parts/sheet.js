// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing } from '../vendor/lit.js';
import { t } from '../lib/i18n.js';
import { keysOn, shortcuts, switchKeys } from '../lib/keys.js';
import { href } from '../lib/router.js';
import { Dialog } from './dialog.js';
import { define } from './element.js';

const DIALOGS = [{ keys: 'Ctrl+Enter', text: 'sheet.act' }, { keys: 'Esc', text: 'sheet.leave' }];
const EDITOR = [
  { keys: 'Ctrl+S', text: 'sheet.save' }, { keys: 'Ctrl+F', text: 'sheet.find' }, { keys: 'Ctrl+Z Ctrl+Y', text: 'sheet.undo' },
  { keys: 'Ctrl+Shift+[ Ctrl+Shift+]', text: 'sheet.fold' }, { keys: 'Tab', text: 'sheet.tab' },
];

/** All shortcuts that work just now, and those of dialogs and of the editor. */
class Sheet extends Dialog {
  size = 'wide';

  heading() {
    return t('sheet.title');
  }

  okText() {
    return '';
  }

  content() {
    const all = shortcuts();
    const isGo = each => each.keys.startsWith('g ');
    const part = (title, keys) => (keys.length ? html`<section><h3>${t(title)}</h3><dl class="keys">${keys.map(each => html`<dt>${each.keys.split(' ').map(key =>
      html`<kbd>${key}</kbd>`)}</dt><dd>${t(each.text)}</dd>`)}</dl></section>` : nothing);
    return html`<label class="check"><input type="checkbox" .checked=${keysOn()} @change=${event => switchKeys(event.target.checked)}>
        ${t('sheet.single')}</label>
      <div class="sheet">${part('sheet.here', all.filter(each => !isGo(each)))}${part('sheet.editor', EDITOR)}
        ${part('sheet.dialogs', DIALOGS)}${part('sheet.go', all.filter(isGo))}</div>
      <p><a href=${href('explorer')}>${t('nav.explorer')}</a> <span class="muted">${t('sheet.explorer')}</span></p>`;
  }

  close() {
    this.dispatchEvent(new Event('close'));
  }
}
define('dm-sheet', Sheet);
