// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing, repeat } from '../vendor/lit.js';
import { del, get } from '../lib/api.js';
import { register, t } from '../lib/i18n.js';
import { router } from '../lib/router.js';
import { session } from '../lib/session.js';
import { act, asCommand, field, form, head, problemOf, Screen } from '../parts/admin.js';
import { at, badge, when } from '../parts/badge.js';
import { empty, loading } from '../parts/banner.js';
import { define } from '../parts/element.js';
import { toast } from '../parts/toast.js';
import texts from './sessions.texts.js';

register(texts);

const PAGE = 100;

/** Who is signed in, and the end of a session. */
class SessionsScreen extends Screen {
  constructor() {
    super();
    this.all = null;
    this.user = '';
    this.most = PAGE;
  }

  connectedCallback() {
    super.connectedCallback();
    this.every(10_000, () => this.load(true));
  }

  opened({ user = '' }) {
    this.user = user;
    this.load();
  }

  async load(background = false) {
    const answer = await this.ask('list', signal => get('/sessions', {}, { signal, background }));
    if (answer) {
      const all = answer.body.sessions;
      all.sort((one, other) => (one.used < other.used ? 1 : -1));
      this.show({ all });
    }
  }

  async end(one, whole) {
    const params = { user: one.user, session: whole ? undefined : one.session };
    const ended = await form({
      title: t(whole ? 'se.endAllOf' : 'se.endOf', { name: one.user }), ok: t(whole ? 'se.endAll' : 'se.end'), danger: true,
      typed: whole ? one.user : undefined,
      request: () => ({ method: 'DELETE', path: '/sessions', params }),
      body: () => html`<p>${t(whole ? 'se.endAllText' : 'se.endText', { name: one.user })}</p>
        ${whole ? nothing : html`<dl class="ad-facts"><dt>${t('admin.from')}</dt><dd class="ad-mono">${one.from}</dd>
          <dt>${t('se.since')}</dt><dd>${at(one.created)}</dd><dt>${t('se.used')}</dt><dd>${at(one.used)}</dd></dl>`}`,
      todo: () => del('/sessions', params),
    });
    if (ended) {
      toast(t('se.ended', { n: ended.body.ended }));
      this.load();
    }
  }

  render() {
    const wanted = this.user.trim().toLowerCase();
    const rows = (this.all ?? []).filter(each => each.user.toLowerCase().includes(wanted) || each.from.includes(wanted));
    return html`${head(t('se.title'), t('se.lead'), asCommand({ path: '/sessions' }))}
      <div class="ad-bar">${field(t('se.filter'), html`<input type="search" data-search name="user" .value=${this.user} @input=${event => {
        this.show({ user: event.target.value, most: PAGE });
        router.note({ user: event.target.value });
      }}>`)}</div>
      ${problemOf(this, 'list', () => this.load())}
      ${!this.all ? (this.problems.list ? nothing : loading()) : rows.length === 0 ? empty('user', t(wanted ? 'admin.none' : 'se.none')) : html`
        <div class="table-frame"><table aria-label=${t('se.title')}><thead><tr><th>${t('se.user')}</th><th>${t('admin.from')}</th>
          <th>${t('se.since')}</th><th>${t('se.used')}</th><th></th></tr></thead><tbody>
          ${repeat(rows.slice(0, this.most), each => `${each.user}/${each.session}`, each => html`<tr>
            <td class="ad-break">${each.user} ${each.user === session.user ? badge(t('se.you'), 'accent') : nothing}</td><td class="ad-mono">${each.from}</td>
            <td>${when(each.created)}</td><td>${when(each.used)}</td>
            <td><div class="ad-row">${act(t('se.end'), () => this.end(each, false))}
              ${act(t('se.endAll'), () => this.end(each, true))}</div></td></tr>`)}</tbody></table></div>
        <div class="pager" role="status"><span>${t('se.count', { n: rows.length })}</span>${rows.length > this.most
          ? html`<button type="button" @click=${() => this.show({ most: this.most + PAGE })}>${t('admin.more', { n: Math.min(PAGE, rows.length - this.most) })}</button>`
          : nothing}</div>`}`;
  }
}
define('dm-sessions', SessionsScreen);
