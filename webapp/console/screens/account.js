// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing } from '../vendor/lit.js';
import { del, get, put, requestNames } from '../lib/api.js';
import { carried } from '../lib/carry.js';
import { ACTIONS, judge } from '../lib/grants.js';
import { t } from '../lib/i18n.js';
import { href, router } from '../lib/router.js';
import { session } from '../lib/session.js';
import { act, area, asCommand, choice, field, form, head, input, instantOf, lines, localTime, problemOf, Screen, seen, tick } from '../parts/admin.js';
import { at, badge, when } from '../parts/badge.js';
import { banner, loading, problemBanner } from '../parts/banner.js';
import { define } from '../parts/element.js';
import { grantLine, grantsEditor, grantsReady, plain } from '../parts/grants.js';
import { toast } from '../parts/toast.js';
import { nameOf, showSecret, someWord, standing } from './accounts.js';

const LISTS = { user: 'users', group: 'groups', token: 'tokens', application: 'machines', network: 'machines' };

/** One user, group, token, application or network: its terms, its grants, and what it may do by them. */
class Account extends Screen {
  constructor() {
    super();
    this.subject = '';
    this.account = null;
    this.groups = [];
    this.typed = null;
    this.busy = false;
    this.refusal = null;
    this.theirs = null;
    this.named = requestNames();
    this.question = { action: 'publish', namespace: 'public', group: 'DEFAULT_GROUP', dataId: '' };
  }

  opened({ subject = '' }) {
    if (subject !== this.subject) {
      Object.assign(this, { subject, account: null, typed: null, refusal: null, theirs: null, groups: [] });
      this.load();
    }
  }

  get kind() {
    return this.subject.split(':')[0];
  }

  async load() {
    const answer = await this.ask('one', signal => this.read(signal));
    if (answer) {
      this.show({ ...answer, refusal: null, theirs: null, typed: this.typedOf(answer.account) });
    }
  }

  async read(signal) {
    const { body: account } = await get('/access/accounts', { subject: this.subject }, { signal });
    const groups = account.groups.length === 0 ? [] : (await get('/access/accounts', { kind: 'group', limit: 500 }, { signal })).body.accounts;
    return { account, groups: groups.filter(each => account.groups.includes(nameOf(each.subject))) };
  }

  /** Somebody else was first: what was typed stays, on what is there now. */
  async again() {
    const now = await this.read();
    if (now.account.subject === this.subject) {
      this.show({ ...now, ...carried(this.typed, this.typedOf(this.account), this.typedOf(now.account)) });
    }
  }

  typedOf(account) {
    return {
      description: account.description, groups: account.groups.join(', '), disabled: account.disabled, expires: localTime(account.expires),
      networks: account.networks.join(', '), keys: '', grants: structuredClone(account.grants),
    };
  }

  /** What is typed, as the server takes it. A time that was not touched stays to the second. */
  body() {
    const { typed, account } = this;
    const expires = typed.expires === localTime(account.expires) ? account.expires : instantOf(typed.expires);
    return {
      description: typed.description, groups: lines(typed.groups), grants: plain(typed.grants), disabled: typed.disabled,
      ...(expires ? { expires } : {}), ...(lines(typed.networks).length ? { networks: lines(typed.networks) } : {}),
      ...(lines(typed.keys).length ? { keys: lines(typed.keys) } : {}),
    };
  }

  get changed() {
    const { description, groups, grants, disabled, expires, networks } = this.account;
    const wanted = this.body();
    return JSON.stringify([wanted.description, wanted.groups, wanted.grants, wanted.disabled, wanted.expires, wanted.networks ?? [], wanted.keys])
      !== JSON.stringify([description, groups, plain(grants), disabled, expires, networks, undefined]);
  }

