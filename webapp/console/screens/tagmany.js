// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html } from '../vendor/lit.js';
import { register, t } from '../lib/i18n.js';
import { readTags } from '../lib/live.js';
import { MOST_TAGS, retagged } from '../lib/replacing.js';
import { field, input } from '../parts/admin.js';
import { badge } from '../parts/badge.js';
import { define } from '../parts/element.js';
import { ChangeMany } from './changemany.js';
import texts from './tagmany.texts.js';

register(texts);

/** Gives many configurations tags, and takes tags away from them; what they contain stays as it is. */
export class TagMany extends ChangeMany {
  static properties = { ...ChangeMany.properties, add: { state: true }, away: { state: true } };

  constructor() {
    super();
    Object.assign(this, { add: '', away: '' });
  }

  heading() {
    return t('tags.title', { n: this.rows.length });
  }

  lead() {
    return t('tags.text');
  }

  fields() {
    const known = [...new Set(this.rows.flatMap(row => row.tags ?? []))].sort();
    return html`${field(t('tags.add'), input(this, this, 'add'), t('config.tagsHint'))}
      ${field(t('tags.away'), input(this, this, 'away', { list: 'tags-known' }))}<datalist id="tags-known">${known.map(each => html`<option value=${each}></option>`)}</datalist>`;
  }

  isTyped() {
    return this.add !== '' || this.away !== '';
  }

  changed({ key, content }) {
    if (!key.tags) {
      return this.isTyped() ? { text: content, tags: [] } : null;
    }
    const tags = retagged(key.tags, readTags(this.add), readTags(this.away));
    return tags ? { text: content, tags } : null;
  }

  /** The list told the tags of a version: of another one they are not known, and a search in contents told none. */
  off(change) {
    const { key, version, tags } = change;
    return super.off(change) || (!key.tags ? 'tags.unknown' : version !== key.version ? 'tags.moved' : tags.length > MOST_TAGS ? 'tags.many' : '');
  }

  none() {
    return t('publish.nothing');
  }

  column() {
    return html`<th>${t('config.tags')}</th>`;
  }

  cell({ key: { tags: before = [] }, tags }) {
    return html`<td>${before.filter(each => !tags.includes(each)).map(each => html`${badge('− ' + each, 'bad')} `)}
      ${tags.map(each => html`${before.includes(each) ? badge(each) : badge('+ ' + each, 'ok')} `)}</td>`;
  }
}
define('dm-tag-many', TagMany);
