// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { svg, html } from '../vendor/lit.js';

const SPRITE = new URL('../vendor/icons.svg', import.meta.url).href;

/** A sign by its name in vendor/icons.svg. It says nothing by itself: the text beside it, or the button's aria-label, does. */
export const icon = (name, large = false) => html`<svg class="icon ${large ? 'large' : ''}" aria-hidden="true"
  focusable="false">${svg`<use href="${SPRITE}#${name}"></use>`}</svg>`;
