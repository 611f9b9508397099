// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing, repeat } from '../vendor/lit.js';
import { del, get, post, put, requestNames } from '../lib/api.js';
import { bytes, namespaceName, number } from '../lib/format.js';
import { register, t } from '../lib/i18n.js';
import { placesAre } from '../lib/nextplace.js';
import { Pager } from '../lib/pager.js';
import { href, router } from '../lib/router.js';
import { session } from '../lib/session.js';
import { act, area, asCommand, field, form, head, input, problemOf, Screen, seen } from '../parts/admin.js';
import { badge, when } from '../parts/badge.js';
import { banner, empty, loading, problemBanner } from '../parts/banner.js';
import { define } from '../parts/element.js';
import { icon } from '../parts/icon.js';
import { morePages } from '../parts/table.js';
import { toast } from '../parts/toast.js';
import texts from './namespaces.texts.js';

register(texts);

const PAGE = 50;

/** Namespaces, and how much one of them and its groups hold and may hold. */
class Namespaces extends Screen {
  constructor() {
    super();
    this.filter = '';
    this.most = PAGE;
    this.all = null;
    this.quotas = new Pager('/quotas', 'quotas', () => this.requestUpdate());
    this.pagers = [this.quotas];
  }

  opened({ namespace, filter = '' }) {
    this.filter = filter;
    if (namespace !== this.of) {
      this.of = namespace;
      Object.assign(this.quotas, { rows: [], loaded: false, next: null, problem: null });
    }
    if (!this.all) {
      this.load();
    }
    if (namespace) {
      this.quotas.load({ namespace });
    }
  }

  async load() {
    const answer = await this.ask('list', signal => get('/namespaces', {}, { signal }));
    if (answer) {
      this.show({ all: answer.body.namespaces });
      placesAre(answer.body.namespaces.map(each => namespaceName(each.namespace)));
    }
  }

  fitting() {
    const wanted = this.filter.trim().toLowerCase();
    return (this.all ?? []).filter(each => [namespaceName(each.namespace), each.title, each.description]
      .some(text => text.toLowerCase().includes(wanted)));
  }

  create() {
    this.edit({ title: t('ns.create'), ok: t('ns.create'), fields: {}, fresh: true });
  }

  rename(one) {
    this.edit({ title: t('ns.rename', { name: one.namespace }), ok: t('admin.save'), fields: { ...one } });
  }

  async edit({ title, ok, fields, fresh = false }) {
    const request = ({ namespace, title: label, description }) => ({
      method: fresh ? 'POST' : 'PUT', path: '/namespaces', params: fresh ? {} : { namespace },
      body: { ...(fresh ? { namespace } : {}), title: label || namespace, description: description ?? '' },
    });
    const made = await form({
      title, ok, form: fields, request,
      ready: ({ namespace }) => Boolean(namespace),
      body: dialog => html`
        ${fresh ? field(t('admin.name'), input(dialog, dialog.form, 'namespace', { mono: true, most: 128 }), t('ns.nameHint')) : nothing}
        ${field(t('ns.label'), input(dialog, dialog.form, 'title', { most: 128, placeholder: dialog.form.namespace }))}
        ${field(t('admin.description'), area(dialog, dialog.form, 'description'))}`,
      todo: ({ form: typed }) => {
        const { path, params, body } = request(typed);
        return fresh ? post(path, params, body) : put(path, params, body);
      },
    });
    if (made) {
      toast(t('admin.saved', { name: made.body.namespace }));
      this.load();
    }
  }

  async discard(one) {
    const request = { method: 'DELETE', path: '/namespaces', params: { namespace: one.namespace } };
    const gone = await form({
      title: t('ns.remove', { name: one.namespace }), ok: t('admin.remove'), danger: true, typed: one.namespace, request: () => request,
      body: () => html`<p>${t('ns.removeText')}</p>
        <p><a target="_blank" href=${href('configs', { namespace: one.namespace })}>${t('ns.configs')}</a></p>`,
      todo: () => del(request.path, request.params),
    });
    if (gone) {
      toast(t('admin.removed', { name: one.namespace }));
      router.go('namespaces');
      this.load();
    }
  }

  /** The quota of a namespace or a group as it is now. */
  async quotaOf({ namespace, group }) {
    const { body } = await get('/quotas', { namespace: namespaceName(namespace), group });
    return group ? body.quotas[0] : body.quotas.find(each => !each.group);
  }

  facts(quota) {
    return html`<dl class="ad-facts">${this.fact(t('ns.keys'), quota.heldKeys, quota.keys, number)}
      ${this.fact(t('ns.bytes'), quota.heldBytes, quota.bytes, bytes)}</dl>`;
  }

