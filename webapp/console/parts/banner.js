// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing } from '../vendor/lit.js';
import { t } from '../lib/i18n.js';
import { sentence } from './codes.js';
import { icon } from './icon.js';
import './retry.js';

export { sentence };

/** A line that tells something: kind info, ok, warn or bad. */
export const banner = (kind, text, action = nothing) => html`<div class="banner ${kind}" role="${kind === 'bad' ? 'alert' : 'status'}">
  ${icon(kind === 'ok' ? 'circle-check' : kind === 'info' ? 'info' : 'triangle-alert')}<div class="grow">${text}</div>${action}</div>`;

/**
 * A Problem: its sentence, when to try again, its code and its trace; `retry` adds a button, and is called by itself once what was away is
 * back, unless it only acts when a person wants it to (`waits` is false).
 */
export function problemBanner(problem, retry, waits = true) {
  if (!problem) {
    return nothing;
  }
  return banner('bad', html`${sentence(problem)}
    ${problem.retryAfter ? html` ${t('part.retryAfter', { n: problem.retryAfter })}` : nothing}
    ${problem.code ? html`<div class="fine"><code>${problem.code}</code>
      ${problem.traceId ? html` · <code>${t('part.trace', { id: problem.traceId })}</code>` : nothing}</div>` : nothing}`,
  retry ? html`<dm-retry .again=${retry} .waits=${waits && (!problem.status || problem.status === 503)}></dm-retry>` : nothing);
}

/** What stands where a list would: a sign, a title, a sentence, and what one can do about it. */
export const empty = (sign, title, text = nothing, action = nothing) => html`<div class="empty">
  ${icon(sign, true)}<h2>${title}</h2><p>${text}</p>${action}</div>`;

/** What stands where something will be in a moment. */
export const loading = () => html`<div class="loading" role="status"><span class="spinner"></span>${t('part.loading')}</div>`;
