// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html, render, repeat } from '../vendor/lit.js';
import { t } from '../lib/i18n.js';
import { icon } from './icon.js';

let place;
let shown = [];
let count = 0;

/** Says something that needs no answer, for six seconds: kind ok, info, warn or bad. */
export function toast(text, kind = 'ok') {
  if (!place) {
    place = document.createElement('div');
    place.className = 'toasts';
    place.setAttribute('role', 'status');
    place.setAttribute('aria-live', 'polite');
  }
  // A modal dialog covers everything outside of it.
  (document.querySelector('dialog[open]') ?? document.body).append(place);
  const one = { id: ++count, text, kind };
  shown = [...shown.slice(-3), one];
  draw();
  setTimeout(() => dismiss(one), kind === 'bad' ? 12_000 : 6000);
}

function dismiss(one) {
  shown = shown.filter(each => each !== one);
  draw();
}

function draw() {
  render(html`${repeat(shown, each => each.id, each => html`<div class="toast ${each.kind}">
    ${icon(each.kind === 'ok' ? 'circle-check' : each.kind === 'info' ? 'info' : 'triangle-alert')}<span class="grow">${each.text}</span>
    <button type="button" class="bare" aria-label=${t('part.dismiss')} @click=${() => dismiss(each)}>${icon('x')}</button></div>`)}`,
  place);
}
