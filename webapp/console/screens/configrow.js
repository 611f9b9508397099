// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing } from '../vendor/lit.js';
import { namespaceName } from '../lib/format.js';
import { t } from '../lib/i18n.js';
import { keyParams } from '../lib/keyname.js';
import { cutAt, cutBetween } from '../lib/snippet.js';

/** A name as it is typed finds what holds it; with a star it is a pattern as a whole. */
export const pattern = typed => (typed && !typed.includes('*') ? '*' + typed + '*' : typed);

/** A name with what was typed of it marked. */
export function found(name, typed) {
  const [before, hit, after] = cutAt(name, typed?.includes('*') ? '' : typed) ?? [name];
  return hit ? html`${before}<mark>${hit}</mark>${after}` : name;
}

/** The first line of a content that has what was sought, as the server tells it. */
export function place(at) {
  if (!at) {
    return nothing;
  }
  const [before, hit, after] = cutBetween(at.text, at.start, at.end);
  return html`<div class="fine place"><span class="muted">${t('configs.line', { n: at.line })}</span> <code>${before}${hit ? html`<mark>${hit}</mark>` : nothing}${after}</code></div>`;
}

/** Where a row leads to: to the line of what was found, if that was sought. */
export const leadsTo = row => ({ ...keyParams(row), line: row.found?.line });

/** The orders of the list, as the server calls them; '' is that of the names. */
export const ORDERS = ['', 'newest', 'oldest'];

/** The head of a column that the list can be in the order of: one that is in force already is turned round, where it has another way. */
export function sortHead(label, orders, now, choose) {
  const at = orders.indexOf(now);
  const next = orders[(at + 1) % orders.length];
  const up = now !== 'newest';
  return html`<th aria-sort=${at < 0 ? 'none' : up ? 'ascending' : 'descending'}><button type="button" class="sort" title=${t('configs.order.' + (next || 'name'))}
    @click=${() => choose(next)}>${label}<span aria-hidden="true">${at < 0 ? '↕' : up ? '↑' : '↓'}</span></button></th>`;
}

export const idOf = ({ namespace, group, dataId }) => JSON.stringify([namespace, group, dataId]);

/** Which namespace and group a tree is of. */
export const treeOf = ({ namespace, group = 'DEFAULT_GROUP' }) => ({ namespace: namespaceName(namespace), group });
