// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing } from '../vendor/lit.js';
import { API, get, post } from '../lib/api.js';
import { Events } from '../lib/events.js';
import { ago, bytes, duration, number } from '../lib/format.js';
import { bundle } from '../lib/bundle.js';
import { check, findings } from '../lib/health.js';
import { register, t } from '../lib/i18n.js';
import { href } from '../lib/router.js';
import { save } from '../lib/save.js';
import { act, asCommand, field, form, head, input, problemOf, Screen, span } from '../parts/admin.js';
import { badge } from '../parts/badge.js';
import { banner, loading } from '../parts/banner.js';
import { define } from '../parts/element.js';
import { icon } from '../parts/icon.js';
import { toast } from '../parts/toast.js';
import texts from './cluster.texts.js';

register(texts);

const READY = new URL('../../health/ready', API);
const TONES = { ready: 'ok', loading: 'warn', draining: 'warn', listed: '', gone: 'bad' };
const SIGNS = { bad: 'circle-x', warn: 'triangle-alert', good: 'circle-check' };

/** The nodes, what is wrong with them and what to do about it, and the operations. */
class ClusterScreen extends Screen {
  constructor() {
    super();
    this.cluster = null;
    this.ready = null;
    this.since = null;
  }

  connectedCallback() {
    super.connectedCallback();
    this.events = new Events({ topics: 'cluster' }, { cluster: cluster => this.hear(cluster) });
    this.every(5000, () => this.events.live || this.load(true));
    this.every(1000, () => this.requestUpdate());
  }

  disconnectedCallback() {
    this.events.stop();
    super.disconnectedCallback();
  }

  /** Nothing moves under a dialog. */
  async hear(cluster) {
    const ready = await this.health(AbortSignal.timeout(5000));
    if (this.isConnected && !document.querySelector('dialog[open]')) {
      this.problems = { ...this.problems, all: null };
      this.show({ cluster, ready, since: new Date().toISOString() });
    }
  }

  opened() {
    this.load();
  }

  async load(background = false) {
    const answer = await this.ask('all', async signal => {
      const [cluster, ready] = await Promise.all([get('/cluster', {}, { signal, background }), this.health(signal)]);
      return { cluster: cluster.body, ready, since: new Date().toISOString() };
    });
    if (answer) {
      this.show(answer);
    }
  }

  /** Free of any session; 503 has the same body. */
  async health(signal) {
    try {
      return await (await fetch(READY, { cache: 'no-store', signal: AbortSignal.any?.([signal, AbortSignal.timeout(5000)]) ?? signal })).json();
    } catch {
      return undefined;
    }
  }

  /** For somebody who helps. */
  async bundle() {
    const zip = await this.ask('bundle', bundle);
    if (zip) {
      save(zip, 'diamond-support.zip');
      toast(t('cl.bundled'));
    }
  }

  async dump() {
    const begun = await form({
      title: t('cl.dumpTitle'), ok: t('cl.dumpNow'), request: () => ({ method: 'POST', path: '/ops/dump' }),
      body: () => html`<p>${t('cl.dumpText')}</p>`, todo: () => post('/ops/dump'),
    });
    if (begun) {
      toast(t('cl.dumpBegun'));
    }
  }

  /** The store that stands there has its id in the sentence of /health/ready; whoever adopts it types it. */
  async adopt() {
    const store = check(this.ready, 'store');
    const there = /\b[0-9a-f]{16}\b/g;
    const known = this.cluster?.cluster;
    const offered = [...(store.sentence ?? '').matchAll(there)].map(each => each[0]).find(each => each !== known) ?? '';
    const done = await form({
      title: offered ? t('cl.adoptTitle', { name: offered }) : t('cl.adopt'), ok: t('cl.adopt'), danger: true, size: 'wide',
      form: { store: offered }, typed: offered || undefined, ready: typed => Boolean(typed.store.trim()),
      request: typed => ({ method: 'POST', path: '/ops/adopt', params: { store: typed.store.trim() } }),
      body: dialog => html`${banner('bad', t('cl.adoptWarn'))}<p>${t('cl.adoptText')}</p>
        ${store.sentence ? html`<p lang="en" class="ad-break">${store.sentence}</p>` : nothing}
        ${offered ? nothing : field(t('cl.adoptStore'), input(dialog, dialog.form, 'store', { mono: true }))}`,
      todo: ({ form: typed }) => post('/ops/adopt', { store: typed.store.trim() }),
    });
    if (done) {
      toast(t('cl.adopted', { epoch: done.body.epoch }), 'warn');
      this.load();
    }
  }

  render() {
    const { cluster, ready } = this;
    const store = check(ready, 'store');
    return html`${head(t('cl.title'), t('cl.lead'), html`
        ${act(html`${icon('refresh-cw')}${t('cl.dumpNow')}`, () => this.dump())}
        ${act(t('cl.adopt'), () => this.adopt(), { kind: 'danger', off: store.code?.startsWith('STORE_') && store.code !== 'STORE_DOWN' ? '' : t('cl.nothingToAdopt') })}
        ${act(html`${icon('download')}${t('cl.bundle')}`, () => this.bundle(), { busy: Boolean(this.asking.bundle) })}
        ${asCommand({ path: '/cluster' })}`)}
      ${problemOf(this, 'bundle')}
      ${this.problems.all && cluster ? banner('warn', t('cl.noAnswer')) : nothing}
      ${cluster ? nothing : problemOf(this, 'all', () => this.load())}
      ${cluster ? html`${this.findings()}${this.nodes()}${this.here()}
        <p class="ad-calm" aria-live="off">${t('cl.live', { when: ago(this.since) })}</p>` : this.problems.all ? nothing : loading()}`;
  }

