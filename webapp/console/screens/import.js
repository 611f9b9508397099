// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html, live, nothing } from '../vendor/lit.js';
import { pack } from '../lib/folder.js';
import { bytes, namespaceName, number } from '../lib/format.js';
import { language, register, t } from '../lib/i18n.js';
import { importing } from '../lib/importing.js';
import { href, router } from '../lib/router.js';
import { asCommand, asCommandBelow, problemOf, Screen } from '../parts/admin.js';
import { badge } from '../parts/badge.js';
import { banner, problemBanner } from '../parts/banner.js';
import { codeName } from '../parts/codes.js';
import { Dialog } from '../parts/dialog.js';
import { define } from '../parts/element.js';
import { icon } from '../parts/icon.js';
import texts from './transfer.texts.js';

register(texts);

const FIRST_ROWS = 200;
const MORE_ROWS = 1000;
const POLICIES = ['abort', 'skip', 'overwrite'];
const KINDS = { created: 'ok', overwritten: 'warn', same: '', skipped: '', refused: 'bad', unwritten: 'warn', unknown: 'bad' };

/** A closed tab is the end of an import, so it is asked about. */
globalThis.addEventListener?.('beforeunload', event => {
  if (importing.state === 'writing') {
    event.preventDefault();
  }
});

/** The import that there is, whichever screen it was begun at. */
class ImportScreen extends Screen {
  #heard = () => this.requestUpdate();
  #chosen = null;

  constructor() {
    super();
    Object.assign(this, { names: null, packing: false, notice: '', only: '', rows: FIRST_ROWS });
  }

  connectedCallback() {
    super.connectedCallback();
    importing.addEventListener('change', this.#heard);
  }

  disconnectedCallback() {
    importing.removeEventListener('change', this.#heard);
    super.disconnectedCallback();
  }

  opened({ namespace, policy }) {
    const wish = { namespace: namespace ?? importing.wish.namespace, policy: POLICIES.includes(policy) ? policy : importing.wish.policy };
    if (wish.namespace !== importing.wish.namespace || wish.policy !== importing.wish.policy) {
      this.#choose(wish);
    }
    if (!this.names) {
      this.loadNames();
    }
  }

  #choose(wish) {
    importing.choose(wish);
    if (router.current.screen === 'import') {
      router.note({ namespace: importing.wish.namespace, policy: importing.wish.policy });
    }
    this.show({ only: '', rows: FIRST_ROWS });
  }

  /** A browser does not tell that the same file was chosen again, so it is to forget it first. */
  #forget = ({ target }) => {
    if (importing.problem?.code === 'FILE_GONE') {
      target.value = '';
    }
  };

