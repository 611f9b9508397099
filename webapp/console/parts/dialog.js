// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing } from '../vendor/lit.js';
import { isAbort } from '../lib/api.js';
import { t } from '../lib/i18n.js';
import { router } from '../lib/router.js';
import { problemBanner } from './banner.js';
import { DmElement, define } from './element.js';
import { icon } from './icon.js';

/**
 * A modal dialog that acts once. A subclass gives heading(), content(), and act(), which does what the dialog is for and
 * returns what show() resolves to; and, where they differ, okText(), mayAct(), danger and size. A Problem that act() throws
 * is shown, and the dialog stays. Enter in a field and Ctrl+Enter anywhere act as the button does, and all three ask
 * mayAct() and whether it is busy: a disabled button stops the keyboard, too.
 */
export class Dialog extends DmElement {
  static properties = { busy: { state: true }, problem: { state: true } };

  danger = false;
  /** '', wide or full. */
  size = '';
  /** Aborted when the dialog closes: pass it to requests that only it waits for. */
  closing = new AbortController();
  #settle;
  #before = document.activeElement;
  #focused = false;

  constructor() {
    super();
    Object.assign(this, { busy: false, problem: null });
  }

  /** Opens it; resolves to what act() returned, or to undefined when it was cancelled. */
  static show(properties = {}) {
    const dialog = Object.assign(new this(), properties);
    document.body.append(dialog);
    return new Promise(resolve => { dialog.#settle = resolve; });
  }

  heading() {
    return '';
  }

  content() {
    return nothing;
  }

  okText() {
    return t('part.ok');
  }

  mayAct() {
    return true;
  }

  /** Whether it can be left by Escape: not where something was typed that would be lost. Its buttons always leave it. */
  mayLeave() {
    return true;
  }

  /** Whether it stays where somebody goes to another page, by the browser's own button say. */
  staysOnTheWay() {
    return false;
  }

  async act() {
    return true;
  }

  /** More buttons, at the left of the bottom line. */
  extra() {
    return nothing;
  }

  connectedCallback() {
    super.connectedCallback();
    router.addEventListener('route', this.#routed);
  }

  disconnectedCallback() {
    router.removeEventListener('route', this.#routed);
    super.disconnectedCallback();
  }

  #routed = () => {
    if (!this.busy && !this.staysOnTheWay()) {
      this.close(undefined);
    }
  };

  firstUpdated() {
    const dialog = this.querySelector('dialog');
    dialog.showModal();
    (dialog.querySelector('[autofocus]') ?? dialog.querySelector('.dialog-body :is(input, textarea, select)'))?.focus();
  }

  /** What comes late may have the field to begin with. */
  updated() {
    const wanted = this.querySelector('[autofocus]');
    if (wanted && !this.#focused) {
      this.#focused = true;
      wanted.focus();
    }
  }

  async submit(event) {
    event?.preventDefault();
    if (this.busy || !this.mayAct()) {
      return;
    }
    this.busy = true;
    this.problem = null;
    try {
      const result = await this.act();
      if (result !== undefined) {
        this.close(result);
      }
    } catch (error) {
      if (!isAbort(error)) {
        this.problem = error;
      }
    } finally {
      this.busy = false;
    }
  }

  close(result) {
    this.closing.abort();
    this.querySelector('dialog')?.close();
    this.remove();
    this.#before?.isConnected && this.#before.focus?.();
    this.#settle?.(result);
  }

  #cancel = event => {
    event?.preventDefault();
    if (!this.busy && (event?.type === 'click' || this.mayLeave())) {
      this.close(undefined);
    }
  };

  /** A browser lets nobody prevent a second Escape in a row from closing it, so that none may reach it. */
  #key = event => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.isComposing) {
      this.submit(event);
    } else if (event.key === 'Escape' && !event.isComposing && !event.defaultPrevented) {
      this.#cancel(event);
    }
  };

  /** Closed by the browser, with nobody told: who waits for it still does. */
  #closed = event => {
    if (this.isConnected && event.target.localName === 'dialog') {
      event.target.showModal();
    }
  };

  render() {
    const label = this.okText();
    return html`<dialog class=${this.size} aria-labelledby="dialog-heading" @cancel=${this.#cancel} @close=${this.#closed} @keydown=${this.#key}>
      <form novalidate @submit=${event => this.submit(event)}>
        <header><h2 id="dialog-heading">${this.heading()}</h2>
          <button type="button" class="bare" aria-label=${t('part.close')} ?disabled=${this.busy} @click=${this.#cancel}>${icon('x')}</button></header>
        <div class="dialog-body">${this.content()}</div>
        <div class="dialog-problem">${problemBanner(this.problem)}</div>
        <footer>${this.extra()}<span class="grow"></span>
          <button type="button" ?disabled=${this.busy} @click=${this.#cancel}>${label ? t('part.cancel') : t('part.close')}</button>
          ${label ? html`<button type="submit" class=${this.danger ? 'danger' : 'primary'} ?disabled=${this.busy || !this.mayAct()}
            aria-busy=${this.busy}>${this.busy ? html`<span class="spinner"></span>` : nothing}${label}</button>` : nothing}
        </footer>
      </form></dialog>`;
  }
}

class Ask extends Dialog {
  heading() {
    return this.title_;
  }

  content() {
    return html`<p>${this.text}</p>`;
  }

  okText() {
    return this.ok;
  }
}
define('dm-ask', Ask);

/** Asks before something is done: await ask({title, text, ok, danger}) is true or undefined. */
export const ask = ({ title, text, ok = t('part.ok'), danger = false }) => Ask.show({ title_: title, text, ok, danger });
