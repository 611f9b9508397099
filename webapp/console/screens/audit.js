// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing, repeat } from '../vendor/lit.js';
import { get } from '../lib/api.js';
import { has, register, t } from '../lib/i18n.js';
import { Pager } from '../lib/pager.js';
import { href, router } from '../lib/router.js';
import { act, asCommand, choice, field, head, input, instantOf, problemOf, Screen } from '../parts/admin.js';
import { at, badge } from '../parts/badge.js';
import { banner, empty, loading, problemBanner } from '../parts/banner.js';
import { codeName } from '../parts/codes.js';
import { define } from '../parts/element.js';
import { morePages } from '../parts/table.js';
import texts from './audit.texts.js';

register(texts);

const ACTIONS = ['publish', 'remove', 'rollback', 'merge', 'datum-publish', 'datum-remove', 'datum-remove-all', 'provider-up', 'provider-offline',
  'provider-down', 'check-on', 'check-off', 'namespace-create', 'namespace-rename', 'namespace-remove', 'namespace-restore', 'change-by-hand', 'enter',
  'sign-in', 'password', 'adopt', 'read', 'administer', 'grant', 'operate', 'notify'];
const PERIODS = { hour: 3_600_000, day: 86_400_000, week: 604_800_000 };
const SUBJECTS = ['user', 'group', 'token', 'application', 'network'];
const NAMES = ['who', 'action', 'outcome', 'namespace', 'group', 'dataId'];

/** The words of an action; a new one of the server's is shown as it is. */
export const actionName = action => (has('au.action.' + action) ? t('au.action.' + action) : action);

/** Who did what and who was refused; and whether the trail is as it was written. */
class Audit extends Screen {
  constructor() {
    super();
    this.wanted = {};
    this.opened_ = new Set();
    this.pager = new Pager('/audit', 'entries', () => this.requestUpdate());
    this.pagers = [this.pager];
    this.verdict = null;
    this.verifying = false;
  }

  opened(params) {
    this.wanted = { ...Object.fromEntries([...NAMES, 'from', 'to'].map(each => [each, params[each] ?? ''])), period: params.period ?? (params.from || params.to ? 'own' : 'day') };
    this.pager.load(this.asked());
  }

  /** What is typed, as the server takes it. */
  asked() {
    const { wanted } = this;
    const past = PERIODS[wanted.period];
    return {
      ...Object.fromEntries(NAMES.map(each => [each, wanted[each].trim()])),
      from: past ? new Date(Date.now() - past).toISOString() : wanted.period === 'own' ? instantOf(wanted.from) : '',
      to: wanted.period === 'own' ? instantOf(wanted.to) : '',
    };
  }

  find(event) {
    event?.preventDefault();
    router.note({ ...this.wanted });
    this.pager.load(this.asked());
  }

  clear() {
    this.wanted = { ...Object.fromEntries([...NAMES, 'from', 'to'].map(each => [each, ''])), period: 'day' };
    this.find();
  }

  /** All seals, 2,000 a request, until it is stopped. */
  async verify() {
    if (this.verifying) {
      return;
    }
    this.show({ verifying: true, verdict: null });
    const sum = { intact: true, seals: 0, entries: 0, faults: [], last: 0, whole: false };
    let after = 0;
    while (after !== undefined) {
      const from = after;
      const answer = await this.ask('verify', signal => get('/audit/verify', from ? { after: from } : {}, { signal, millis: 60_000 }));
      if (!answer || !this.isConnected) {
        break;
      }
      const { intact, seals, entries, faults, last, next } = answer.body;
      Object.assign(sum, { intact: sum.intact && intact, seals: sum.seals + seals, entries: sum.entries + entries, last, faults: [...sum.faults, ...faults] });
      after = next;
      sum.whole = next === undefined;
      this.show({ verdict: { ...sum } });
    }
    this.show({ verifying: false });
  }

  stop() {
    this.asking.verify?.abort();
    delete this.asking.verify;
    this.show({ verifying: false });
  }

  render() {
    const { pager, wanted } = this;
    const enter = () => this.find();
    return html`${head(t('au.title'), t('au.lead'), html`
        ${this.verifying ? act(t('au.stop'), () => this.stop()) : act(t('au.verify'), () => this.verify())}
        ${asCommand({ path: '/audit', params: this.asked() })}`)}
      ${problemOf(this, 'verify')}${this.outcome()}
      <form class="ad-bar" novalidate @submit=${event => this.find(event)}>
        ${field(t('au.period'), choice(this, wanted, 'period', [['hour', t('au.hour')], ['day', t('au.day')], ['week', t('au.week')], ['all', t('au.any')], ['own', t('au.own')]],
          { changed: () => wanted.period !== 'own' && enter() }))}
        ${wanted.period === 'own' ? html`${field(t('au.from'), input(this, wanted, 'from', { type: 'datetime-local' }))}
          ${field(t('au.to'), input(this, wanted, 'to', { type: 'datetime-local' }))}` : nothing}
        ${field(t('au.outcome'), choice(this, wanted, 'outcome', [['', t('au.any')], ['done', t('au.done')], ['refused', t('au.refused')],
          ...(['', 'done', 'refused'].includes(wanted.outcome) ? [] : [[wanted.outcome, codeName(wanted.outcome)]])], { changed: enter }))}
        ${field(t('au.action'), choice(this, wanted, 'action', [['', t('au.any')], ...ACTIONS.map(each => [each, actionName(each)])], { changed: enter }))}
        ${field(t('au.who'), input(this, wanted, 'who', { mono: true, placeholder: 'user:alice' }))}
        ${field(t('admin.namespace'), input(this, wanted, 'namespace', { mono: true }))}
        ${field(t('admin.group'), input(this, wanted, 'group', { mono: true }))}
        ${field(t('admin.dataId'), input(this, wanted, 'dataId', { mono: true }))}
        <button type="submit" class="primary">${t('admin.look')}</button>${act(t('au.clear'), () => this.clear())}
      </form>
      <p class="ad-calm">${t('au.hint')}</p>
      ${problemBanner(pager.problem, () => pager.load())}
      ${!pager.loaded ? (pager.problem ? nothing : loading()) : pager.rows.length === 0 && !pager.next ? empty('scroll-text', t('au.empty')) : html`
        <div class="table-frame ${pager.busy ? 'stale' : ''}"><table aria-label=${t('au.title')}><thead><tr><th>${t('admin.at')}</th><th>${t('au.who')}</th>
          <th>${t('au.action')}</th><th>${t('au.on')}</th><th>${t('au.outcome')}</th><th></th></tr></thead>
          <tbody>${repeat(pager.rows, each => each.id, each => this.row(each))}</tbody></table></div>`}
      ${pager.loaded ? morePages(pager) : nothing}`;
  }