  #zip = ({ target }) => {
    this.querySelector('[name=folder]').value = '';
    this.#chosen = target.files;
    this.show({ packing: false, notice: '' });
    this.#choose({ file: target.files[0] ?? null });
  };

  #folder = async ({ target }) => {
    const { files } = target;
    this.querySelector('[name=zip]').value = '';
    this.#chosen = files;
    this.#choose({ file: null });
    this.show({ packing: true, notice: '' });
    try {
      const { zip, ...packed } = await pack(files);
      if (this.#chosen === files) {
        this.#choose({ file: zip, packed });
        this.show({ packing: false, notice: zip || !files.length ? '' : 'tf.nothing' });
      }
    } catch (error) {
      this.show({ packing: false, notice: error instanceof RangeError ? 'tf.tooMany' : error instanceof SyntaxError ? 'tf.badLabels' : 'problem.FILE_GONE' });
    }
  };

  #look = event => {
    event?.preventDefault();
    this.show({ only: '', rows: FIRST_ROWS });
    importing.look();
  };

  async #act() {
    const comment = await ImportDialog.show({ count: importing.possible, counts: importing.counts, end: importing.end });
    if (comment !== undefined) {
      this.show({ only: '', rows: FIRST_ROWS });
      importing.write(comment);
    }
  }

  render() {
    const { state, problem, file, wish } = importing;
    return html`<div class="page-head"><h1>${t('nav.import')}</h1><span class="grow"></span>${asCommand(command({ ...wish, dryRun: true }))}</div>
      <p class="muted">${t('tf.importText')}</p>
      ${problemOf(this, 'names', () => this.loadNames())}
      ${this.#form()}
      ${this.notice ? banner('warn', t(this.notice)) : nothing}
      ${importing.changed ? banner('warn', t('tf.changed')) : nothing}
      ${problemBanner(problem)}
      ${problem?.status === 0 && problem.code !== 'FILE_GONE' && file?.size > 10 << 20 ? banner('info', t('tf.large', { size: bytes(file.size) })) : nothing}
      ${state ? this.#report() : nothing}`;
  }

  #form() {
    const { file, packed, wish, busy } = importing;
    return html`<form class="panel pad stack" @submit=${this.#look}>
      <div class="filters">
        <label class="field"><span>${t('tf.file')}</span><input type="file" name="zip" accept=".zip,application/zip" ?disabled=${busy} @click=${this.#forget} @change=${this.#zip}></label>
        <label class="field"><span>${t('tf.folder')}</span><input type="file" name="folder" webkitdirectory ?disabled=${busy} @click=${this.#forget} @change=${this.#folder}></label></div>
      ${this.packing ? html`<p class="row fine" role="status"><span class="spinner"></span>${t('tf.packing')}</p>` : nothing}
      ${file ? html`<p class="fine break">${packed ? t('tf.packed', { n: packed.count, size: bytes(file.size) }) : html`${file.name} · ${bytes(file.size)}`}
        ${packed?.left ? t('tf.left', { n: packed.left }) : nothing}</p>` : nothing}
      <div class="filters">
        <label class="field"><span>${t('tf.to')}</span><select name="namespace" ?disabled=${busy} .value=${live(wish.namespace)}
          @change=${event => this.#choose({ namespace: event.target.value })}>
          <option value="" ?selected=${!wish.namespace}>${t('tf.where')}</option>
          ${[...new Set([...(this.names ?? []), ...(wish.namespace ? [wish.namespace] : [])])].map(each =>
    html`<option value=${each} ?selected=${each === wish.namespace}>${each}</option>`)}</select></label>
        <label class="field"><span>${t('tf.existing')}</span><select name="policy" ?disabled=${busy} .value=${live(wish.policy)}
          @change=${event => this.#choose({ policy: event.target.value })}>
          ${POLICIES.map(each => html`<option value=${each} ?selected=${each === wish.policy}>${t('tf.' + each)}</option>`)}</select></label>
        <button class=${importing.possible ? '' : 'primary'} ?disabled=${!file || busy || this.packing}>${icon('eye')}${t('tf.look')}</button>
        ${busy ? html`<button type="button" @click=${() => importing.stop()}>${icon('x')}${t('tf.stop')}</button>` : nothing}</div></form>`;
  }

  #report() {
    const { items } = importing;
    const shown = this.only ? items.filter(each => each.outcome === this.only) : items;
    return html`<section class="stack" aria-label=${t('tf.report')}>
      ${importing.busy ? this.#progress() : this.#ended()}
      ${items.length ? html`${this.#counts()}
        <div class="table-frame" tabindex="0" role="region" aria-label=${t('tf.report')}><table><thead><tr><th>${t('tf.key')}</th>
          <th>${t(importing.state.startsWith('look') ? 'tf.would' : 'tf.did')}</th><th class="num">${t('tf.version')}</th><th>${t('tf.path')}</th></tr></thead>
          <tbody>${shown.slice(0, this.rows).map(row)}</tbody></table></div>
        ${shown.length > this.rows ? html`<p><button @click=${() => this.show({ rows: this.rows + MORE_ROWS })}>
          ${t('admin.more', { n: Math.min(MORE_ROWS, shown.length - this.rows) })}</button></p>` : nothing}` : nothing}</section>`;
  }

  #progress() {
    const { items, total, state } = importing;
    const text = !items.length ? t('tf.sending') : state === 'writing' ? t('tf.writing', { n: items.length, total }) : t('tf.looking', { n: items.length, total });
    return html`<p class="row wrap" role="status"><progress class="ad-progress" aria-label=${t('nav.import')} max=${total || 1}
      value=${items.length ? items.length : nothing}></progress>${text}</p>`;
  }

  /** What there is to say of it as a whole, and what can be done next. */
  #ended() {
    const { state, end, broken, counts, possible } = importing;
    const { created = 0, overwritten = 0, refused = 0, skipped = 0, unknown = 0, unwritten = 0 } = counts;
    const again = html`<button @click=${this.#look}>${icon('refresh-cw')}${t('tf.again')}</button>`;
    const n = created + overwritten;
    if (state === 'written') {
      const sure = t('tf.written', { n });
      return broken ? banner('bad', html`${t('tf.' + broken)} ${sure} ${unknown ? t('tf.unknown', { n: unknown }) : nothing} ${t('tf.goOn')}`, again)
        : banner(end.code ? 'bad' : refused + skipped + unknown ? 'warn' : 'ok', html`${sure} ${refused + skipped ? t('tf.others', { n: refused + skipped }) : nothing}
          ${unknown ? t('tf.unknown', { n: unknown }) : nothing} ${end.code ? html`${t('tf.early', { n: unwritten })} ${reason(end)} ${t('tf.goOn')}` : nothing}`, again);
    }
    if (end.code) {
      return banner('bad', html`${t('tf.lookEnded')} ${reason(end)}`, again);
    }
    if (end.aborted) {
      return banner('warn', t('tf.aborted', { n: refused }));
    }
    return possible ? html`<div class="row wrap"><button class="primary" @click=${() => this.#act()}>${icon('upload')}${t('tf.act', { n: possible })}</button>
        <span class="fine">${t('tf.noneYet')}</span></div>` : banner('info', t('tf.nothingToDo'));
  }

  #counts() {
    const { counts, items } = importing;
    const button = (outcome, label, n) => html`<button aria-pressed=${this.only === outcome} @click=${() => this.show({ only: outcome, rows: FIRST_ROWS })}>
      ${label} · ${number(n)}</button>`;
    return html`<div class="row wrap" role="group" aria-label=${t('admin.filter')}>${button('', t('tf.everything'), items.length)}
      ${Object.keys(KINDS).filter(each => counts[each]).map(each => button(each, t('tf.outcome.' + each), counts[each]))}</div>`;
  }
}
define('dm-import', ImportScreen);

