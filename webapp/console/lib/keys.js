// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Shortcuts: one key (e, /, ?) or two in a row (g c). They rest while something is typed or a dialog is open.
 */
const bound = new Map();
const STORED = 'diamond.keys';
let first = '';
let timer;
let on = stored() !== 'off';

function stored() {
  try {
    return localStorage.getItem(STORED);
  } catch {
    return null;
  }
}

/** Whether they work: who dictates, or hits keys by chance, switches them off. Dialogs keep Ctrl+Enter and Esc. */
export const keysOn = () => on;

export function switchKeys(next) {
  on = next;
  try {
    localStorage.setItem(STORED, next ? 'on' : 'off');
  } catch {
    // It is only remembered less long.
  }
}

/** Binds keys to an act, for the help sheet with the key of a text. Returns what undoes it. */
export function bind(keys, text, act) {
  const entry = { keys, text, act };
  bound.set(keys, entry);
  return () => bound.get(keys) === entry && bound.delete(keys);
}

/** All that are bound now, for the help sheet. */
export const shortcuts = () => [...bound.values()];

/** The element that has the focus, through shadow roots. */
function focused() {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) {
    element = element.shadowRoot.activeElement;
  }
  return element;
}

/** The one that works while something is typed, but not where it is a command of the editor's own. */
const isSearch = event => on && event.key === 'k' && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && !event.defaultPrevented
  && bound.has('Ctrl+K') && !focused()?.isContentEditable && !document.querySelector('dialog[open]');

const typing = element => element?.isContentEditable
  || (element?.matches?.('input, textarea, select') && !element.matches('[type=checkbox], [type=radio], [type=button]'));

export function handle(event) {
  if (isSearch(event)) {
    event.preventDefault();
    bound.get('Ctrl+K')?.act(event);
    return;
  }
  if (!on || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing
      || typing(focused()) || document.querySelector('dialog[open]')) {
    return;
  }
  const pair = first ? first + ' ' + event.key : '';
  const entry = bound.get(pair) ?? bound.get(event.key);
  clearTimeout(timer);
  first = '';
  if (entry) {
    event.preventDefault();
    entry.act(event);
  } else if ([...bound.keys()].some(keys => keys.startsWith(event.key + ' '))) {
    first = event.key;
    timer = setTimeout(() => { first = ''; }, 1200);
  }
}
