// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing } from '../vendor/lit.js';
import { get } from '../lib/api.js';
import { ASKED, audienceOf } from '../lib/audience.js';
import { number } from '../lib/format.js';
import { register, t } from '../lib/i18n.js';
import { keyParams } from '../lib/keyname.js';
import texts from './audience.texts.js';

register(texts);

/** Who gets what is published under a key; null where nobody can tell. */
export const readAudience = (key, signal) => get('/subscribers', { ...keyParams(key), limit: ASKED }, { signal, background: true })
  .then(({ body }) => audienceOf(body), () => null);

/** The same in words: how many, of which applications, and how many of them are late already. */
export function audience(told) {
  if (!told) {
    return nothing;
  }
  const { clients, apps, others, late, version } = told;
  const named = apps.map(({ name, n }) => `${name || t('audience.unnamed')} ${number(n)}`).join(', ');
  const more = others ? ' ' + t('audience.others', { n: others }) : others === null ? ' …' : '';
  return html`<p class="muted break">${clients ? t('audience.clients', { n: clients }) : t('audience.none')}
    ${clients && named ? t('audience.apps', { names: named + more }) : nothing}
    ${clients && late ? html`<span class="warn">${t('audience.late', { n: late, version })}</span>` : nothing}</p>`;
}