const command = params => ({ method: 'POST', path: '/import', params, headers: { 'Content-Type': 'application/zip' }, file: 'diamond-export.zip' });

/** The server's sentence, and before it the code's name where the sentence is in no language of the reader. */
const reason = ({ code, detail }) => html`${language() === 'en' ? nothing : codeName(code) + ' '}${detail} <code>${code}</code>`;

function row(item) {
  const { namespace = '', group, dataId, outcome, version, targetVersion } = item;
  const name = `${namespaceName(namespace)} / ${group} / ${dataId}`;
  const isThere = version || targetVersion;
  return html`<tr><td class="break">${!dataId ? '–' : isThere
    ? html`<a href=${href('config', { namespace: namespaceName(namespace), group, dataId })}>${name}</a>` : name}</td>
  <td>${badge(t('tf.outcome.' + outcome), KINDS[outcome])} ${item.code ? html`<span class="fine">${reason(item)}</span>` : nothing}</td>
  <td class="num">${targetVersion && version && version !== targetVersion ? `${targetVersion} → ${version}` : version ?? targetVersion ?? '–'}</td>
  <td class="mono break">${item.file ?? ''}</td></tr>`;
}

/** The act, once what it does was seen. */
class ImportDialog extends Dialog {
  constructor() {
    super();
    this.comment = '';
  }

  heading() {
    return t('tf.act', { n: this.count });
  }

  okText() {
    return t('tf.act', { n: this.count });
  }

  extra() {
    return asCommandBelow(() => command({ ...importing.wish, plan: this.end.plan, comment: this.comment }));
  }

  content() {
    const { overwritten = 0, refused = 0 } = this.counts;
    return html`<p>${t('tf.sure')}</p>
      ${overwritten ? banner('warn', t('tf.sureOver', { n: overwritten })) : nothing}
      ${refused ? banner('info', t('tf.sureRefused', { n: refused })) : nothing}
      <label class="field"><span>${t('tf.comment')}</span><input name="comment" maxlength="512" autocomplete="off" autofocus
        @input=${event => { this.comment = event.target.value; }}></label>`;
  }

  async act() {
    return this.comment;
  }
}
define('dm-import-act', ImportDialog);
