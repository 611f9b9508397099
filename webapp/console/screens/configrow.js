// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing } from '../vendor/lit.js';
import { t } from '../lib/i18n.js';
import { cutAt } from '../lib/snippet.js';

/** A name as it is typed finds what holds it; with a star it is a pattern as a whole. */
export const pattern = typed => (typed && !typed.includes('*') ? '*' + typed + '*' : typed);

/** A name with what was typed of it marked. */
export function found(name, typed) {
  const [before, hit, after] = cutAt(name, typed?.includes('*') ? '' : typed) ?? [name];
  return hit ? html`${before}<mark>${hit}</mark>${after}` : name;
}

/** The first line of a content that holds what was sought. */
export const place = at => (at ? html`<div class="fine place"><span class="muted">${t('configs.line', { n: at.line })}</span> <code>${at.parts[0]}<mark>${at.parts[1]}</mark>${at.parts[2]}</code></div>` : nothing);

export const idOf = ({ namespace, group, dataId }) => JSON.stringify([namespace, group, dataId]);