  findings() {
    return html`<section class="ad-card" aria-live="polite"><h2>${t('cl.findings')}</h2>${findings(this.ready, this.cluster).map(each => html`
      <div class="ad-finding ${each.level}">${icon(SIGNS[each.level])}<div><strong>${t('health.' + each.code, each.params)}</strong>
        <p>${t(`health.${each.code}.do`)}</p>${each.detail ? html`<p lang="en">${each.detail}</p>` : nothing}</div>
        ${each.action === 'adopt' ? act(t('cl.adopt'), () => this.adopt(), { kind: 'danger' }) : html`<div></div>`}</div>`)}
      <p class="ad-row"><a href=${href('audit')}>${t('cl.audit')}</a> · <a href=${href('trace')}>${t('cl.trace')}</a></p></section>`;
  }

  nodes() {
    const { self, others } = this.cluster;
    return html`<h2>${t('cl.nodes')}</h2><div class="table-frame"><table aria-label=${t('cl.nodes')}><thead><tr><th>${t('cl.address')}</th>
      <th>${t('admin.state')}</th><th>${t('cl.software')}</th><th>${t('cl.heartbeat')}</th><th>${t('cl.polls')}</th><th>${t('cl.lag')}</th>
      <th>${t('cl.entries')}</th><th>${t('cl.database')}</th><th>${t('cl.lane')}</th></tr></thead><tbody>
      ${this.node({ ...self, state: self.state ?? 'listed' }, true)}${others.map(each => this.node(each, false))}</tbody></table></div>
      ${others.length === 0 ? html`<p class="ad-calm">${t('cl.one')}</p>` : nothing}`;
  }

  node(node, own) {
    const report = node.report ?? {};
    return html`<tr><td class="ad-break"><span class="ad-mono">${node.address ?? '–'}</span> ${own ? badge(t('cl.self'), 'accent') : nothing}
        <div class="ad-calm ad-mono">${node.node}</div></td>
      <td>${badge(t('cl.state.' + node.state), TONES[node.state])}${node.trouble ? html`<div class="ad-calm" lang="en">${node.trouble}</div>` : nothing}</td><td>${node.software || '–'}</td>
      <td>${own ? '–' : span(node.heartbeatAgeMillis)}</td><td class="num">${report.polls === undefined ? '–' : number(report.polls)}</td>
      <td>${span(report.lagMillis)}</td><td class="num">${report.entries === undefined ? '–' : number(report.entries)}</td>
      <td>${report.storeUp === undefined ? '–' : badge(t(report.storeUp ? 'cl.up' : 'cl.down'), report.storeUp ? 'ok' : 'bad')}</td>
      <td>${own || !node.lane ? '–' : this.lane(node.lane)}</td></tr>`;
  }

  lane(lane) {
    return html`${t('cl.laneGood', { n: lane.sent })}${lane.queued > 0 ? html` ${badge(t('cl.queued', { n: lane.queued }), 'warn')}` : nothing}
      ${lane.failed > 0 ? html` ${badge(t('cl.failed', { n: lane.failed }), lane.failure ? 'warn' : '')}` : nothing}
      ${lane.lastSuccessMillis === undefined ? nothing : html`<div class="ad-calm">${t('cl.lastSent')} ${duration(lane.lastSuccessMillis)}</div>`}`;
  }

  here() {
    const store = check(this.ready, 'store');
    const dump = check(this.ready, 'dump');
    const { self, cluster } = this.cluster;
    const fact = (label, value) => html`<dt>${label}</dt><dd>${value ?? '–'}</dd>`;
    return html`<h2>${t('cl.here')}</h2><div class="ad-cards">
      <section class="ad-card"><h2>${t('cl.database')}</h2><dl class="ad-facts">
        ${fact(t('admin.state'), badge(t(store.state === 'UP' ? 'cl.up' : 'cl.down'), store.state === 'UP' ? 'ok' : 'bad', store.state))}
        ${fact(t('cl.clusterId'), html`<code>${cluster ?? '–'}</code>`)}${fact(t('cl.epoch'), html`<code>${store.epoch ?? '–'}</code>`)}</dl></section>
      <section class="ad-card"><h2>${t('cl.dump')}</h2><dl class="ad-facts">
        ${fact(t('admin.state'), badge(t(dump.complete === 'true' ? 'cl.complete' : 'cl.incomplete'), dump.complete === 'true' ? 'ok' : 'warn'))}
        ${fact(t('cl.entries'), dump.entries && number(Number(dump.entries)))}${fact(t('cl.bytes'), dump.bytes && bytes(Number(dump.bytes)))}
        ${fact(t('cl.age'), span(dump.ageMillis))}${fact(t('cl.healed'), dump.healed && number(Number(dump.healed)))}</dl></section>
      <section class="ad-card"><h2>${t('cl.node')}</h2><dl class="ad-facts">
        ${fact(t('cl.nodeId'), html`<code>${self.node}</code>`)}${fact(t('cl.joined'), t(self.joined ? 'cl.yes' : 'cl.no'))}
        ${fact(t('cl.software'), self.software)}</dl></section></div>`;
  }
}
define('dm-cluster', ClusterScreen);
