// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html } from '../vendor/lit.js';
import { t } from '../lib/i18n.js';
import { icon } from './icon.js';
import { toast } from './toast.js';

/** Puts a text on the clipboard and says so. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast(t('part.copied'));
  } catch {
    toast(...(copySelected(text) ? [t('part.copied')] : [t('part.copyFailed'), 'bad']));
  }
}

/** Over plain http browsers give pages no clipboard; what is selected can be copied all the same, line ends as they are. */
function copySelected(text) {
  const before = document.activeElement;
  const area = document.createElement('textarea');
  const exactly = event => {
    event.clipboardData.setData('text/plain', text);
    event.preventDefault();
  };
  Object.assign(area, { value: text, readOnly: true, className: 'sr' });
  // A modal dialog lets nothing outside of it have the focus.
  (document.querySelector('dialog[open]') ?? document.body).append(area);
  area.addEventListener('copy', exactly);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  before?.focus?.();
  return done;
}

/** A button with a menu: copies an action as curl and as Java. `curl` and `java` are functions that give the text. */
export const copyAs = ({ curl, java }) => html`<details class="menu" @keydown=${leave} @focusout=${leave} @click=${chosen} @toggle=${placed}>
  <summary class="button">${icon('copy')}${t('part.copyAs')}</summary>
  <div class="menu-items">
    <button type="button" @click=${() => copy(curl())}>${t('part.copyCurl')}</button>
    <button type="button" @click=${() => copy(java())}>${t('part.copyJava')}</button>
  </div></details>`;

/** For any <details class="menu">: near the right edge it opens to the left. */
export function placed({ currentTarget: menu }) {
  const items = menu.querySelector('.menu-items');
  if (menu.open && items) {
    menu.classList.toggle('end', menu.getBoundingClientRect().left + items.offsetWidth > document.documentElement.clientWidth - 8);
  }
}

/** For any <details class="menu">: Escape and leaving close it. */
export function leave(event) {
  const menu = event.currentTarget;
  if (event.type === 'keydown' ? event.key === 'Escape' : !menu.contains(event.relatedTarget)) {
    if (event.type === 'keydown' && menu.open) {
      event.preventDefault();
      menu.querySelector('summary').focus();
    }
    menu.open = false;
  }
}

/** For any <details class="menu">: what was chosen closes it. */
export function chosen(event) {
  if (event.target.closest('.menu-items button, .menu-items a')) {
    event.currentTarget.open = false;
  }
}