  async quota(scope) {
    let now = scope;
    const named = requestNames();
    const params = { namespace: namespaceName(scope.namespace), group: scope.group };
    const amount = typed => ({ keys: Number(typed.keys) || 0, bytes: Math.round((Number(typed.mebibytes) || 0) * 1048576) });
    const request = typed => ({ method: 'PUT', path: '/quotas', params: { ...params, comment: typed.comment }, body: amount(typed) });
    const done = await form({
      title: t('ns.quotaOf', { name: params.group ? `${params.namespace} / ${params.group}` : params.namespace }), ok: t('admin.save'), request,
      form: { keys: String(scope.keys || ''), mebibytes: scope.bytes ? String(scope.bytes / 1048576) : '', group: '', comment: '' },
      ready: typed => [typed.keys, typed.mebibytes].every(text => text === '' || Number(text) >= 0),
      body: dialog => html`<p>${t('ns.quotaText')}</p><div class="ad-two">
        ${field(t('ns.keys'), input(dialog, dialog.form, 'keys', { type: 'number', min: 0 }), t('ns.held', { amount: number(scope.heldKeys ?? 0) }))}
        ${field(t('ns.mebibytes'), input(dialog, dialog.form, 'mebibytes', { type: 'number', min: 0 }), t('ns.held', { amount: bytes(scope.heldBytes ?? 0) }))}</div>
        ${field(t('admin.comment'), input(dialog, dialog.form, 'comment', { most: 512 }))}`,
      todo: ({ form: typed }) => put('/quotas', request(typed).params, amount(typed), { ...seen(now), ...named(request(typed), seen(now)) }),
      anew: async () => {
        now = await this.quotaOf(scope);
        return this.facts(now);
      },
    });
    if (done) {
      toast(t('admin.saved', { name: t('ns.quota') }));
      this.quotas.load();
    }
  }

  async groupQuota(namespace) {
    const chosen = await form({
      title: t('ns.groupQuota'), ok: t('ns.next'), form: { group: '' }, ready: ({ group }) => Boolean(group),
      body: dialog => field(t('admin.group'), input(dialog, dialog.form, 'group', { mono: true, most: 128 })),
      todo: ({ form: { group } }) => this.quotaOf({ namespace, group }),
    });
    if (chosen) {
      this.quota(chosen);
    }
  }

  async unlimit(scope) {
    const params = { namespace: namespaceName(scope.namespace), group: scope.group };
    let now = scope;
    const named = requestNames();
    const gone = await form({
      title: t('ns.unlimit'), ok: t('ns.unlimit'), danger: true, request: () => ({ method: 'DELETE', path: '/quotas', params }),
      body: () => html`<p>${t('ns.unlimitText', { name: params.group ?? params.namespace })}</p>`,
      todo: () => del('/quotas', params, undefined, { ...seen(now), ...named(seen(now)) }),
      anew: async () => {
        now = await this.quotaOf(scope);
        return this.facts(now);
      },
    });
    if (gone) {
      toast(t('admin.removed', { name: t('ns.quota') }));
      this.quotas.load();
    }
  }

  /** Why this may not be done, or ''. */
  off(one) {
    return one.namespace === '' ? t('ns.isPublic')
      : session.may('administer', { namespace: one.namespace }) ? '' : t('admin.mayNot');
  }

  render() {
    return this.params?.namespace ? this.one(this.params.namespace) : this.list();
  }

  list() {
    const rows = this.fitting();
    return html`${head(t('ns.title'), t('ns.lead'), html`${act(html`${icon('plus')}${t('ns.create')}`, () => this.create(),
      { kind: 'primary', off: session.mayAnywhere('administer') ? '' : t('admin.mayNot') })}${asCommand({ path: '/namespaces' })}`)}
      <div class="ad-bar">${field(t('admin.filter'), html`<input type="search" data-search name="filter" .value=${this.filter} @input=${event => {
        this.show({ filter: event.target.value, most: PAGE });
        router.note({ filter: event.target.value });
      }}>`)}</div>
      ${problemOf(this, 'list', () => this.load())}
      ${!this.all ? (this.problems.list ? nothing : loading()) : rows.length === 0 ? empty('search', t('admin.none')) : html`
        <div class="table-frame"><table aria-label=${t('ns.title')}><thead><tr><th>${t('admin.namespace')}</th><th>${t('ns.label')}</th>
          <th>${t('admin.description')}</th><th>${t('admin.by')}</th><th>${t('admin.at')}</th><th></th></tr></thead>
          <tbody>${repeat(rows.slice(0, this.most), each => each.namespace, each => this.row(each))}</tbody></table></div>
        <div class="pager" role="status"><span>${t('ns.shown', { shown: Math.min(rows.length, this.most), n: rows.length })}</span>
          ${rows.length > this.most ? html`<button type="button" @click=${() => this.show({ most: this.most + PAGE })}>
            ${t('admin.more', { n: Math.min(PAGE, rows.length - this.most) })}</button>` : nothing}</div>`}`;
  }

