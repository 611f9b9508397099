// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html, live, nothing } from '../vendor/lit.js';
import { register, t } from '../lib/i18n.js';
import { pagesOf, partsOf } from '../lib/diffpages.js';
import { allBut, without } from '../lib/hunks.js';
import { diffKeys, hasKeys } from '../lib/keydiff.js';
import { counted, diffTexts, rowsOf } from '../lib/textdiff.js';
import { banner } from './banner.js';
import { DmElement, define } from './element.js';
import texts from './parts.texts.js';

register(texts);

const MOST_ROWS = 2000;
/** Texts with more characters are compared by key only where somebody looks at that: it takes its time, and each part that is left out changes it. */
const LARGE = 200_000;
const ENDS = { '\n': '', '\r\n': '␍␊', '\r': '␍' };

/**
 * The hunks between two texts, `before` and `after`, as rows of one column, readable at 360 px. It is worked out once for a
 * pair of texts. Each gap opens when it is asked to. Many rows are shown page by page. Where their `type` has keys, what differs can be
 * seen by them, too.
 *
 * With `left`, the numbers of the parts that are left out, each of several parts can be taken or left: 'left' tells {left, text}, the
 * text of what is taken. With `one`, the name of something that can be done with each of them: 'one' tells the text with that part
 * alone, {only}, and with all but it, {without}.
 */
class Diff extends DmElement {
  static properties = { before: { attribute: false }, after: { attribute: false }, type: { attribute: false }, left: { attribute: false }, one: { attribute: false }, opened: { state: true }, page: { state: true }, byKey: { state: true } };

  #diff = null;
  #keys = null;
  #rows = [];
  #pages = [];
  /** Whether line ends are shown, for something differs by them. */
  #ends = false;
  #held = false;

  constructor() {
    super();
    Object.assign(this, { type: '', left: null, one: '', opened: new Set(), page: 0, byKey: false });
  }

  willUpdate(changed) {
    this.#held = this.contains(document.activeElement);
    if (changed.has('before') || changed.has('after')) {
      this.#diff = diffTexts(this.before ?? '', this.after ?? '');
      this.opened = new Set();
      // Who takes one part after the other back stays where he is.
      this.page = changed.has('before') ? 0 : this.page;
    }
    if (changed.has('before') || changed.has('after') || changed.has('opened')) {
      this.#rows = rowsOf(this.#diff, 3, this.opened);
      this.#pages = pagesOf(this.#rows, MOST_ROWS);
      this.#ends = this.#rows.some(row => row.mark && row.mark[1] > row.text.replace(/[\r\n]+$/, '').length);
    }
    if (['before', 'after', 'type', 'left', 'byKey'].some(name => changed.has(name))) {
      this.#compareKeys();
    }
  }

