// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html, live } from '../vendor/lit.js';
import { get } from '../lib/api.js';
import { namespaceName } from '../lib/format.js';
import { register, t } from '../lib/i18n.js';
import { DEFAULT_GROUP, keyParams, typeOf } from '../lib/keyname.js';
import { router } from '../lib/router.js';
import { DmElement, define } from '../parts/element.js';
import './edit.js';
import texts from './config.texts.js';
import listTexts from './configs.texts.js';

register(texts);
register(listTexts);

const ABSENT = { exists: false, text: '', etag: null, version: 0, epoch: '', md5: '', kind: 'single', details: null, detailsProblem: null };
const NAME = /^[A-Za-z0-9_\-.:]{1,128}$/;
const DATA_ID = /^(?!\.{1,2}(?:\/|$))[A-Za-z0-9_\-.:]+(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9_\-.:]+)*$/;

/** A configuration that is not there yet: its names, and then what editing is like anywhere. */
class New extends DmElement {
  static properties = { params: { attribute: false }, names: { state: true }, namespaces: { state: true } };

  #live = { ...ABSENT, type: 'text' };

  constructor() {
    super();
    Object.assign(this, { names: { namespace: 'public', group: DEFAULT_GROUP, dataId: '' }, namespaces: [] });
  }

  connectedCallback() {
    super.connectedCallback();
    get('/namespaces').then(({ body }) => { this.namespaces = body.namespaces.map(each => namespaceName(each.namespace)); }, () => {});
  }

  willUpdate(changed) {
    if (changed.has('params')) {
      const { namespace = 'public', group = DEFAULT_GROUP, dataId = '' } = this.params;
      this.names = { namespace, group, dataId };
      this.#live = { ...ABSENT, type: typeOf(dataId) };
    }
  }

  get #key() {
    return { ...this.names, namespace: this.names.namespace === 'public' ? '' : this.names.namespace };
  }

  get #valid() {
    return NAME.test(this.names.group) && this.names.dataId.length <= 250 && DATA_ID.test(this.names.dataId);
  }

  #name(change) {
    const before = typeOf(this.names.dataId);
    this.names = { ...this.names, ...change };
    router.note(this.names);
    if (typeOf(this.names.dataId) !== before) {
      this.#live = { ...this.#live, type: typeOf(this.names.dataId) };
    }
  }

  render() {
    const { namespace, group, dataId } = this.names;
    const names = [...new Set(['public', ...this.namespaces, namespace])];
    const bad = dataId && !this.#valid;
    return html`<dm-edit .key=${this.#key} .draft=${this.params.draft} .live=${this.#live} .mayPublish=${this.#valid} .head=${html`<h1>${t('edit.newTitle')}</h1>`} .names=${html`
      <label class="field"><span>${t('configs.namespace')}</span><select name="namespace" .value=${live(namespace)} @change=${event => this.#name({ namespace: event.target.value })}>
        ${names.map(each => html`<option ?selected=${each === namespace}>${each}</option>`)}</select></label>
      <label class="field"><span>${t('configs.group')}</span><input name="group" maxlength="128" autocomplete="off" spellcheck="false" .value=${group}
        @input=${event => this.#name({ group: event.target.value.trim() })}></label>
      <label class="field wide"><span>${t('configs.name')}</span><input name="dataId" maxlength="250" autocomplete="off" spellcheck="false" required aria-invalid=${!!bad} .value=${dataId}
        @input=${event => this.#name({ dataId: event.target.value.trim() })}><small class=${bad ? 'bad' : ''}>${bad ? t('edit.nameBad') : t('edit.nameHint')}</small></label>`}
      @done=${({ detail }) => (detail.version ? router.go('config', { ...keyParams(this.#key), since: detail.version }, { replace: true }) : router.go('configs'))}></dm-edit>`;
  }
}
define('dm-config-new', New);
