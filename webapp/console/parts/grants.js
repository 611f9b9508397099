// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html, live, nothing, repeat } from '../vendor/lit.js';
import { ACTIONS, BUNDLES } from '../lib/grants.js';
import { register, t } from '../lib/i18n.js';
import { choice, field, input } from './admin.js';
import { badge } from './badge.js';
import { icon } from './icon.js';
import texts from './grants.texts.js';

register(texts);

/** What the words of a grant say to people. */
export const canWords = can => can.map(each => t('grant.can.' + each)).join(t('grant.comma'));

/** One grant as a line to read. */
export const grantLine = grant => html`<span class="ad-row">${grant.effect === 'deny' ? badge(t('grant.deny'), 'bad') : nothing}
  <strong>${canWords(grant.can)}</strong> <code>${grant.namespace || 'public'}${grant.group === '*' && grant.dataId === '*' ? ''
  : ` / ${grant.group} / ${grant.dataId}`}</code></span>`;

/** Grants in few words for a row of a table. */
export const grantsShort = grants => (grants.length === 0 ? html`<span class="ad-calm">${t('grant.none')}</span>`
  : html`${grants.slice(0, 2).map(grantLine)}${grants.length > 2 ? html`<span class="ad-calm">${t('grant.more', { n: grants.length - 2 })}</span>` : nothing}`);

/**
 * Edits a list of grants in place.
 *
 * @param host rendered again after each change
 * @param grants the list, which it changes
 * @param fixed the one namespace that they may name, where somebody grants in his own alone: no denials, nothing about the server
 */
export function grantsEditor(host, grants, fixed) {
  const set = (grant, can) => { grant.can = can; host.requestUpdate(); };
  const bundle = grant => (grant.can.length === 1 && BUNDLES[grant.can[0]] ? grant.can[0] : '');
  return html`<div class="ad-grants">${repeat(grants, grant => grant, (grant, i) => html`<fieldset class="ad-grant"><legend>${t('grant.nth', { n: i + 1 })}</legend>
      <div class="ad-two">
        ${fixed ? nothing : field(t('grant.effect'), choice(host, grant, 'effect', [['allow', t('grant.allow')], ['deny', t('grant.deny')]]))}
        ${field(t('grant.can'), html`<select name="can" .value=${live(bundle(grant))} @change=${event => set(grant, event.target.value ? [event.target.value] : ['read'])}>
          ${Object.keys(BUNDLES).filter(each => !fixed || each !== 'admin').map(each => html`<option value=${each}
            ?selected=${bundle(grant) === each}>${t('grant.can.' + each)} · ${t('grant.in.' + each)}</option>`)}
          <option value="" ?selected=${!bundle(grant)}>${t('grant.single')}</option></select>`)}
        ${fixed ? nothing : field(t('admin.namespace'), input(host, grant, 'namespace', { mono: true }))}
        ${field(t('admin.group'), input(host, grant, 'group', { mono: true }))}
        ${field(t('admin.dataId'), input(host, grant, 'dataId', { mono: true }))}
      </div>
      ${bundle(grant) ? nothing : html`<div>${ACTIONS.filter(each => !fixed || each !== 'operate').map(each => html`
        <label class="ad-tick"><input type="checkbox" name=${each} .checked=${grant.can.includes(each)} @change=${event => set(grant,
          event.target.checked ? [...grant.can, each] : grant.can.filter(one => one !== each))}>${t('grant.can.' + each)}</label>`)}</div>`}
      <p><button type="button" @click=${() => { grants.splice(i, 1); host.requestUpdate(); }}>${icon('trash-2')}${t('grant.takeAway')}</button></p>
    </fieldset>`)}
    <p class="ad-row"><button type="button" ?disabled=${grants.length >= 200} @click=${() => {
      grants.push({ effect: 'allow', can: ['reader'], namespace: fixed ?? 'public', group: '*', dataId: '*' });
      host.requestUpdate();
    }}>${icon('plus')}${t('grant.add')}</button><span class="ad-calm">${t('grant.stars')}</span></p></div>`;
}

/** Whether each says what it is about. */
export const grantsReady = grants => grants.every(each => each.can.length > 0 && each.namespace && each.group && each.dataId);

/** As the server takes them. */
export const plain = grants => grants.map(({ effect, can, namespace, group, dataId }) => ({ effect, can, namespace, group, dataId }));