  row(one) {
    const name = namespaceName(one.namespace);
    const off = this.off(one);
    return html`<tr><td class="ad-mono ad-break"><a href=${href('namespaces', { namespace: name })}>${name}</a></td>
      <td class="ad-break">${one.title}</td><td class="ad-break">${one.description}</td><td class="ad-break">${one.by}</td>
      <td>${one.version > 0 ? when(one.at) : '–'}</td>
      <td><div class="ad-row"><a class="button" href=${href('configs', { namespace: name })}>${t('ns.configs')}</a>
        ${act(t('admin.change'), () => this.rename(one), { off })}
        ${act(t('admin.remove'), () => this.discard(one), { off })}</div></td></tr>`;
  }

  one(name) {
    const pager = this.quotas;
    const whole = pager.rows.find(each => !each.group);
    const off = session.may('operate') ? '' : t('ns.quotaOff');
    const known = (this.all ?? []).find(each => namespaceName(each.namespace) === name);
    return html`<p><a href=${href('namespaces')}>← ${t('ns.title')}</a></p>
      ${head(name, known?.title === name ? '' : known?.title, html`<a class="button" href=${href('configs', { namespace: name })}>${t('ns.configs')}</a>
        <a class="button" href=${href('grants', { namespace: name })}>${t('ns.whoMay')}</a>
        ${known ? html`${act(t('admin.change'), () => this.rename(known), { off: this.off(known) })}
          ${act(t('admin.remove'), () => this.discard(known), { off: this.off(known) })}` : nothing}
        ${asCommand({ path: '/quotas', params: { namespace: name } })}`)}
      ${known?.description ? html`<p class="ad-break">${known.description}</p>` : nothing}
      ${problemBanner(pager.problem, () => pager.load())}
      ${!pager.loaded ? (pager.problem ? nothing : loading()) : html`
        ${pager.body?.complete === false ? banner('warn', t('ns.incomplete')) : nothing}
        <section class="ad-card"><h2>${t('ns.quota')}</h2>
          ${whole ? html`${this.facts(whole)}
            <p class="ad-row">${act(t('ns.setQuota'), () => this.quota(whole), { off })}
              ${whole.version ? act(t('ns.unlimit'), () => this.unlimit(whole), { off }) : nothing}
              ${act(t('ns.groupQuota'), () => this.groupQuota(whole.namespace), { off })}</p>` : nothing}</section>
        <h2>${t('ns.groups')}</h2>
        ${pager.rows.length <= 1 ? empty('boxes', t('ns.noGroups')) : html`<div class="table-frame"><table aria-label=${t('ns.groups')}><thead><tr>
          <th>${t('admin.group')}</th><th>${t('ns.keys')}</th><th>${t('ns.bytes')}</th><th></th></tr></thead><tbody>
          ${pager.rows.filter(each => each.group).map(each => html`<tr><td class="ad-mono ad-break">
              <a href=${href('configs', { namespace: name, group: each.group })}>${each.group}</a>
              ${each.full ? badge(t('ns.full'), 'bad') : nothing}</td>
            <td>${this.fill(each.heldKeys, each.keys, number)}</td><td>${this.fill(each.heldBytes, each.bytes, bytes)}</td>
            <td><div class="ad-row">${act(t('ns.setQuota'), () => this.quota(each), { off })}
              ${each.version ? act(t('ns.unlimit'), () => this.unlimit(each), { off }) : nothing}</div></td></tr>`)}</tbody></table></div>`}
        ${morePages(pager)}`}`;
  }

  fact(label, held, most, say) {
    return html`<dt>${label}</dt><dd>${this.fill(held, most, say)}</dd>`;
  }

  fill(held, most, say) {
    return most > 0 ? html`${t('ns.of', { held: say(held), most: say(most) })}
      <meter class="ad-meter" min="0" max=${most} high=${most * 0.9} .value=${Math.min(held, most)} aria-label=${t('ns.of', { held: say(held), most: say(most) })}></meter>`
      : html`${say(held)} <span class="ad-calm">${t('ns.noQuota')}</span>`;
  }
}
define('dm-namespaces', Namespaces);
