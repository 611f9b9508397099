// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing } from '../vendor/lit.js';
import { post, put, requestNames } from '../lib/api.js';
import { register, t } from '../lib/i18n.js';
import { Pager } from '../lib/pager.js';
import { href, router } from '../lib/router.js';
import { act, area, asCommand, choice, field, form, head, input, instantOf, lines, localTime, Screen } from '../parts/admin.js';
import { at, badge, when } from '../parts/badge.js';
import { banner, empty } from '../parts/banner.js';
import { copy } from '../parts/copyas.js';
import { define } from '../parts/element.js';
import { grantsEditor, grantsReady, grantsShort, plain } from '../parts/grants.js';
import { icon } from '../parts/icon.js';
import { pagedTable } from '../parts/table.js';
import { toast } from '../parts/toast.js';
import texts from './accounts.texts.js';

register(texts);

const NAME = /^[A-Za-z0-9_-][A-Za-z0-9_.-]{0,63}$/;
/** Characters that a password has at least. */
const LEAST = 12;
const SOON = 14 * 86_400_000;

export const nameOf = subject => subject.slice(subject.indexOf(':') + 1);

/** How an account is: whether it is good, and how long. */
export function standing(account, now = Date.now()) {
  const left = account.expires ? Date.parse(account.expires) - now : Infinity;
  return account.disabled ? badge(t('ac.disabled'), 'warn') : left <= 0 ? badge(t('ac.expired'), 'bad')
    : left < SOON ? badge(t('ac.endsSoon'), 'warn', account.expires) : badge(t('ac.good'), 'ok');
}

/** A password of 20 characters that nobody has to remember for long. */
export function someWord() {
  const letters = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
  return [...crypto.getRandomValues(new Uint32Array(20))].map(each => letters[each % letters.length]).join('');
}

/** Shows a secret this once; it goes when somebody says that he has it. */
export const showSecret = (title, lead, secret) => form({
  title, ok: t('ac.kept'), leave: false, size: 'once', form: { kept: false }, ready: typed => typed.kept,
  body: dialog => html`${banner('warn', lead)}<code class="ad-secret">${secret}</code>
    <p><button type="button" @click=${() => copy(secret)}>${icon('copy')}${t('admin.copy')}</button></p>
    <label class="ad-tick"><input type="checkbox" name="kept" .checked=${dialog.form.kept}
      @change=${event => { dialog.form.kept = event.target.checked; dialog.requestUpdate(); }}>${t('ac.haveIt')}</label>`,
  todo: () => true,
});

/** The subjects of some kinds, page by page. */
class Accounts extends Screen {
  constructor() {
    super();
    this.filter = '';
    this.lost = '';
    this.pagers = this.kinds.map(() => new Pager('/access/accounts', 'accounts', () => this.requestUpdate()));
  }

  opened({ filter = '' }) {
    this.filter = filter;
    this.load();
  }

  load() {
    this.pagers.forEach((pager, i) => pager.load({ kind: this.kinds[i], limit: 100 }));
  }

  render() {
    return html`${head(t(`ac.${this.word}`), t(`ac.${this.word}.lead`), html`${this.kinds.map(kind => act(html`${icon('plus')}${t('ac.new.' + kind)}`,
      () => this.make(kind), { kind: 'primary' }))}${asCommand({ path: '/access/accounts', params: { kind: this.kinds[0] } })}`)}
      ${this.lost ? banner('warn', t('ac.tokenUnknown', { name: this.lost })) : nothing}
      <div class="ad-bar"><div class="ad-long">${field(t('ac.filter'), html`<input type="search" data-search name="filter" .value=${this.filter} @input=${event => {
        this.show({ filter: event.target.value });
        router.note({ filter: event.target.value });
      }}>`)}</div></div>
      ${this.kinds.map((kind, i) => html`${this.kinds.length > 1 ? html`<h2>${t('ac.kind.' + kind)}</h2>` : nothing}${this.list(kind, this.pagers[i])}`)}`;
  }

