// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing } from '../vendor/lit.js';
import { t } from '../lib/i18n.js';
import { keyOf, keyParams } from '../lib/keyname.js';
import { router } from '../lib/router.js';
import { field, input } from './admin.js';

/** The key that the address of a screen names: {namespace, group, dataId}, with what the server takes for what is left out. */
export const namedKey = params => keyParams(keyOf(params));

/** A key as people read it. */
export const keyName = ({ namespace, group, dataId }) => `${namespace || 'public'} / ${group} / ${dataId}`;

/** The form that asks for a key, and goes there. `typed` is what it edits; `version` asks for one, too. */
export function keyForm(host, screen, typed, { version = false, label = t('admin.look') } = {}) {
  const go = event => {
    event.preventDefault();
    if (typed.dataId?.trim() && (!version || typed.version)) {
      router.go(screen, { ...namedKey(typed), dataId: typed.dataId.trim(), ...(version ? { version: typed.version } : {}) });
    }
  };
  return html`<form class="ad-bar" novalidate @submit=${go}>
    ${field(t('admin.namespace'), input(host, typed, 'namespace', { mono: true, placeholder: 'public' }))}
    ${field(t('admin.group'), input(host, typed, 'group', { mono: true, placeholder: 'DEFAULT_GROUP' }))}
    <div class="ad-long">${field(t('admin.dataId'), input(host, typed, 'dataId', { mono: true }))}</div>
    ${version ? field(t('admin.version'), input(host, typed, 'version', { type: 'number', min: 1 })) : nothing}
    <button type="submit" class="primary" ?disabled=${!typed.dataId?.trim() || (version && !typed.version)}>${label}</button></form>`;
}
