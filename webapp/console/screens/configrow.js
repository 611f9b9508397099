// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing } from '../vendor/lit.js';
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

export const idOf = ({ namespace, group, dataId }) => JSON.stringify([namespace, group, dataId]);