  list(kind, pager) {
    const wanted = this.filter.trim().toLowerCase();
    const fits = each => !wanted || [each.subject, each.description, ...each.groups, ...each.grants.map(one => one.namespace)]
      .some(text => text.toLowerCase().includes(wanted));
    const shown = { get rows() { return pager.rows.filter(fits); }, loaded: pager.loaded, busy: pager.busy, next: pager.next, problem: pager.problem,
      load: () => pager.load(), more: () => pager.more() };
    return pagedTable({
      pager: shown, label: t('ac.kind.' + kind),
      head: html`<th>${t('admin.name')}</th><th>${t('admin.state')}</th><th>${t('ac.grants')}</th>
        ${kind === 'user' || kind === 'token' ? html`<th>${t('ac.groups')}</th>` : nothing}
        ${kind === 'group' ? nothing : html`<th>${t('ac.ends')}</th><th>${t('ac.lastUsed')}</th>`}`,
      row: each => html`<tr><td class="ad-break"><a class="ad-mono" href=${href('account', { subject: each.subject })}>${nameOf(each.subject)}</a>
          ${each.description ? html`<div class="ad-calm">${each.description}</div>` : nothing}</td>
        <td>${standing(each)}</td><td>${grantsShort(each.grants)}</td>
        ${kind === 'user' || kind === 'token' ? html`<td class="ad-break">${each.groups.join(', ')}</td>` : nothing}
        ${kind === 'group' ? nothing : html`<td>${each.expires ? at(each.expires) : html`<span class="ad-calm">${t('ac.noEndYet')}</span>`}</td>
          <td>${each.lastUsed ? when(each.lastUsed) : html`<span class="ad-calm">${t('admin.never')}</span>`}</td>`}</tr>`,
      none: empty('users', t(wanted ? 'admin.none' : 'ac.empty.' + kind)),
    });
  }

  make(kind) {
    return kind === 'token' ? this.makeToken() : this.makeNamed(kind);
  }

  /** A user, a group, an application or a network. */
  async makeNamed(kind) {
    const body = typed => ({
      description: typed.description, grants: plain(typed.grants), groups: lines(typed.groups),
      ...(kind === 'application' ? { keys: lines(typed.keys) } : {}), ...(kind === 'network' ? { networks: lines(typed.networks) } : {}),
    });
    const request = typed => ({ method: 'PUT', path: '/access/accounts', params: { subject: `${kind}:${typed.name}` }, body: body(typed) });
    const named = requestNames();
    const fields = { name: '', description: '', groups: '', keys: '', networks: '', grants: [], password: kind === 'user' ? someWord() : '', made: '' };
    const password = dialog => field(t('ac.password'), input(dialog, dialog.form, 'password', { mono: true, most: 128 }), t('ac.passwordHint'));
    const made = await form({
      title: t('ac.new.' + kind), ok: t('ac.new.' + kind), request, size: 'wide', form: fields,
      ready: typed => NAME.test(typed.name) && grantsReady(typed.grants) && (kind !== 'application' || lines(typed.keys).length > 0)
        && (kind !== 'network' || lines(typed.networks).length > 0) && (!typed.password || typed.password.length >= LEAST),
      body: dialog => (dialog.form.made ? html`${field(t('admin.name'), input(dialog, dialog.form, 'name', { mono: true, readonly: true }))}
        ${banner('info', t('ac.madeWithout'))}${password(dialog)}` : html`<div class="ad-two">${field(t('admin.name'), input(dialog, dialog.form, 'name', { mono: true, most: 64 }), t('ac.nameHint'))}
          ${field(t('admin.description'), input(dialog, dialog.form, 'description', { most: 256 }))}
          ${kind === 'user' ? html`${field(t('ac.groups'), input(dialog, dialog.form, 'groups'), t('ac.groupsHint'))}
            ${password(dialog)}` : nothing}</div>
        ${kind === 'application' ? field(t('ac.keys'), area(dialog, dialog.form, 'keys', 2), t('ac.keysHint')) : nothing}
        ${kind === 'network' ? html`${banner('warn', t('ac.networkWarn'))}
          ${field(t('ac.networks'), area(dialog, dialog.form, 'networks', 2), t('ac.networksHint'))}` : nothing}
        <h3>${t('ac.grants')}</h3>${grantsEditor(dialog, dialog.form.grants)}`),
      todo: async ({ form: typed }) => {
        const { name } = typed;
        if (typed.made !== name) {
          const { params } = request(typed);
          await put('/access/accounts', params, body(typed), { 'If-None-Match': '*', ...named(params, body(typed)) });
          // Whatever was typed meanwhile: the password is this one's.
          Object.assign(typed, { name, made: name });
        }
        const { password: word } = typed;
        if (kind === 'user' && word) {
          await put('/access/passwords', { user: name }, { password: word });
        }
        return { name, password: word };
      },
    });
    if (made) {
      toast(t('admin.saved', { name: made.name }));
      if (made.password) {
        await showSecret(t('ac.firstPassword', { name: made.name }), t('ac.firstPasswordLead'), made.password);
      }
    }
    this.load();
  }

