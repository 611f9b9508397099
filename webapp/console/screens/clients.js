// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing, repeat } from '../vendor/lit.js';
import { get } from '../lib/api.js';
import { number } from '../lib/format.js';
import { register, t } from '../lib/i18n.js';
import { Pager } from '../lib/pager.js';
import { href, router } from '../lib/router.js';
import { asCommand, field, head, input, problemOf, Screen } from '../parts/admin.js';
import { badge, when } from '../parts/badge.js';
import { banner, empty, loading } from '../parts/banner.js';
import { define } from '../parts/element.js';
import { keyName } from '../parts/keyform.js';
import { clientLink, notWhole, stateBadge } from '../parts/spread.js';
import { pagedTable } from '../parts/table.js';
import { counted, reported } from './subscribers.js';
import texts from './subscribers.texts.js';

register(texts);

const PAGE = 200;

/** All clients; and one of them with all that it holds. */
class Clients extends Screen {
  constructor() {
    super();
    this.wanted = { app: '', address: '', label: '' };
    this.pager = new Pager('/clients', 'clients', () => this.requestUpdate());
    this.pagers = [this.pager];
    this.held = null;
    this.filter = '';
    this.most = PAGE;
  }

  connectedCallback() {
    super.connectedCallback();
    this.every(5000, () => (this.params?.client ? this.loadOne(true) : this.pager.rows.length <= 50 && !this.pager.busy && this.load(true)));
  }

  opened({ client, app = '', address = '', label = '' }) {
    this.wanted = { app, address, label };
    if (client) {
      this.held = null;
      this.loadOne();
    } else {
      this.load();
    }
  }

  /** What is typed, as the server takes it. */
  asked() {
    const { app, address, label } = this.wanted;
    const within = text => (text && !text.includes('*') ? `*${text}*` : text);
    return { app: within(app.trim()), address: within(address.trim()), label: label.trim(), limit: 50 };
  }

  load(background = false) {
    this.pager.load(this.asked(), { background });
  }

  async loadOne(background = false) {
    const held = await this.ask('one', async signal => (await get('/clients/keys', { client: this.params.client }, { signal, background })).body);
    if (held) {
      this.show({ held });
    }
  }

  render() {
    return this.params?.client ? this.one() : this.all();
  }

  all() {
    const { wanted, pager } = this;
    const find = event => {
      event.preventDefault();
      router.note(wanted);
      this.load();
    };
    return html`${head(t('ct.title'), t('ct.lead'), asCommand({ path: '/clients', params: this.asked() }))}
      <form class="ad-bar" novalidate @submit=${find}>${field(t('ct.app'), input(this, wanted, 'app'))}
        ${field(t('ct.address'), input(this, wanted, 'address', { mono: true }))}
        ${field(t('ct.label'), input(this, wanted, 'label', { placeholder: 'zone=a' }))}<button type="submit" class="primary">${t('admin.look')}</button></form>
      ${pager.loaded ? notWhole(pager.body) : nothing}
      ${pagedTable({
        pager, label: t('ct.title'),
        head: html`<th>${t('spread.client')}</th><th>${t('ct.polls')}</th><th>${t('ct.keys')}</th><th>${t('ct.trouble')}</th><th>${t('su.since')}</th><th>${t('su.node')}</th>`,
        row: each => html`<tr><td class="ad-break">${clientLink(each)}${(each.labels ?? []).map(label => badge(label))}${counted(each)}</td>
          <td>${this.polling(each)}</td><td class="num">${number(each.keys)}${each.prefixes ? html`<div class="ad-calm">${t('ct.prefixes', { n: each.prefixes })}</div>` : nothing}</td>
          <td>${each.behind ? badge(t('ct.behind', { n: each.behind }), 'warn') : nothing} ${each.failed ? badge(t('ct.failed', { n: each.failed }), 'bad') : nothing}
            ${each.behind || each.failed ? nothing : '–'}</td>
          <td>${when(each.since)}</td><td class="ad-mono ad-break">${each.node}<div class="ad-calm">${each.subject} ${each.software}</div></td></tr>`,
        none: empty('monitor', t(wanted.app || wanted.address || wanted.label ? 'admin.none' : 'ct.nobody')),
      })}`;
  }

