// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { LitElement } from '../vendor/lit.js';
import { languageChanged } from '../lib/i18n.js';

/**
 * What all elements of the console are: Lit without a shadow root, so that console.css and labels reach everything, and
 * rendered again when the language changes. What `static properties` names gets its first value in the constructor: a field of
 * the class would hide it from Lit.
 */
export class DmElement extends LitElement {
  #render = () => this.requestUpdate();

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    languageChanged.addEventListener('change', this.#render);
  }

  disconnectedCallback() {
    languageChanged.removeEventListener('change', this.#render);
    super.disconnectedCallback();
  }
}

/** Registers an element once. */
export function define(name, type) {
  if (!customElements.get(name)) {
    customElements.define(name, type);
  }
}
