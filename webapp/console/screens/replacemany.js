// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html } from '../vendor/lit.js';
import { t } from '../lib/i18n.js';
import { breaks, replaced } from '../lib/replacing.js';
import { field, input } from '../parts/admin.js';
import { DiffDialog } from '../parts/diffdialog.js';
import { define } from '../parts/element.js';
import { icon } from '../parts/icon.js';
import { ChangeMany } from './changemany.js';

/** Replaces the same in many contents. */
export class ReplaceMany extends ChangeMany {
  static properties = { ...ChangeMany.properties, find: { state: true }, by: { state: true } };

  constructor() {
    super();
    Object.assign(this, { find: '', by: '' });
  }

  heading() {
    return t('swap.title', { n: this.rows.length });
  }

  lead() {
    return t('swap.text');
  }

  fields() {
    return html`${field(t('swap.find'), input(this, this, 'find', { mono: true }))}
        ${field(t('swap.by'), input(this, this, 'by', { mono: true }))}`;
  }

  isTyped() {
    return this.find !== '';
  }

  changed({ content }) {
    const change = replaced(content, this.find, this.by);
    return change.n ? change : null;
  }

  off(change) {
    const { type, content, text } = change;
    return super.off(change) || (text === content ? 'swap.same' : breaks(type, content, text) ? 'swap.breaks' : '');
  }

  column() {
    return html`<th class="num">${t('swap.places')}</th>`;
  }

  cell({ n }) {
    return html`<td class="num">${n}</td>`;
  }

  more({ key, content, text, type }) {
    return html`<button type="button" class="bare" aria-label=${`${t('diff.label')}: ${key.dataId}`} title=${t('diff.label')}
        @click=${() => DiffDialog.show({ title_: key.dataId, before: content, after: text, type })}>${icon('file-diff')}</button>`;
  }
}
define('dm-replace-many', ReplaceMany);