  polling(each) {
    return each.polling ? badge(t('ct.polling'), 'ok') : html`${badge(t('ct.away'), 'warn')}<div class="ad-calm">${t('su.seen')} ${when(each.seen)}</div>`;
  }

  one() {
    const { held } = this;
    const back = html`<p><a href=${href('clients')}>← ${t('ct.title')}</a></p>`;
    if (!held) {
      return html`${back}${head(html`<span class="ad-mono">${this.params.client}</span>`)}${problemOf(this, 'one', () => this.loadOne())}${this.problems.one ? nothing : loading()}`;
    }
    const wanted = this.filter.trim().toLowerCase();
    const rows = held.keys.filter(each => keyName(each).toLowerCase().includes(wanted) || each.state === wanted);
    return html`${back}${head(held.clients[0]?.app || t('spread.unnamed'), html`<span class="ad-mono">${this.params.client}</span>`,
      asCommand({ path: '/clients/keys', params: { client: this.params.client } }))}
      ${problemOf(this, 'one', () => this.loadOne())}
      <div class="ad-cards">${held.clients.map(each => html`<section class="ad-card"><dl class="ad-facts"><dt>${t('ct.address')}</dt><dd class="ad-mono">${each.address}</dd>
        <dt>${t('ct.subject')}</dt><dd class="ad-mono">${each.subject}</dd><dt>${t('ct.software')}</dt><dd>${each.software || '–'}</dd>
        <dt>${t('su.node')}</dt><dd class="ad-mono">${each.node}</dd><dt>${t('ct.polls')}</dt><dd>${this.polling(each)}</dd>
        <dt>${t('su.since')}</dt><dd>${when(each.since)}</dd>
        ${each.labels?.length ? html`<dt>${t('ct.labels')}</dt><dd>${each.labels.map(label => badge(label))}</dd>` : nothing}
        ${each.counters?.length ? html`<dt>${t('ct.counters')}</dt><dd>${counted(each)}</dd>` : nothing}</dl></section>`)}</div>
      ${notWhole(held)}${held.hidden > 0 ? banner('info', t('ct.hidden', { n: held.hidden })) : nothing}
      <div class="ad-bar"><div class="ad-long">${field(t('admin.filter'), html`<input type="search" data-search name="filter" .value=${this.filter}
        @input=${event => this.show({ filter: event.target.value, most: PAGE })}>`)}</div></div>
      <div class="table-frame"><table aria-label=${t('ct.keys')}><thead><tr><th>${t('ct.key')}</th><th>${t('admin.state')}</th><th class="num">${t('admin.version')}</th>
        <th class="num">${t('ct.served')}</th><th>${t('su.report')}</th></tr></thead><tbody>${repeat(rows.slice(0, this.most), keyName, each => html`<tr>
          <td class="ad-break"><a class="ad-mono" href=${href('subscribers', { ...each, namespace: each.namespace || 'public', version: undefined, md5: undefined,
            served: undefined, state: undefined, report: undefined })}>${keyName(each)}</a></td>
          <td>${stateBadge(each.state)}</td><td class="num">${each.version ?? '–'}</td><td class="num">${each.served ?? '–'}</td>
          <td class="ad-break">${reported(each.report)}</td></tr>`)}</tbody></table></div>
      <div class="pager" role="status"><span>${t('ct.count', { n: rows.length })}</span>${rows.length > this.most ? html`<button type="button"
        @click=${() => this.show({ most: this.most + PAGE })}>${t('admin.more', { n: Math.min(PAGE, rows.length - this.most) })}</button>` : nothing}</div>
      ${held.prefixes?.length ? html`<h2>${t('ct.prefixesTitle')}</h2><ul>${held.prefixes.map(each => html`<li class="ad-mono ad-break">
        ${each.namespace || 'public'} / ${each.group} / ${each.prefix}</li>`)}</ul>` : nothing}`;
  }
}
define('dm-clients', Clients);
