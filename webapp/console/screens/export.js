// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html, live, nothing } from '../vendor/lit.js';
import { get, Problem } from '../lib/api.js';
import { asFolderZip, asNacos, writeFolder } from '../lib/exporting.js';
import { bytes } from '../lib/format.js';
import { register, t } from '../lib/i18n.js';
import { href, router } from '../lib/router.js';
import { session } from '../lib/session.js';
import { save } from '../lib/save.js';
import { download } from '../lib/stream.js';
import { asCommand, problemOf, Screen } from '../parts/admin.js';
import { banner, empty } from '../parts/banner.js';
import { define } from '../parts/element.js';
import { icon } from '../parts/icon.js';
import texts from './transfer.texts.js';

register(texts);

const FORMS = ['', 'nacos', 'folder'];

/** The folder that a person chose to write into; null where the browser knows no such thing, undefined where nobody chose one. */
const chosenFolder = () => (globalThis.showDirectoryPicker
  ? globalThis.showDirectoryPicker({ mode: 'readwrite' }).catch(() => undefined) : Promise.resolve(null));

/** What matches and may be read, as a zip of ours or of Nacos, or as a folder of files. */
class ExportScreen extends Screen {
  constructor() {
    super();
    Object.assign(this, { names: null, wish: {}, size: 0, form: '', written: 0, found: '', done: null });
  }

  opened({ namespace = '', group = '', dataId = '', as = '' }) {
    Object.assign(this, { wish: { namespace, group, dataId }, form: FORMS.includes(as) ? as : '' });
    Object.assign(this, { found: '', done: null, problems: {} });
    if (!this.names) {
      this.loadNames();
    }
  }

  get #name() {
    return `${{ nacos: 'nacos', folder: 'diamond-files' }[this.form] ?? 'diamond'}-export-${this.wish.namespace || 'all'}.zip`;
  }

  /** Nacos' zip has no place for the names of namespaces. */
  get #possible() {
    return this.form !== 'nacos' || this.wish.namespace !== '';
  }

  #type = (name, value) => {
    this.asking.export?.abort();
    this.problems = { ...this.problems, export: null };
    const { form } = this;
    this.show(name === 'as' ? { form: value, found: '', done: null } : { wish: { ...this.wish, [name]: value }, form, found: '', done: null });
    router.note({ ...this.wish, as: this.form });
  };

  #submit = event => {
    event.preventDefault();
    this.#export();
  };

  async #export() {
    if (this.asking.export || !this.#possible) {
      return;
    }
    this.show({ size: 0, written: 0, found: '', done: null });
    const name = this.#name;
    const { form } = this;
    const folder = form === 'folder' ? await chosenFolder() : null;
    if (folder === undefined) {
      return;
    }
    const done = await this.ask('export', async signal => {
      const { body } = await get('/configs', { ...this.wish, limit: 1 }, { signal });
      if (!body.configs.length && !body.next) {
        this.found = 'none';
        return null;
      }
      this.found = 'some';
      const zip = await download('/export', this.wish, size => this.show({ size }), { signal });
      return { ...await this.#shaped(zip, form, folder, signal), name };
    });
    if (done?.zip) {
      save(done.zip, name);
    }
    this.show({ done: done ?? null });
  }

  /** What was asked for, made of the server's zip in this browser. */
  async #shaped(zip, form, folder, signal) {
    try {
      if (folder) {
        const heard = written => {
          signal.throwIfAborted();
          this.show({ written });
        };
        return { folder: folder.name, count: await writeFolder(zip, folder, heard), left: 0 };
      }
      return form === 'nacos' ? await asNacos(zip) : form === 'folder' ? await asFolderZip(zip) : { zip, left: 0 };
    } catch (error) {
      if (signal.aborted) {
        throw error;
      }
      throw new Problem({ status: 0, code: 'EXPORT_FORM', detail: error.message });
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
        <label class="field"><span>${t('tf.as')}</span><select name="as" .value=${live(this.form)} @change=${event => this.#type('as', event.target.value)}>
          ${FORMS.map(each => html`<option value=${each} ?selected=${each === this.form}>${t('tf.as.' + (each || 'zip'))}</option>`)}</select></label>
        <button class="primary" ?disabled=${busy || !this.#possible}>${icon('download')}${t('tf.download')}</button>
        ${busy ? html`<button type="button" @click=${() => this.asking.export?.abort()}>${t('tf.stop')}</button>` : nothing}
      </form>
      <p class="fine">${t('tf.asText.' + (this.form || 'zip'))}</p>
      ${this.#possible ? nothing : banner('info', t('tf.nacosOne'))}
      ${problemOf(this, 'names', () => this.loadNames())}
      ${busy ? html`<p class="row" role="status"><progress class="ad-progress" aria-label=${t('nav.export')}></progress>${this.written ? t('tf.files', { n: this.written })
    : this.size ? bytes(this.size) : t('tf.preparing')}</p>` : nothing}
      ${this.problems.export && this.found === 'some' ? banner('warn', t('tf.exportBroke')) : nothing}
      ${problemOf(this, 'export', () => this.#export(), false)}
      ${this.found === 'none' ? empty('search', t('tf.none'), t('tf.noneText')) : nothing}
      ${this.done ? this.#told() : nothing}`;
  }

  #told() {
    const { name, zip, folder, count, left } = this.done;
    return banner(left ? 'warn' : 'ok', html`${zip ? t('tf.exported', { name, size: bytes(zip.size) }) : t('tf.inFolder', { n: count, name: folder })}
        ${left ? t('tf.noNacos', { n: left }) : nothing}`,
    session.mayAnywhere('publish') ? html`<a class="button" href=${href('import')}>${icon('upload')}${t('nav.import')}</a>` : nothing);
  }
}
define('dm-export', ExportScreen);
