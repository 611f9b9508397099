// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html, live, nothing } from '../vendor/lit.js';
import { get } from '../lib/api.js';
import { bytes, namespaceName } from '../lib/format.js';
import { register, t } from '../lib/i18n.js';
import { href, router } from '../lib/router.js';
import { session } from '../lib/session.js';
import { download } from '../lib/stream.js';
import { asCommand, problemOf, Screen } from '../parts/admin.js';
import { banner, empty } from '../parts/banner.js';
import { define } from '../parts/element.js';
import { icon } from '../parts/icon.js';
import texts from './transfer.texts.js';

register(texts);

const KEPT_MILLIS = 60_000;

/** Hands a file to the browser, as a download. */
function save(blob, name) {
  const url = URL.createObjectURL(blob);
  Object.assign(document.createElement('a'), { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MILLIS);
}

/** What matches and may be read, as a zip. */
class ExportScreen extends Screen {
  constructor() {
    super();
    Object.assign(this, { names: null, wish: {}, size: 0, found: '', done: null });
  }

  opened({ namespace = '', group = '', dataId = '' }) {
    this.wish = { namespace, group, dataId };
    Object.assign(this, { found: '', done: null, problems: {} });
    if (!this.names) {
      this.ask('names', signal => get('/namespaces', {}, { signal })).then(answer => answer
        && this.show({ names: answer.body.namespaces.map(each => namespaceName(each.namespace)) }));
    }
  }

  get #name() {
    return `diamond-export-${this.wish.namespace || 'all'}.zip`;
  }

  #type = (name, value) => {
    this.asking.export?.abort();
    this.problems = { ...this.problems, export: null };
    this.show({ wish: { ...this.wish, [name]: value }, found: '', done: null });
    router.note(this.wish);
  };

  #submit = event => {
    event.preventDefault();
    this.#export();
  };

  async #export() {
    if (this.asking.export) {
      return;
    }
    this.show({ size: 0, found: '', done: null });
    const name = this.#name;
    const zip = await this.ask('export', async signal => {
      const { body } = await get('/configs', { ...this.wish, limit: 1 }, { signal });
      if (!body.configs.length && !body.next) {
        this.found = 'none';
        return null;
      }
      this.found = 'some';
      return download('/export', this.wish, size => this.show({ size }), { signal });
    });
    if (zip) {
      save(zip, name);
      this.show({ done: { name, size: zip.size } });
    }
  }

  render() {
    const { wish, names } = this;
    const busy = !!this.asking.export;
    const text = name => html`<label class="field"><span>${t('tf.' + name)}</span><input name=${name} autocomplete="off" spellcheck="false" maxlength="250"
      placeholder="*" title=${t('tf.pattern')} .value=${wish[name]} @input=${event => this.#type(name, event.target.value.trim())}></label>`;
    return html`<div class="page-head"><h1>${t('nav.export')}</h1><span class="grow"></span>
        ${asCommand({ path: '/export', params: wish, output: this.#name })}</div>
      <p class="muted">${t('tf.exportText')}</p>
      <form class="filters panel pad" @submit=${this.#submit}>
        <label class="field"><span>${t('tf.namespace')}</span><select name="namespace" .value=${live(wish.namespace)} @change=${event => this.#type('namespace', event.target.value)}>
          <option value="" ?selected=${!wish.namespace}>${t('tf.all')}</option>
          ${[...new Set([...(names ?? []), ...(wish.namespace ? [wish.namespace] : [])])].map(each =>
    html`<option value=${each} ?selected=${each === wish.namespace}>${each}</option>`)}</select></label>
        ${text('group')}${text('dataId')}
        <button class="primary" ?disabled=${busy}>${icon('download')}${t('tf.download')}</button>
        ${busy ? html`<button type="button" @click=${() => this.asking.export?.abort()}>${t('tf.stop')}</button>` : nothing}
      </form>
      ${problemOf(this, 'names', () => this.opened(this.params))}
      ${busy ? html`<p class="row" role="status"><progress class="ad-progress" aria-label=${t('nav.export')}></progress>${this.size ? bytes(this.size) : t('tf.preparing')}</p>` : nothing}
      ${this.problems.export && this.found === 'some' ? banner('warn', t('tf.exportBroke')) : nothing}
      ${problemOf(this, 'export', () => this.#export())}
      ${this.found === 'none' ? empty('search', t('tf.none'), t('tf.noneText')) : nothing}
      ${this.done ? banner('ok', t('tf.exported', { name: this.done.name, size: bytes(this.done.size) }),
    session.mayAnywhere('publish') ? html`<a class="button" href=${href('import')}>${icon('upload')}${t('nav.import')}</a>` : nothing) : nothing}`;
  }
}
define('dm-export', ExportScreen);
