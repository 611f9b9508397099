// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html, live, nothing } from '../vendor/lit.js';
import { address, get, isAbort } from '../lib/api.js';
import { curl, javaString } from '../lib/copyas.js';
import { duration, namespaceName } from '../lib/format.js';
import { register, t } from '../lib/i18n.js';
import { banner, problemBanner } from './banner.js';
import { copyAs } from './copyas.js';
import { Dialog } from './dialog.js';
import { define, DmElement } from './element.js';
import texts from './admin.texts.js';

register(texts);

/**
 * A page of administration. The shell gives `params`, those of its address; `opened` hears of them. What it asks goes through
 * `ask`, so that an answer to an older question is dropped, and what it asks again and again through `every`.
 */
export class Screen extends DmElement {
  static properties = { params: { attribute: false } };

  constructor() {
    super();
    this.params = {};
    this.problems = {};
    this.asking = {};
    this.pagers = [];
    this.timers = new Set();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.timers.forEach(clearInterval);
    this.timers.clear();
    this.pagers.forEach(each => each.stop());
    Object.values(this.asking).forEach(each => each.abort());
  }

  willUpdate(changed) {
    if (changed.has('params')) {
      this.opened(this.params ?? {});
    }
  }

  /** The address says something else. */
  opened() {}

  /** Takes fields and renders again. */
  show(fields) {
    Object.assign(this, fields);
    this.requestUpdate();
  }

  /** Asks something; only the newest question of a slot counts. Undefined if it failed or nobody waits for it any more. */
  async ask(slot, job) {
    this.asking[slot]?.abort();
    const asking = new AbortController();
    this.asking[slot] = asking;
    this.requestUpdate();
    try {
      const answer = await job(asking.signal);
      if (this.asking[slot] !== asking) {
        return undefined;
      }
      this.problems = { ...this.problems, [slot]: null };
      return answer;
    } catch (error) {
      if (this.asking[slot] === asking && !isAbort(error)) {
        this.problems = { ...this.problems, [slot]: error };
      }
      return undefined;
    } finally {
      if (this.asking[slot] === asking) {
        delete this.asking[slot];
        this.requestUpdate();
      }
    }
  }

  /** The namespaces that a field offers, as `names`; why there are none stands in the slot of the same name. */
  loadNames() {
    this.ask('names', signal => get('/namespaces', {}, { signal })).then(answer => answer
      && this.namesAre(answer.body.namespaces.map(each => namespaceName(each.namespace))));
  }

  /** The names were told. */
  namesAre(names) {
    this.show({ names });
  }

  /** Does it again and again while somebody can see the page and no dialog is open. */
  every(millis, job) {
    this.timers.add(setInterval(() => {
      if (document.visibilityState === 'visible' && !document.querySelector('dialog[open]')) {
        job();
      }
    }, millis));
  }
}

/**
 * A dialog of a few fields. `form` holds what is typed, `body(dialog)` renders it, `todo(dialog)` does it, `typed` is what must be
 * typed first, `ready(form)` whether it may be done, `request(form)` what is copied as curl. Where somebody else was first (412),
 * `anew(dialog)` reads what is there by now and resolves to a template of it: what was typed stays, and is done on that the next time.
 */
class Form extends Dialog {
  constructor() {
    super();
    this.form = {};
    this.word = '';
    this.leave = true;
  }

  heading() {
    return this.title_;
  }

  okText() {
    return this.ok;
  }

  mayAct() {
    return (!this.typed || this.word === this.typed) && (this.ready?.(this.form) ?? true);
  }

  mayLeave() {
    return this.leave;
  }

  /** What is shown only once stays until somebody says that he has it. */
  staysOnTheWay() {
    return !this.leave;
  }

  extra() {
    return this.request ? asCommandBelow(() => this.request(this.form)) : nothing;
  }

  content() {
    return html`${this.moved ? banner('warn', html`${t('admin.moved')} ${this.moved}`) : nothing}${this.body?.(this) ?? nothing}
      ${this.typed ? field(t('admin.typeIt', { name: this.typed }), html`<input class="ad-mono" name="typed" autocomplete="off"
        spellcheck="false" .value=${this.word} @input=${event => { this.word = event.target.value; this.requestUpdate(); }}>`) : nothing}`;
  }

  async act() {
    try {
      return await (this.todo?.(this) ?? true);
    } catch (error) {
      if (error.code !== 'PRECONDITION_FAILED' || !this.anew) {
        throw error;
      }
      this.moved = await this.anew(this);
      return undefined;
    }
  }
}
define('dm-form', Form);

/** Opens a dialog; resolves to what `todo` returned, or to undefined. A refusal stays in it until it is left. */
export const form = ({ title, ...rest }) => Form.show({ title_: title, ...rest });

/** A field with its label; `hint` stands below. */
export const field = (label, control, hint = '') => html`<label class="ad-field"><span>${label}</span>${control}
  ${hint ? html`<small>${hint}</small>` : nothing}</label>`;

const typing = (host, data, name, more) => event => {
  data[name] = event.target.value;
  host.requestUpdate();
  more?.changed?.();
};