  async save() {
    if (this.busy || !this.changed || !grantsReady(this.typed.grants)) {
      return;
    }
    this.show({ busy: true, refusal: null, theirs: null });
    const { subject, account } = this;
    try {
      await put('/access/accounts', { subject }, this.body(), { ...seen(account), ...this.named(subject, this.body(), seen(account)) });
      toast(t('admin.saved', { name: nameOf(this.subject) }));
      this.busy = false;
      await this.load();
    } catch (error) {
      const refusal = error.code === 'PRECONDITION_FAILED' ? await this.again().then(() => null, problem => problem) : error;
      this.show({ busy: false, refusal });
    }
  }

  async discard() {
    const params = { subject: this.subject };
    const named = requestNames();
    const gone = await form({
      title: t('ac.remove.' + this.kind, { name: nameOf(this.subject) }), ok: t(this.kind === 'token' ? 'ac.revoke' : 'admin.remove'), danger: true,
      typed: nameOf(this.subject), request: () => ({ method: 'DELETE', path: '/access/accounts', params }),
      body: () => html`<p>${t('ac.removeText.' + (this.kind === 'token' ? 'token' : 'other'))}</p>
        ${this.account.lastUsed ? html`<p>${t('ac.lastUsed')}: ${when(this.account.lastUsed)}</p>` : nothing}`,
      todo: () => del('/access/accounts', params, undefined, { ...seen(this.account), ...named(seen(this.account)) }),
      anew: async () => {
        await this.again();
        return this.fieldsOfNow(this.theirs);
      },
    });
    if (gone) {
      toast(t('admin.removed', { name: nameOf(this.subject) }));
      router.go(LISTS[this.kind]);
    }
  }

  async password() {
    const user = nameOf(this.subject);
    const set = await form({
      title: t('ac.setPassword', { name: user }), ok: t('ac.setPasswordOk'), danger: true, form: { password: someWord() }, ready: typed => typed.password.length >= 12,
      request: typed => ({ method: 'PUT', path: '/access/passwords', params: { user }, body: { password: typed.password } }),
      body: dialog => html`<p>${t('ac.setPasswordText')}</p>${field(t('ac.password'), input(dialog, dialog.form, 'password', { mono: true, most: 128 }))}`,
      todo: async ({ form: typed }) => {
        await put('/access/passwords', { user }, { password: typed.password });
        return typed.password;
      },
    });
    if (set) {
      await showSecret(t('ac.firstPassword', { name: user }), t('ac.firstPasswordLead'), set);
    }
  }

  render() {
    const { account } = this;
    return html`<p><a href=${href(LISTS[this.kind] ?? 'users')}>← ${t('nav.' + (LISTS[this.kind] ?? 'users'))}</a></p>
      ${head(html`<span class="ad-mono">${nameOf(this.subject)}</span>`, t('ac.kind.' + this.kind), account ? html`
        ${this.kind === 'user' ? html`<a class="button" href=${href('sessions', { user: nameOf(this.subject) })}>${t('nav.sessions')}</a>
          ${act(t('ac.setPasswordOk'), () => this.password(), { off: session.user === nameOf(this.subject) ? t('ac.ownPassword') : '' })}` : nothing}
        <a class="button" href=${href('audit', { who: this.subject })}>${t('nav.audit')}</a>
        ${act(t(this.kind === 'token' ? 'ac.revoke' : 'admin.remove'), () => this.discard(), { kind: 'danger' })}` : nothing)}
      ${problemOf(this, 'one', () => this.load())}
      ${account ? html`${this.facts()}<div class="ad-cards">${this.editor()}${this.check()}</div>` : this.problems.one ? nothing : loading()}`;
  }

  facts() {
    const { account } = this;
    return html`<p class="ad-row">${standing(account)} <span class="ad-calm">${t('ac.lastUsed')}:</span>
      ${account.lastUsed ? when(account.lastUsed) : t('admin.never')} <span class="ad-calm">${t('ac.ends')}:</span>
      ${account.expires ? at(account.expires) : t('ac.noEndYet')}</p>`;
  }

