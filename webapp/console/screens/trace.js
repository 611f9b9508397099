// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing, svg } from '../vendor/lit.js';
import { get } from '../lib/api.js';
import { number } from '../lib/format.js';
import { has, register, t } from '../lib/i18n.js';
import { href } from '../lib/router.js';
import { timeline } from '../lib/timeline.js';
import { act, asCommand, head, problemOf, Screen } from '../parts/admin.js';
import { at } from '../parts/badge.js';
import { empty, loading } from '../parts/banner.js';
import { define } from '../parts/element.js';
import { keyForm, keyName, namedKey } from '../parts/keyform.js';
import { isDone, notWhole, propagation, spread } from '../parts/spread.js';
import texts from './trace.texts.js';

register(texts);

const MOST_TURNS = 20;

const stepName = step => (has('tr.step.' + step) ? t('tr.step.' + step) : step);

/** Where one version has been: across the nodes, and to the clients. */
class TraceScreen extends Screen {
  constructor() {
    super();
    Object.assign(this, { typed: {}, answer: null, reach: null, turns: 0 });
  }

  connectedCallback() {
    super.connectedCallback();
    this.every(3000, () => this.asked && this.turns < MOST_TURNS && !(this.reach && isDone(this.reach)) && this.load(true));
  }

  /** Whether the address names a version. */
  get asked() {
    return Boolean(this.params?.dataId && this.params.version);
  }

  opened(params) {
    this.typed = { ...params };
    Object.assign(this, { answer: null, reach: null, problems: {} });
    if (this.asked) {
      this.load();
    }
  }

  /** All nodes are asked: so by itself only until everybody has it, and not for ever. */
  async load(background = false) {
    this.turns = background ? this.turns + 1 : 0;
    const asked = { ...namedKey(this.params), version: this.params.version };
    const [answer, reach] = await Promise.all([
      this.ask('trace', async signal => (await get('/trace', { ...asked, nodes: 'all' }, { signal, background })).body),
      this.ask('reach', signal => propagation(asked, { signal, background })),
    ]);
    this.show({ answer: answer ?? this.answer, reach: reach ?? this.reach });
  }

  render() {
    const { params } = this;
    const { asked } = this;
    const key = namedKey(params ?? {});
    return html`${head(t('tr.title'), t('tr.lead'), asked ? html`
        <a class="button" href=${href('history', key)}>${t('tr.history')}</a>
        <a class="button" href=${href('subscribers', key)}>${t('nav.subscribers')}</a>
        ${act(t('admin.refresh'), () => this.load())}${asCommand({ path: '/trace', params: { ...key, version: params.version, nodes: 'all' } })}` : nothing)}
      ${keyForm(this, 'trace', this.typed, { version: true })}
      ${problemOf(this, 'trace', () => this.load())}
      ${!asked ? empty('activity', t('tr.ask')) : !this.answer ? (this.problems.trace ? nothing : loading()) : this.marks(key)}
      ${this.reach ? html`<h2>${t('tr.clients')}</h2>${spread(this.reach)}` : nothing}`;
  }

  marks(key) {
    const marks = timeline(this.answer);
    if (marks.length === 0) {
      return empty('clock', t('tr.none'));
    }
    const nodes = [...new Set(marks.map(each => each.node))];
    return html`<section class="ad-card"><h2 class="ad-break">${keyName(key)} · ${t('admin.version')} ${this.params.version}</h2>
        ${this.drawing(marks, nodes)}<p class="ad-calm">${t('tr.total', { n: marks.at(-1).millis })} ${nodes.length > 1 ? t('tr.clocks') : nothing}</p></section>
      <div class="table-frame"><table aria-label=${t('tr.marks')}><thead><tr><th class="num">${t('tr.millis')}</th><th>${t('tr.step')}</th><th>${t('tr.node')}</th>
        <th>${t('tr.detail')}</th><th>${t('admin.at')}</th></tr></thead><tbody>${marks.map(each => html`<tr><td class="num">${number(each.millis)} ms</td>
          <td>${stepName(each.step)}</td><td class="ad-mono ad-break">${each.own ? t('tr.thisNode') : each.node}</td><td class="ad-break" lang="en">${each.detail}</td>
          <td>${at(each.at)}</td></tr>`)}</tbody></table></div>
      ${notWhole(this.answer)}`;
  }

  /** One line a node, a point a mark, by time from the left; what the table below says in words. */
  drawing(marks, nodes) {
    const most = Math.max(1, marks.at(-1).millis);
    const x = millis => 20 + millis / most * 680;
    return html`<svg class="ad-timeline" viewBox="0 0 720 ${nodes.length * 44 + 24}" role="img" aria-label=${t('tr.timeline')}>
      ${nodes.map((node, row) => svg`<text class="calm" x="8" y=${row * 44 + 14}>${marks.find(each => each.node === node).own ? t('tr.thisNode') : node}</text>
        <line x1="20" x2="700" y1=${row * 44 + 30} y2=${row * 44 + 30}></line>
        ${marks.filter(each => each.node === node).map(each => svg`<circle class=${'step-' + each.step} r="6" cx=${x(each.millis)} cy=${row * 44 + 30}>
          <title>${stepName(each.step)} · ${number(each.millis)} ms</title></circle>`)}`)}
      <text class="calm" x="8" y=${nodes.length * 44 + 18}>0 ms</text>
      <text class="calm" x="712" y=${nodes.length * 44 + 18} text-anchor="end">${number(most)} ms</text></svg>`;
  }
}
define('dm-trace', TraceScreen);