  /** Undefined where it was not asked for, null where contents have no keys or cannot be read. */
  #compareKeys() {
    const [before, after] = [this.before ?? '', this.after ?? ''];
    this.#keys = hasKeys(this.type) && !this.byKey && before.length + after.length > LARGE ? undefined
      : diffKeys(this.type, before, this.left?.size ? without(this.#diff, this.left) : after);
  }

  /** What had the keyboard may be gone: then the whole has it. */
  updated() {
    if (this.#held && !this.contains(document.activeElement)) {
      this.querySelector('[tabindex]')?.focus({ preventScroll: true });
    }
  }

  render() {
    const diff = this.#diff;
    if (!diff.regions.length) {
      return html`<p class="muted" tabindex="-1">${t('diff.same')}</p>`;
    }
    const { added, removed } = counted(diff);
    const counts = html`${added ? html`<span class="ok">+ ${t('diff.added', { n: added })}</span>` : nothing}
        ${removed ? html`<span class="bad">− ${t('diff.removed', { n: removed })}</span>` : nothing}
        ${this.#picks ? html`<span role="status">${t('diff.taken', { n: diff.regions.length - this.left.size, all: diff.regions.length })}</span>
          ${this.left.size ? html`<button type="button" class="bare" @click=${() => this.#leave(new Set())}>${t('diff.takeAll')}</button>` : nothing}` : nothing}`;
    return html`<div class="diff-count">${counts}${this.#keys !== null ? html`<span class="grow"></span><span class="buttons" role="group" aria-label=${t('diff.label')}>
        <button type="button" aria-pressed=${!this.byKey} @click=${() => this.#look(false)}>${t('diff.byLine')}</button>
        <button type="button" aria-pressed=${this.byKey} @click=${() => this.#look(true)}>${this.#keys ? t('diff.byKey', { n: this.#keys.length }) : t('diff.byKeys')}</button></span>` : nothing}</div>
      ${this.byKey && this.#keys ? this.#byKey() : this.#byLine(diff)}`;
  }

  #look(byKey) {
    if (byKey !== this.byKey) {
      Object.assign(this, { byKey, page: 0 });
    }
  }

  /** Above what is shown, where there is more than one page of it: which one it is, and the way to the others. A button that leads nowhere keeps the keyboard. */
  #turning(now, pages, parts) {
    const turn = page => {
      if (!pages[page]) {
        return;
      }
      this.page = page;
      this.updateComplete.then(() => this.querySelector('.diff, .key-diff')?.scrollTo(0, 0));
    };
    return pages.length < 2 ? nothing : html`<div class="diff-pages row wrap" role="group" aria-label=${t('diff.pages')}>
      <button type="button" aria-disabled=${now === 0 ? 'true' : nothing} @click=${() => turn(now - 1)}>${t('diff.previous')}</button>
      <select aria-label=${t('diff.pages')} .value=${live(String(now))} @change=${event => turn(Number(event.target.value))}>
        ${pages.map((_, i) => html`<option value=${i} ?selected=${i === now}>${t('diff.page', { n: i + 1, all: pages.length })}</option>`)}</select>
      <button type="button" aria-disabled=${now === pages.length - 1 ? 'true' : nothing} @click=${() => turn(now + 1)}>${t('diff.next')}</button>
      ${parts ? html`<span class="fine" role="status">${t('diff.parts', { ...parts, all: this.#diff.regions.length })}</span>` : nothing}</div>`;
  }

  /** What the texts say, whatever their order, blanks and comments. */
  #byKey() {
    const rows = this.#keys;
    const pages = pagesOf(rows, MOST_ROWS);
    const now = Math.min(this.page, pages.length - 1);
    return rows.length ? html`${this.#turning(now, pages)}<div class="table-frame key-diff" tabindex="0" role="region" aria-label=${t('diff.label')}><table aria-label=${t('diff.label')}><thead><tr><th>${t('diff.key')}</th><th>${t('diff.before')}</th><th>${t('diff.after')}</th></tr></thead>
      <tbody>${rows.slice(pages[now].from, pages[now].to).map(({ kind, key, before, after }) => html`<tr class=${kind}><td class="mono break">${visible(key)}</td>
        <td class="mono break">${before === null ? '–' : html`<del>${visible(before)}</del>`}</td>
        <td class="mono break">${after === null ? '–' : html`<ins>${visible(after)}</ins>`}</td></tr>`)}</tbody></table></div>`
      : html`<p class="muted" tabindex="-1">${t('diff.sameKeys')}</p>`;
  }

  #byLine(diff) {
    const now = Math.min(this.page, this.#pages.length - 1);
    const rows = this.#rows.slice(this.#pages[now].from, this.#pages[now].to);
    return html`${diff.rough ? banner('info', t('diff.rough')) : nothing}${this.#turning(now, this.#pages, partsOf(this.#rows, this.#pages[now]))}
      <div class="diff" role="table" aria-label=${t('diff.label')} tabindex="0">
        ${rows.map((row, i) => html`${row.region !== rows[i - 1]?.region && row.region !== undefined ? this.#part(row.region) : nothing}${this.#row(row)}`)}</div>`;
  }

  get #picks() {
    return this.left && (this.#diff.regions.length > 1 || this.left.size > 0);
  }

  #leave(left) {
    this.dispatchEvent(new CustomEvent('left', { detail: { left, text: without(this.#diff, left) } }));
  }

  /** What stands above a part: whether it is taken, or what can be done with it. */
  #part(region) {
    const n = region + 1;
    if (this.#picks) {
      const turned = () => (this.left.has(region) ? new Set([...this.left].filter(each => each !== region)) : new Set([...this.left, region]));
      return html`<div class="part" role="row"><span role="cell" class="row wrap"><label class="check"><input type="checkbox" .checked=${live(!this.left.has(region))}
        @change=${() => this.#leave(turned())}>${t('diff.take', { n })}</label>
        <button type="button" class="bare" aria-label="${t('diff.only')}: ${t('diff.part', { n })}" @click=${() => this.#leave(allBut(this.#diff, region))}>${t('diff.only')}</button></span></div>`;
    }
    return this.one ? html`<div class="part" role="row"><span role="cell"><button type="button" class="bare" aria-label="${this.one}: ${t('diff.part', { n })}"
      @click=${() => this.#act(region)}>${this.one}</button></span></div>` : nothing;
  }

  #act(region) {
    const detail = { only: without(this.#diff, allBut(this.#diff, region)), without: without(this.#diff, new Set([region])) };
    this.dispatchEvent(new CustomEvent('one', { detail }));
  }

  #row(row) {
    if (row.kind === 'gap') {
      return html`<div class="gap" role="row"><span role="cell"><button type="button" class="bare" @click=${() => { this.opened = new Set([...this.opened, row.before]); }}>
        ⋯ ${t('diff.gap', { n: row.n })}</button></span></div>`;
    }
    const sign = { same: ' ', del: '−', add: '+' }[row.kind];
    return html`<div class="${row.kind} ${this.#picks && this.left.has(row.region) ? 'out' : ''}" role="row"><span class="no" role="cell">${row.a ?? ''}</span><span class="no" role="cell">${row.b ?? ''}</span>
      <span class="sign" role="cell">${sign}</span><span class="text" role="cell">${this.#text(row)}</span></div>`;
  }

  #text({ text, mark }) {
    const [, line, end] = text.match(/^(.*?)(\r\n|\r|\n|)$/s);
    const shown = this.#ends || !end ? html`<span class="eol">${end ? ENDS[end] || '␊' : t('diff.noEnd')}</span>` : nothing;
    const seen = visible;
    if (!mark || mark[1] > line.length) {
      return html`${seen(line)}${shown}`;
    }
    return html`${seen(line.slice(0, mark[0]))}<mark>${seen(line.slice(mark[0], mark[1]))}</mark>${seen(line.slice(mark[1]))}${shown}`;
  }
}
define('dm-diff', Diff);

/** Signs that would not be seen, or would turn the text around, are shown as what they are. */
const visible = text => text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g,
  char => '⟨U+' + char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0') + '⟩');