  editor() {
    const { typed, kind } = this;
    return html`<form class="ad-card" novalidate @submit=${event => { event.preventDefault(); this.save(); }}
        @keydown=${event => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) { event.preventDefault(); this.save(); } }}>
      <h2>${t('ac.terms')}</h2>
      ${field(t('admin.description'), input(this, typed, 'description', { most: 256 }))}
      ${kind === 'user' || kind === 'token' ? field(t('ac.groups'), input(this, typed, 'groups'), t('ac.groupsHint')) : nothing}
      ${kind === 'group' ? nothing : html`<div class="ad-two">${field(t('ac.ends'), input(this, typed, 'expires', { type: 'datetime-local' }), t('ac.endsHint'))}
        ${field(t('ac.networks'), input(this, typed, 'networks', { mono: true }), t('ac.tokenNetworksHint'))}</div>`}
      ${kind === 'application' ? field(t('ac.keys'), area(this, typed, 'keys', 2), t('ac.keysStay')) : nothing}
      ${tick(this, typed, 'disabled', t('ac.disable.' + (kind === 'group' ? 'group' : 'other')))}
      <h2>${t('ac.grants')}</h2>${grantsEditor(this, typed.grants)}
      ${problemBanner(this.refusal)}
      ${this.theirs ? banner('warn', html`${t('ac.moved')} ${this.both.length ? html`${t('ac.movedBoth')}${this.fieldsOfNow(this.both)}` : nothing}`) : nothing}
      <p class="ad-row"><button type="submit" class="primary" ?disabled=${this.busy || !this.changed || !grantsReady(typed.grants)}>${t('admin.save')}</button>
        ${this.changed ? act(t('ac.undo'), () => this.show({ typed: this.typedOf(this.account), refusal: null, theirs: null })) : nothing}
        ${asCommand({ method: 'PUT', path: '/access/accounts', params: { subject: this.subject }, body: this.body() })}</p></form>`;
  }

  /** What is in some of the fields now. */
  fieldsOfNow(names) {
    const now = this.typedOf(this.account);
    const word = { description: 'admin.description', groups: 'ac.groups', disabled: 'ac.disabled', expires: 'ac.ends', networks: 'ac.networks', grants: 'ac.grants' };
    const told = name => (name === 'grants' ? now.grants.map(each => html`<div>${grantLine(each)}</div>`)
      : name === 'disabled' ? t(now.disabled ? 'ac.yes' : 'ac.no') : now[name] || '–');
    return html`<dl class="ad-facts">${names.map(name => html`<dt>${t(word[name])}</dt><dd class="ad-break">${told(name)}</dd>`)}</dl>`;
  }

  check() {
    const { question } = this;
    const answer = judge({ ...this.account, grants: this.account.grants }, this.groups, question.action, question);
    return html`<section class="ad-card"><h2>${t('ac.check')}</h2><p class="ad-calm">${t('ac.checkText')}</p>
      <div class="ad-two">${field(t('grant.can'), choice(this, question, 'action', ACTIONS.map(each => [each, t('grant.can.' + each)])))}
        ${question.action === 'operate' ? nothing : field(t('admin.namespace'), input(this, question, 'namespace', { mono: true }))}
        ${['operate', 'grant', 'administer'].includes(question.action) ? nothing : html`${field(t('admin.group'), input(this, question, 'group', { mono: true }))}
          ${field(t('admin.dataId'), input(this, question, 'dataId', { mono: true }))}`}</div>
      <p role="status" class="ad-row">${badge(t(answer.allowed ? 'ac.mayDo' : 'ac.mayNotDo'), answer.allowed ? 'ok' : 'bad')} ${t('ac.because.' + answer.reason)}</p>
      <ul class="ad-list">${answer.by.map(({ grant, through }) => html`<li>${grantLine(grant)}
        ${through === this.subject ? nothing : html`<span class="ad-calm">${t('ac.through')} <a href=${href('account', { subject: through })}>${nameOf(through)}</a></span>`}</li>`)}</ul>
      ${this.groups.length < this.account.groups.length ? banner('info', t('ac.unknownGroups')) : nothing}</section>`;
  }
}
define('dm-account', Account);
