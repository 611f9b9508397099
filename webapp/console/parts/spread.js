// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing } from '../vendor/lit.js';
import { get } from '../lib/api.js';
import { number } from '../lib/format.js';
import { has, register, t } from '../lib/i18n.js';
import { reached } from '../lib/reached.js';
import { href } from '../lib/router.js';
import { session } from '../lib/session.js';
import { arrivals } from './arrivals.js';
import { badge } from './badge.js';
import { banner } from './banner.js';
import adminTexts from './admin.texts.js';
import texts from './spread.texts.js';

register(adminTexts);
register(texts);

const TONES = { applied: 'ok', current: 'ok', newer: 'ok', received: 'accent', told: 'accent', behind: 'warn', failed: 'bad' };

/** How far a version got, or of the newest one without it: the answer of /propagation. */
export const propagation = async (params, options) => (await get('/propagation', params, options)).body;

/** What the state of a client at a key is called. */
export const stateName = state => (has('spread.state.' + state) ? t('spread.state.' + state) : state);

export const stateBadge = state => badge(stateName(state), TONES[state] ?? '');

/** That a list is not whole, and why. */
export const notWhole = answer => html`${answer?.missing?.length ? banner('warn', html`${t('admin.missing')}
    ${answer.missing.map(each => html`<div class="ad-break"><code>${each.node}</code> <span lang="en">${each.reason}</span></div>`)}`) : nothing}
  ${answer?.cut ? banner('warn', t('admin.cut')) : nothing}`;

/** Whether everybody who can have it has it: the server names those who do not, and knows who never reports. */
export const isDone = ({ clients, stragglers }) => clients > 0 && !stragglers?.length;

/** How far a version got, in figures, a bar, and the stragglers by name. */
export function spread(answer) {
  const { clients = 0, states = {} } = answer;
  const { applied, newer, silent } = reached(answer);
  const line = (label, times) => (times?.count > 0 ? html`<dt>${label}</dt><dd>${t('spread.times', {
    p50: number(times.p50), p99: number(times.p99), last: number(times.last), n: times.count })}</dd>` : nothing);
  return html`<section class="ad-card" aria-live="polite"><h2>${t('spread.title', { version: answer.version })}</h2>
    ${clients === 0 ? html`<p class="ad-calm">${t('spread.nobody')}</p>` : html`
      <p class="ad-row"><progress class="ad-progress" max=${clients} .value=${applied + newer} aria-label=${t('spread.bar')}></progress>
        <strong>${t(newer ? 'spread.ofPast' : 'spread.of', { done: applied, n: clients, newer })}</strong></p>
      ${silent ? html`<p class="ad-calm">${t('spread.silent', { n: silent })}</p>` : nothing}
      <p class="ad-row">${Object.entries(states).filter(([, n]) => n > 0).map(([state, n]) => badge(`${stateName(state)} ${number(n)}`, TONES[state] ?? ''))}</p>
      <dl class="ad-facts">${line(t('spread.received'), answer.received)}${line(t('spread.applied'), answer.applied)}</dl>
      ${arrivals(answer)}`}
    ${notWhole(answer)}
    ${answer.stragglers?.length ? html`<details class="ad-fold" ?open=${answer.stragglers.length <= 10}><summary>${t('spread.stragglers')}
      ${number(answer.stragglers.length)}</summary><div class="table-frame"><table aria-label=${t('spread.stragglers')}><thead><tr>
      <th>${t('spread.client')}</th><th>${t('admin.state')}</th><th class="num">${t('admin.version')}</th><th>${t('spread.reason')}</th></tr></thead><tbody>
      ${answer.stragglers.map(each => html`<tr><td class="ad-break">${clientLink(each)}</td><td>${stateBadge(each.state)}</td>
        <td class="num">${each.version ?? '–'}</td><td class="ad-break" lang="en">${[each.listener, each.reason].filter(Boolean).join(': ') || '–'}</td></tr>`)}
      </tbody></table></div></details>` : nothing}</section>`;
}

/** A client: its application and address, with the way to all that it holds for those who may go there. */
export const clientLink = each => html`${session.may('operate')
    ? html`<a href=${href('clients', { client: each.client })}>${each.app || t('spread.unnamed')}</a>` : each.app || t('spread.unnamed')}
  <span class="ad-calm ad-mono">${each.address}</span><div class="ad-calm ad-mono">${each.client}</div>`;
