// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html, live, nothing, repeat } from '../vendor/lit.js';
import { register, t } from '../lib/i18n.js';
import { doubled, isAscii, readProperties, withKey, withPair, withValue, writeProperties } from '../lib/properties.js';
import { badge } from './badge.js';
import { empty } from './banner.js';
import { DmElement, define } from './element.js';
import { icon } from './icon.js';
import texts from './proptable.texts.js';

register(texts);

const FIRST_ROWS = 200;
const MORE_ROWS = 500;

/** A field of a page shows a carriage return as none. */
const isPlain = text => !/[\r\0]/.test(text);

/**
 * A .properties text as a table of keys and values. What is not touched stays byte for byte: comments, order, blanks, line ends. Event:
 * 'edited', whose detail is the text.
 */
class PropertyTable extends DmElement {
  static properties = {
    text: { attribute: false }, readOnly: { attribute: false }, filter: { state: true }, rows: { state: true }, fresh: { state: true },
  };

  #lines = [];
  #read = null;

  constructor() {
    super();
    Object.assign(this, { text: '', readOnly: true, filter: '', rows: FIRST_ROWS, fresh: { key: '', value: '' } });
  }

  willUpdate(changed) {
    if (changed.has('text') && this.text !== this.#read) {
      this.#read = this.text;
      this.#lines = readProperties(this.text);
    }
  }

  #take(lines) {
    this.#lines = lines;
    this.#read = writeProperties(lines);
    this.text = this.#read;
    this.requestUpdate();
    this.dispatchEvent(new CustomEvent('edited', { detail: this.#read }));
  }

  #set(index, change) {
    this.#take(this.#lines.map((line, i) => (i === index ? change(line) : line)));
  }

  #add = event => {
    event.preventDefault();
    const { key, value } = this.fresh;
    if (key && !this.readOnly) {
      this.fresh = { key: '', value: '' };
      this.#take(withPair(this.#lines, key, value, this.text));
      this.updateComplete.then(() => this.querySelector('[name=newKey]')?.focus());
    }
  };

  /** Enter goes on to the next value; with Shift it is a line end within the value. */
  #key = event => {
    if (event.key === 'Enter' && !event.shiftKey && !event.ctrlKey && !event.metaKey && !event.isComposing) {
      event.preventDefault();
      const all = [...this.querySelectorAll('textarea')];
      all[all.indexOf(event.target) + 1]?.focus();
    }
  };

  #addKey = event => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      this.#add(event);
    }
  };

  render() {
    const wanted = this.filter.toLowerCase();
    const numbered = this.#lines.map((line, i) => ({ line, i }));
    const pairs = numbered.filter(({ line }) => line.kind === 'pair');
    const shown = wanted ? pairs.filter(({ line }) => line.key.toLowerCase().includes(wanted) || line.value.toLowerCase().includes(wanted))
      : numbered.filter(({ line }) => line.kind === 'pair' || /[#!]/.test(line.text));
    const twice = doubled(this.#lines);
    return html`${pairs.length > 8 ? html`<div class="row wrap"><span class="search-box props-filter">${icon('search')}<input type="search" name="props" autocomplete="off"
          spellcheck="false" aria-label=${t('props.filter')} placeholder=${t('props.filter')} .value=${this.filter} @input=${event => { this.filter = event.target.value; }}></span>
        <span class="fine" role="status">${t('props.count', { n: pairs.length })}</span></div>` : nothing}
      ${shown.length || !this.readOnly ? html`<div class="table-frame"><table class="props" aria-label=${t('props.table')}><thead><tr><th>${t('props.key')}</th><th>${t('props.value')}</th>
          ${this.readOnly ? nothing : html`<th></th>`}</tr></thead><tbody>
        ${repeat(shown.slice(0, this.rows), ({ i }) => i, ({ line, i }) => (line.kind === 'pair' ? this.#pair(line, i, twice) : this.#comment(line)))}
        ${this.readOnly || wanted ? nothing : this.#new()}</tbody></table></div>` : empty('list', wanted ? t('props.noneFits') : t('props.none'))}
      ${shown.length > this.rows ? html`<p><button type="button" @click=${() => { this.rows += MORE_ROWS; }}>${t('props.more', { n: shown.length - this.rows })}</button></p>` : nothing}`;
  }

  #comment({ text }) {
    return html`<tr class="props-comment"><td colspan="3"><code>${text.trim()}</code></td></tr>`;
  }

  #pair(line, i, twice) {
    const over = twice.has(line.key) ? badge(t(this.#counts(line, i) ? 'props.counts' : 'props.over'), this.#counts(line, i) ? '' : 'warn') : nothing;
    if (this.readOnly) {
      return html`<tr><td class="mono break">${line.key} ${over}</td><td class="mono props-text">${line.value}</td></tr>`;
    }
    const plain = isPlain(line.key) && isPlain(line.value);
    const ascii = isAscii(this.text);
    return html`<tr><td><input class="mono" aria-label=${t('props.key')} autocomplete="off" spellcheck="false" ?readonly=${!plain || line.key.includes('\n')} .value=${live(line.key)}
          @input=${event => this.#set(i, each => withKey(each, event.target.value, ascii))}>${over}</td>
      <td><textarea class="mono" rows=${Math.min(8, line.value.split('\n').length)} aria-label=${t('props.valueOf', { key: line.key })} spellcheck="false" ?readonly=${!plain}
          title=${plain ? nothing : t('props.asText')} .value=${live(line.value)} @keydown=${this.#key}
          @input=${event => this.#set(i, each => withValue(each, event.target.value, ascii))}></textarea></td>
      <td class="tight"><button type="button" class="bare" aria-label=${`${t('props.remove')}: ${line.key}`} title=${t('props.remove')}
          @click=${() => this.#take(this.#lines.filter((_, at) => at !== i))}>${icon('trash-2')}</button></td></tr>`;
  }

  #counts = (line, i) => !this.#lines.some((each, at) => at > i && each.kind === 'pair' && each.key === line.key);

  #new() {
    const set = (name, event) => { this.fresh = { ...this.fresh, [name]: event.target.value }; };
    const there = this.fresh.key && this.#lines.some(each => each.key === this.fresh.key);
    return html`<tr class="props-new"><td><input class="mono" name="newKey" aria-label=${t('props.newKey')} placeholder=${t('props.newKey')} autocomplete="off" spellcheck="false"
          .value=${live(this.fresh.key)} @input=${event => set('key', event)} @keydown=${this.#addKey}>${there ? badge(t('props.there'), 'warn') : nothing}</td>
      <td><textarea class="mono" rows="1" name="newValue" aria-label=${t('props.value')} spellcheck="false" .value=${live(this.fresh.value)}
          @input=${event => set('value', event)} @keydown=${this.#addKey}></textarea></td>
      <td class="tight"><button type="button" class="bare" aria-label=${t('props.add')} title=${t('props.add')} ?disabled=${!this.fresh.key} @click=${this.#add}>${icon('plus')}</button></td></tr>`;
  }
}
define('dm-properties', PropertyTable);
