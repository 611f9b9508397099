// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing } from '../vendor/lit.js';
import { get, put, requestNames } from '../lib/api.js';
import { globs } from '../lib/grants.js';
import { register, t } from '../lib/i18n.js';
import { href, router } from '../lib/router.js';
import { session } from '../lib/session.js';
import { act, asCommand, field, form, head, input, problemOf, Screen, seen } from '../parts/admin.js';
import { badge } from '../parts/badge.js';
import { banner, empty, loading } from '../parts/banner.js';
import { define } from '../parts/element.js';
import { grantLine, grantsEditor, grantsReady, plain } from '../parts/grants.js';
import { toast } from '../parts/toast.js';
import texts from './grants.texts.js';

register(texts);

const KINDS = ['user', 'group', 'token', 'application', 'network'];

/** Whether a pattern of namespaces is about this one, by the name that people see. */
const fits = (pattern, namespace) => (namespace === 'public' ? pattern === 'public' || pattern === '*' : globs(pattern, namespace));

/** Who may do what in one namespace, for its owners; and for whoever grants everywhere, the list of all who may. */
class GrantsScreen extends Screen {
  constructor() {
    super();
    this.typed = {};
    this.found = null;
    this.cut = false;
  }

  opened({ namespace = 'public' }) {
    this.typed = { namespace, subject: '' };
    this.load();
  }

  get everywhere() {
    return session.may('grant');
  }

  async load() {
    if (!this.everywhere) {
      return;
    }
    const { namespace } = this.typed;
    const pages = await this.ask('list', signal => Promise.all(KINDS.map(kind => get('/access/accounts', { kind, limit: 500 }, { signal }))));
    if (pages) {
      const found = pages.flatMap(({ body }) => body.accounts)
        .map(account => ({ account, grants: account.grants.filter(grant => fits(grant.namespace, namespace)) }))
        .filter(each => each.grants.length > 0);
      this.show({ found, cut: pages.some(({ body }) => body.next) });
    }
  }

  async edit(subject) {
    const { namespace } = this.typed;
    const params = { subject, namespace };
    let now = await this.ask('one', async signal => (await get('/access/grants', params, { signal })).body);
    if (!now) {
      return;
    }
    const named = requestNames();
    const of = denial => now.grants.filter(each => (each.effect === 'deny') === denial);
    const request = typed => ({ method: 'PUT', path: '/access/grants', params, body: { grants: plain(typed.grants) } });
    const done = await form({
      title: t('gr.editOf', { name: subject, namespace }), ok: t('admin.save'), size: 'wide', request,
      form: { grants: structuredClone(of(false)) }, ready: typed => grantsReady(typed.grants),
      body: dialog => html`${of(true).length > 0 ? banner('info', html`${t('gr.denied')}${of(true).map(each => html`<div>${grantLine(each)}</div>`)}`) : nothing}
        ${grantsEditor(dialog, dialog.form.grants, namespace)}`,
      todo: ({ form: typed }) => {
        const { body } = request(typed);
        return put('/access/grants', params, body, { ...seen(now), ...named(body, seen(now)) });
      },
      anew: async () => {
        now = (await get('/access/grants', params)).body;
        return of(false).length > 0 ? of(false).map(each => html`<div>${grantLine(each)}</div>`) : t('grant.none');
      },
    });
    if (done) {
      toast(t('admin.saved', { name: subject }));
      this.load();
    }
  }

  render() {
    const { typed, found } = this;
    const { namespace } = typed;
    return html`${head(t('gr.title'), t('gr.lead'))}
      <form class="ad-bar" novalidate @submit=${event => { event.preventDefault(); router.go('grants', { namespace }); }}>
        ${field(t('admin.namespace'), input(this, typed, 'namespace', { mono: true }))}<button type="submit">${t('admin.look')}</button></form>
      <form class="ad-bar" novalidate @submit=${event => { event.preventDefault(); if (typed.subject.includes(':')) { this.edit(typed.subject.trim()); } }}>
        <div class="ad-long">${field(t('gr.subject'), input(this, typed, 'subject', { mono: true, placeholder: t('gr.subjectHint') }))}</div>
        <button type="submit" class="primary" ?disabled=${!typed.subject.includes(':')}>${t('gr.edit')}</button>
        ${asCommand({ path: '/access/grants', params: { subject: typed.subject || 'user:alice', namespace } })}</form>
      ${problemOf(this, 'one')}${problemOf(this, 'list', () => this.load())}
      ${!this.everywhere ? banner('info', t('gr.notAll')) : !found ? (this.problems.list ? nothing : loading()) : html`
        <h2>${t('gr.list', { namespace: this.params?.namespace ?? 'public' })}</h2>${this.cut ? banner('info', t('gr.cut')) : nothing}
        ${found.length === 0 ? empty('shield', t('gr.none')) : html`<div class="table-frame"><table aria-label=${t('gr.title')}><thead><tr><th>${t('gr.subject')}</th>
          <th>${t('grant.can')}</th><th></th></tr></thead><tbody>${found.map(({ account, grants }) => html`<tr>
            <td class="ad-mono ad-break"><a href=${href('account', { subject: account.subject })}>${account.subject}</a></td>
            <td>${grants.map(each => html`<div class="ad-row">${grantLine(each)} ${each.namespace.includes('*') ? badge(t('gr.pattern')) : nothing}</div>`)}</td>
            <td>${act(t('gr.edit'), () => this.edit(account.subject))}</td></tr>`)}</tbody></table></div>`}`}`;
  }
}
define('dm-grants', GrantsScreen);