  row(entry) {
    const open = this.opened_.has(entry.id);
    const toggle = () => {
      open ? this.opened_.delete(entry.id) : this.opened_.add(entry.id);
      this.requestUpdate();
    };
    const done = entry.outcome === 'done';
    return html`<tr><td>${at(entry.at)}</td><td class="ad-mono ad-break">${entry.who}</td><td class="nowrap">${actionName(entry.action)}</td>
        <td class="ad-break">${this.target(entry)}</td>
        <td>${badge(done ? t('au.done') : codeName(entry.outcome), done ? 'ok' : 'bad', entry.outcome)} ${entry.times > 1 ? t('au.times', { n: entry.times }) : nothing}</td>
        <td class="tight"><button type="button" class="bare" aria-expanded=${open} @click=${toggle}>${t('au.details')}</button></td></tr>
      ${open ? html`<tr><td colspan="6">${this.details(entry)}</td></tr>` : nothing}`;
  }

  target(entry) {
    if (!entry.group && !entry.dataId) {
      return html`<span class="ad-mono">${entry.object || (entry.action.startsWith('namespace') || entry.namespace !== 'public' ? entry.namespace : t('au.server'))}</span>`;
    }
    const text = `${entry.namespace} / ${entry.group} / ${entry.dataId}`;
    const { namespace, group, dataId } = entry;
    const own = namespace === 'diamond.access';
    const to = own ? SUBJECTS.includes(group) && href('account', { subject: `${group}:${dataId}` })
      : dataId !== '*' && href(entry.action.startsWith('datum') || entry.action.startsWith('provider') ? 'aggregates' : 'config', { namespace, group, dataId });
    return html`${to ? html`<a class="ad-mono" href=${to}>${text}</a>` : html`<span class="ad-mono">${text}</span>`}
      ${entry.object ? html` <span class="ad-mono">· ${entry.object}</span>` : nothing}
      ${entry.after > 0 ? html` <span class="ad-calm">${entry.before} → ${entry.after}</span>` : nothing}`;
  }

  details(entry) {
    const { namespace, group, dataId } = entry;
    const traceable = entry.outcome === 'done' && entry.after > 0 && ['publish', 'remove', 'rollback', 'merge'].includes(entry.action) && namespace !== 'diamond.access';
    return html`<dl class="ad-facts"><dt>${t('au.address')}</dt><dd class="ad-mono">${entry.address || '–'}</dd>
      <dt>${t('au.how')}</dt><dd>${has('au.how.' + entry.how) ? t('au.how.' + entry.how) : entry.how}</dd>
      <dt>${t('au.node')}</dt><dd class="ad-mono">${entry.node}</dd><dt>${t('au.trace')}</dt><dd class="ad-mono">${entry.traceId || '–'}</dd>
      <dt>${t('au.seal')}</dt><dd>${entry.seal || t('au.notSealed')}</dd>
      ${entry.outcome === 'done' ? nothing : html`<dt>${t('au.outcome')}</dt><dd class="ad-mono">${entry.outcome}</dd>`}</dl>
      ${traceable ? html`<p><a href=${href('trace', { namespace, group, dataId, version: entry.after })}>${t('nav.trace')}</a></p>` : nothing}`;
  }

  outcome() {
    const { verdict } = this;
    if (!verdict) {
      return this.verifying ? loading() : nothing;
    }
    return html`${!verdict.intact ? banner('bad', html`<strong>${t('au.broken')}</strong><p>${t('au.brokenDo')}</p>
        <ul>${verdict.faults.slice(0, 100).map(each => html`<li>${has('au.fault.' + each.code) ? t('au.fault.' + each.code) : each.code} · ${t('au.sealN', { n: each.seal })}
          ${each.entry === '0' ? nothing : html` · ${t('au.entryN', { n: each.entry })}`} <span lang="en" class="ad-calm">${each.sentence}</span></li>`)}</ul>`, asCommand({ path: '/audit/verify' }))
      : verdict.whole ? banner('ok', html`${t('au.intact', { seals: verdict.seals, entries: verdict.entries })} <span class="ad-calm">${t('au.eachNode')}</span>`, asCommand({ path: '/audit/verify' })) : nothing}
      ${verdict.whole ? nothing : banner('info', t('au.verifying', { seals: verdict.seals, entries: verdict.entries }))}`;
  }
}
define('dm-audit', Audit);