  async makeToken() {
    const body = typed => ({
      description: typed.description, groups: lines(typed.groups), grants: plain(typed.grants),
      ...(instantOf(typed.expires) ? { expires: instantOf(typed.expires) } : {}), ...(lines(typed.networks).length ? { networks: lines(typed.networks) } : {}),
    });
    const inDays = days => (days ? localTime(new Date(Date.now() + days * 86_400_000).toISOString()) : '');
    const made = await form({
      title: t('ac.new.token'), ok: t('ac.new.token'), size: 'wide', request: typed => ({ method: 'POST', path: '/access/tokens', body: body(typed) }),
      form: { description: '', days: '90', expires: inDays(90), networks: '', groups: '', grants: [{ effect: 'allow', can: ['reader'], namespace: 'public', group: '*', dataId: '*' }] },
      ready: typed => Boolean(typed.description.trim()) && grantsReady(typed.grants) && (typed.days !== 'own' || Boolean(typed.expires)),
      body: dialog => html`<div class="ad-two">
          ${field(t('ac.tokenFor'), input(dialog, dialog.form, 'description', { most: 256, placeholder: t('ac.tokenForExample') }))}
          ${field(t('ac.ends'), choice(dialog, dialog.form, 'days', [['30', t('ac.days', { n: 30 })], ['90', t('ac.days', { n: 90 })],
            ['365', t('ac.days', { n: 365 })], ['own', t('ac.ownEnd')], ['', t('ac.noEndYet')]],
          { changed: () => { if (dialog.form.days !== 'own') { dialog.form.expires = inDays(Number(dialog.form.days)); } } }))}
          ${dialog.form.days === 'own' ? field(t('ac.endsAt'), input(dialog, dialog.form, 'expires', { type: 'datetime-local' })) : nothing}
          ${field(t('ac.groups'), input(dialog, dialog.form, 'groups'), t('ac.groupsHint'))}
          ${field(t('ac.networks'), input(dialog, dialog.form, 'networks', { mono: true }), t('ac.tokenNetworksHint'))}</div>
        ${dialog.form.days === '' ? banner('warn', t('ac.noEnd')) : nothing}
        <h3>${t('ac.scopes')}</h3>${grantsEditor(dialog, dialog.form.grants)}`,
      // It has no name that would make it once: whoever asked again would make another, and nobody saw the first one's secret.
      todo: ({ form: typed }) => post('/access/tokens', {}, body(typed)).catch(error => {
        if (error.unknown) {
          return { lost: typed.description };
        }
        throw error;
      }),
    });
    this.show({ lost: made?.lost ?? '' });
    if (made?.lost) {
      this.load();
    } else if (made) {
      await showSecret(t('ac.token'), t('ac.tokenLead'), made.body.token);
      this.load();
    }
  }
}

const screens = { users: ['user'], groups: ['group'], tokens: ['token'], machines: ['application', 'network'] };
for (const [word, kinds] of Object.entries(screens)) {
  define('dm-' + word, class extends Accounts {
    get word() {
      return word;
    }

    get kinds() {
      return kinds;
    }
  });
}
