// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { svg, html } from '../vendor/lit.js';

const SPRITE = new URL('../vendor/icons.svg', import.meta.url);
const AGAIN_MILLIS = 3000;

/** Brings all signs into the page, once: what a browser fetches for each use is not there while the server is away, nor after it. */
async function bring() {
  try {
    const answer = await fetch(SPRITE, { cache: 'no-cache' });
    const signs = new DOMParser().parseFromString(await answer.text(), 'image/svg+xml').documentElement;
    if (!answer.ok || !signs.querySelector('symbol')) {
      throw new TypeError('no signs');
    }
    signs.querySelectorAll('symbol').forEach(each => { each.id = 'sign-' + each.id; });
    const here = document.importNode(signs, true);
    here.style.display = 'none';
    document.body.append(here);
  } catch {
    setTimeout(bring, AGAIN_MILLIS);
  }
}
if (globalThis.document?.body) {
  bring();
}

/** A sign by its name in vendor/icons.svg. It says nothing by itself: the text beside it, or the button's aria-label, does. */
export const icon = (name, large = false) => html`<svg class="icon ${large ? 'large' : ''}" aria-hidden="true"
  focusable="false">${svg`<use href="#sign-${name}"></use>`}</svg>`;
