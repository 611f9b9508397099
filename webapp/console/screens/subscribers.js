// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing, repeat } from '../vendor/lit.js';
import { duration, number } from '../lib/format.js';
import { register, t } from '../lib/i18n.js';
import { Pager } from '../lib/pager.js';
import { href } from '../lib/router.js';
import { asCommand, head, problemOf, Screen } from '../parts/admin.js';
import { badge, when } from '../parts/badge.js';
import { empty, loading, problemBanner } from '../parts/banner.js';
import { define } from '../parts/element.js';
import { keyForm, keyName, namedKey } from '../parts/keyform.js';
import { clientLink, isDone, notWhole, propagation, spread, stateBadge, stateName } from '../parts/spread.js';
import { morePages } from '../parts/table.js';
import texts from './subscribers.texts.js';

register(texts);

const STATES = ['', 'current', 'behind', 'failed'];
const FAST = 1000;
const CALM = 5000;
const MOST_FAST = 120;

/** Which clients hold a key, which version each applied, and how far the newest version got, live. */
class Subscribers extends Screen {
  constructor() {
    super();
    this.typed = {};
    this.shown = '';
    this.reach = null;
    this.pager = new Pager('/subscribers', 'subscribers', () => this.requestUpdate());
    this.pagers = [this.pager];
    this.turn = 0;
    this.fast = 0;
  }

  connectedCallback() {
    super.connectedCallback();
    this.every(FAST, () => this.refresh());
  }

  opened(params) {
    const name = keyName(namedKey(params));
    this.typed = { ...params };
    if (name !== this.shown) {
      Object.assign(this, { shown: name, reach: null, fast: 0, problems: {} });
      Object.assign(this.pager, { rows: [], loaded: false, next: null, problem: null });
    }
    if (params.dataId) {
      this.load();
    }
  }

  async load(background = false) {
    const key = namedKey(this.params);
    const reach = this.ask('reach', signal => propagation({ ...key, version: this.params.version }, { signal, background }));
    // Whoever went on to later pages keeps them; the figures above are live all the same.
    if (!background || this.pager.rows.length <= 50) {
      this.pager.load({ ...key, state: this.params.state, limit: 50 }, { background });
    }
    const answer = await reach;
    if (answer) {
      this.fast = answer.version === this.reach?.version ? this.fast : 0;
      this.show({ reach: answer });
    }
  }

  /** Each second while a version is on its way, for two minutes; each five seconds otherwise. */
  refresh() {
    this.turn += 1;
    const busy = this.reach && this.reach.clients > 0 && !isDone(this.reach) && this.fast < MOST_FAST;
    if (this.params?.dataId && !this.asking.reach && (busy || this.turn % (CALM / FAST) === 0)) {
      this.fast += busy ? 1 : 0;
      this.load(true);
    }
  }

  render() {
    const params = this.params ?? {};
    const key = namedKey(params);
    return html`${head(t('su.title'), t('su.lead'), params.dataId ? html`
        <a class="button" href=${href('config', key)}>${t('nav.config')}</a>
        ${this.reach?.version ? html`<a class="button" href=${href('trace', { ...key, version: this.reach.version })}>${t('nav.trace')}</a>` : nothing}
        ${asCommand({ path: '/subscribers', params: key })}` : nothing)}
      ${keyForm(this, 'subscribers', this.typed)}
      ${params.dataId ? html`${problemOf(this, 'reach')}${this.reach ? spread(this.reach) : nothing}${this.list(key)}` : empty('radio', t('su.ask'))}`;
  }

  list(key) {
    const { pager } = this;
    const { body } = pager;
    const state = this.params.state ?? '';
    return html`<div class="ad-tabs" role="navigation" aria-label=${t('admin.state')}>${STATES.map(each => html`<a href=${href('subscribers', { ...key, state: each })}
        aria-current=${each === state ? 'true' : nothing}>${each ? stateName(each) : t('su.all')}
        ${each ? number(body?.states?.[each] ?? 0) : number(body?.clients ?? 0)}</a>`)}</div>
      ${problemBanner(pager.problem, () => pager.load())}${pager.loaded ? notWhole(body) : nothing}
      ${!pager.loaded ? (pager.problem ? nothing : loading()) : pager.rows.length === 0 ? empty('radio', t(state ? 'admin.none' : 'su.nobody')) : html`
        <div class="table-frame"><table aria-label=${t('su.title')}><thead><tr><th>${t('spread.client')}</th><th>${t('admin.state')}</th>
          <th class="num">${t('admin.version')}</th><th>${t('su.report')}</th><th>${t('su.since')}</th><th>${t('su.node')}</th></tr></thead><tbody>
          ${repeat(pager.rows, each => `${each.client} ${each.subject} ${each.node}`, each => this.row(each))}</tbody></table></div>`}
      ${pager.loaded ? morePages(pager) : nothing}`;
  }

  row(each) {
    return html`<tr><td class="ad-break">${clientLink(each)}${(each.labels ?? []).map(label => badge(label))}${counted(each)}</td>
      <td>${stateBadge(each.state)}${each.polling ? nothing : html`<div class="ad-calm">${t('su.seen')} ${when(each.seen)}</div>`}</td>
      <td class="num">${each.version ?? html`<code title=${each.md5}>${(each.md5 ?? '').slice(0, 8)}</code>`}</td>
      <td class="ad-break">${reported(each.report)}</td><td>${when(each.since)}</td>
      <td class="ad-break ad-mono">${each.node}<div class="ad-calm">${each.subject} ${each.software}</div></td></tr>`;
  }
}
define('dm-subscribers', Subscribers);

/** What a client said became of its last change. */
export function reported(report) {
  if (!report) {
    return html`<span class="ad-calm">${t('su.noReport')}</span>`;
  }
  return html`${stateBadge(report.state)} ${t('su.ofVersion', { version: report.version, time: duration(report.millis ?? 0) })}
    ${report.followed ? html`<div lang="en">${report.followed}</div>` : nothing}
    ${report.listener || report.reason ? html`<div lang="en">${[report.listener, report.reason].filter(Boolean).join(': ')}</div>` : nothing}`;
}

/** What a client counts, as an agent its readers. */
export function counted(each) {
  return (each.counters ?? []).map(({ name, count }) => badge(`${name === 'readers' ? t('ct.readers') : name}: ${number(count)}`));
}
