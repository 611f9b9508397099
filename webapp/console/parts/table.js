// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing } from '../vendor/lit.js';
import { t } from '../lib/i18n.js';
import { loading, problemBanner } from './banner.js';

/**
 * The frame of a list that a Pager feeds: its problem, the rows, what stands there when there are none, and the next page.
 *
 * @param pager a lib/pager.js Pager
 * @param head a template of <th>s
 * @param row from a row to a template of a <tr>
 * @param none a template for when nothing was found
 * @param label what the table is of, for who does not see it
 */
export function pagedTable({ pager, head, row, none, label, className = '' }) {
  if (!pager.loaded && !pager.problem) {
    return loading();
  }
  return html`${problemBanner(pager.problem, () => pager.load())}
    ${!pager.loaded ? nothing : pager.rows.length
    ? html`<div class="table-frame ${pager.busy ? 'stale' : ''}"><table class=${className} aria-label=${label}>
        <thead><tr>${head}</tr></thead><tbody>${pager.rows.map(row)}</tbody></table></div>`
    : pager.next ? nothing : none}
    ${pager.loaded ? morePages(pager) : nothing}`;
}

/** How many are shown, and a button for the next page while there is one, also where this page was empty. */
export const morePages = pager => (pager.rows.length || pager.next ? html`<div class="pager" role="status">
  <span>${t(pager.next ? 'part.rowsMore' : 'part.rows', { n: pager.rows.length })}</span>
  ${pager.next ? html`<button type="button" ?disabled=${pager.busy} @click=${() => pager.more()}>
    ${pager.busy ? html`<span class="spinner"></span>` : nothing}${t('part.more')}</button>` : nothing}</div>` : nothing);