/** An input bound to a member of what is typed. */
export const input = (host, data, name, more = {}) => html`<input .value=${data[name] ?? ''} type=${more.type ?? 'text'}
  placeholder=${more.placeholder ?? nothing} list=${more.list ?? nothing} name=${name} maxlength=${more.most ?? nothing}
  autocomplete="off" spellcheck="false" ?readonly=${more.readonly ?? false} min=${more.min ?? nothing}
  class=${more.mono ? 'ad-mono' : ''} @input=${typing(host, data, name, more)}>`;

export const area = (host, data, name, rows = 3) => html`<textarea .value=${data[name] ?? ''} name=${name} rows=${rows}
  spellcheck="false" @input=${typing(host, data, name)}></textarea>`;

/** A select: an option that a person picked hears of `selected` no more, one that is just made does not know `.value` yet. */
export const choice = (host, data, name, options, more = {}) => html`<select name=${name} aria-label=${more.label ?? nothing}
  .value=${live(data[name] ?? '')} @change=${typing(host, data, name, more)}>
  ${options.map(([value, word]) => html`<option value=${value} ?selected=${(data[name] ?? '') === value}>${word}</option>`)}</select>`;

export const tick = (host, data, name, label) => html`<label class="ad-tick"><input type="checkbox" name=${name}
  .checked=${Boolean(data[name])} @change=${event => { data[name] = event.target.checked; host.requestUpdate(); }}>${label}</label>`;

/** A button; `off` is the reason why it may not be used, which can be read and heard while it stays where it is. */
export const act = (label, click, { off = '', kind = '', busy = false } = {}) => html`<button type="button" class=${kind}
  ?disabled=${busy} aria-disabled=${off ? 'true' : nothing} title=${off || nothing}
  @click=${event => { if (!off && !busy) { click(event); } }}>${label}${off ? html`<span class="ad-unseen"> (${off})</span>` : nothing}</button>`;

/** Milliseconds for people; a dash for none. */
export const span = millis => (millis === undefined || millis === null || Number.isNaN(Number(millis)) ? '–' : duration(Number(millis)));

/** The head of a screen. */
export const head = (title, lead, acts = nothing) => html`<header class="ad-head"><div><h1>${title}</h1>
  ${lead ? html`<p>${lead}</p>` : nothing}</div><div class="ad-acts">${acts}</div></header>`;

/** The problem of a slot of a screen. */
export const problemOf = (screen, slot, retry, waits) => problemBanner(screen.problems[slot], retry, waits);

const bodyText = body => (body === undefined || typeof body === 'string' ? body : JSON.stringify(body));
const typedHeaders = ({ body, headers = {} }) => (
  body !== undefined && typeof body !== 'string' ? { 'Content-Type': 'application/json', ...headers } : headers);

/** A request as a shell's command; the token is named and never shown. */
export const curlOf = request => curl({
  url: address(request.path, request.params, request.kept).href, method: request.method, headers: typedHeaders(request), body: bodyText(request.body),
  file: request.file, output: request.output,
});

/** The same for Java, without a library. */
export function javaOf(request) {
  const text = bodyText(request.body);
  const { file, output } = request;
  const body = file ? `ofFile(Path.of(${javaString(file)}))` : text === undefined ? 'noBody()' : `ofString(${javaString(text)})`;
  return [`HttpRequest request = HttpRequest.newBuilder(URI.create(${javaString(address(request.path, request.params, request.kept).href)}))`,
    '        .header("Authorization", "Bearer " + System.getenv("DIAMOND_TOKEN"))',
    ...Object.entries(typedHeaders(request)).map(([name, value]) => `        .header(${javaString(name)}, ${javaString(value)})`),
    `        .method("${request.method ?? 'GET'}", HttpRequest.BodyPublishers.${body})`,
    '        .build();',
    `${output ? 'Path' : 'String'} answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.${
      output ? `ofFile(Path.of(${javaString(output)}))` : 'ofString()'}).body();`].join('\n');
}

/** A button that copies a request: {method, path, params, kept, body, headers}, `file` where one is sent, `output` where one comes. */
export const asCommand = request => copyAs({ curl: () => curlOf(request), java: () => javaOf(request) });

/** The same at the bottom of a dialog, where menus open upwards; `request` is a function that tells it when it is asked for. */
export const asCommandBelow = request => html`<span class="up">${copyAs({ curl: () => curlOf(request()), java: () => javaOf(request()) })}</span>`;

/** The precondition of what was seen: If-Match, or that there was nothing. */
export const seen = entry => (entry?.version > 0
  ? { 'If-Match': `"${String(entry.epoch).split('-')[0]}.${entry.version}"` } : { 'If-None-Match': '*' });

/** The datetime-local of an instant, in the reader's zone; and back. */
export function localTime(iso) {
  if (!iso) {
    return '';
  }
  const date = new Date(iso);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

export const instantOf = local => (local ? new Date(local).toISOString().replace(/\.\d+Z$/, 'Z') : '');

export const lines = text => String(text ?? '').split(/[\s,]+/).filter(Boolean);
