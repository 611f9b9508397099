// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing } from '../vendor/lit.js';
import { address, del, get, post, put } from '../lib/api.js';
import { bytes, duration } from '../lib/format.js';
import { formatted } from '../lib/formatting.js';
import { register, t } from '../lib/i18n.js';
import { howTried, isTried, matching, operations, readYaml, requestOf, sketch } from '../lib/openapi.js';
import { href, router } from '../lib/router.js';
import { save } from '../lib/save.js';
import { session } from '../lib/session.js';
import { asCommand, form, head, problemOf, Screen } from '../parts/admin.js';
import { badge } from '../parts/badge.js';
import { banner, empty, loading } from '../parts/banner.js';
import { copy } from '../parts/copyas.js';
import { define } from '../parts/element.js';
import { icon } from '../parts/icon.js';
import texts from './explorer.texts.js';

register(texts);

/** Where the document is, from the root of the API. */
const DOCUMENT = '../../openapi.yaml';
/** A question may be held so long; a stream or a file may be silent so long. */
const WAIT_MILLIS = 60_000;
const LONG_MILLIS = 600_000;
const MOST_SHOWN = 200_000;
const TOLD = ['Content-Type', 'ETag', 'Retry-After', 'Diamond-Version', 'Diamond-Epoch', 'Diamond-Md5', 'Diamond-Level', 'Diamond-Type'];
const TONES = { GET: 'ok', PUT: 'warn', POST: 'accent', DELETE: 'bad' };
const ZIP = { 'Content-Type': 'application/zip' };
/** What comes as a file is called so. */
const OUTPUT = 'export.zip';
const CHANGES = { PUT: put, POST: post, DELETE: del };

/** The request as it goes over the wire, and nothing that is secret. */
const shown = ({ method, path, params, headers, body }) => [`${method} ${address(path, params)}`,
  ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ...(body instanceof Blob ? ['', `(${body.name}, ${bytes(body.size)})`] : body ? ['', body] : [])].join('\n');

/** JSON with line breaks, its numbers as they are; anything else as it came. */
function readable(text, type) {
  try {
    return /\bjson\b/.test(type) ? formatted('json', text, '\n') : text;
  } catch {
    return text;
  }
}

/** Every operation of the API, from the document that the server hands out: what it takes and answers, and a way to try it. */
class Explorer extends Screen {
  #document = null;

  constructor() {
    super();
    Object.assign(this, { all: null, typed: '', values: {}, text: '', file: null, answer: null });
  }

  opened({ op, filter = '', ...values }) {
    Object.assign(this, { typed: filter, values, text: '', file: null, answer: null, problems: {} });
    this.asking.answer?.abort();
    if (op) {
      this.updateComplete.then(() => globalThis.scrollTo(0, 0));
    }
    if (!this.all) {
      this.load();
    }
  }

  async load() {
    const read = await this.ask('document', async signal => readYaml((await get(DOCUMENT, {}, { signal })).body));
    if (read) {
      this.#document = read;
      this.show({ all: operations(read) });
    }
  }

  get #chosen() {
    return this.all?.find(each => each.id === this.params.op);
  }

  #filter = event => {
    this.typed = event.target.value;
    router.note({ ...this.params, filter: this.typed });
    this.requestUpdate();
  };

  render() {
    return html`${head(t('explorer.title'), t('explorer.lead'), html`<a class="button" href="../openapi.yaml" download="diamond-openapi.yaml">${icon('download')}${t('explorer.document')}</a>`)}
      ${problemOf(this, 'document', () => this.load())}
      ${this.all ? this.#both() : this.problems.document ? nothing : loading()}`;
  }

  #both() {
    const chosen = this.#chosen;
    return html`<div class="explorer ${chosen ? 'chosen' : ''}"><div class="stack explorer-list">
        <search><label class="field"><span>${t('explorer.filter')}</span><span class="search-box">${icon('search')}<input type="search" name="filter" data-search autocomplete="off"
          spellcheck="false" .value=${this.typed} @input=${this.#filter}></span></label></search>${this.#list()}</div>
      <div class="stack explorer-one">${chosen ? this.#one(chosen) : empty('braces', t('explorer.choose'), t('explorer.chooseText'))}</div></div>`;
  }

  #list() {
    const found = matching(this.all, this.typed);
    const parts = [...new Set(found.map(each => each.part))];
    return found.length ? html`<div class="panel explorer-parts">${parts.map(part => html`<section><h2><code>/${part}</code></h2><ul>${found.filter(each => each.part === part).map(each => html`<li>
        <a href=${href('explorer', { op: each.id, filter: this.typed })} aria-current=${each.id === this.params.op ? 'true' : nothing}>${badge(each.method, TONES[each.method])}
          <span><code>${each.path}</code> <span class="fine" lang="en">${each.summary}</span></span></a></li>`)}</ul></section>`)}</div>`
      : empty('search', t('explorer.none'));
  }

  /** What was typed and chosen, as a request. */
  #request(chosen) {
    const request = requestOf(chosen, this.values, this.text);
    return howTried(chosen) === 'upload' ? { ...request, headers: { ...ZIP, ...request.headers }, body: this.file } : request;
  }

  /** The same for a command, where files have names. */
  #command(chosen) {
    const request = this.#request(chosen);
    return { upload: { ...request, body: undefined, file: this.file?.name ?? 'import.zip' }, file: { ...request, output: OUTPUT } }[howTried(chosen)] ?? request;
  }

  #one(chosen) {
    const asking = !!this.asking.answer;
    return html`<p class="explorer-back"><a href=${href('explorer', { filter: this.typed })}>${t('explorer.all')}</a></p>
      <section class="panel pad stack"><h2 class="row wrap">${badge(chosen.method, TONES[chosen.method])}<code>${chosen.path}</code></h2>
        <p lang="en">${chosen.summary}</p>${chosen.description ? html`<p class="fine" lang="en">${chosen.description}</p>` : nothing}
        <form class="stack" @submit=${event => { event.preventDefault(); this.#send(chosen); }}>
          ${this.#fields(chosen, 'query', t('explorer.parameters'))}${this.#fields(chosen, 'header', t('explorer.headers'))}
          ${this.#body(chosen)}${this.#how(chosen)}
          <div class="row wrap">${isTried(chosen) ? html`<button class="primary" type="submit" ?disabled=${!this.#whole(chosen)} aria-disabled=${asking ? 'true' : nothing}>${icon('send')}
              ${t(this.#asksFirst(chosen) ? 'explorer.sendAsk' : 'explorer.send')}</button>` : nothing}
            ${asking ? html`<button type="button" @click=${() => this.#stop(chosen)}>${icon('x')}${t('explorer.stop')}</button>` : nothing}
            ${asCommand(this.#command(chosen))}</div></form></section>
      ${problemOf(this, 'answer')}${asking && !this.answer ? loading() : this.#answer()}${this.#answers(chosen)}`;
  }

  #body(chosen) {
    if (howTried(chosen) === 'upload') {
      return html`<label class="field"><span>${t('explorer.body')}</span><input type="file" name="file" accept=".zip,application/zip"
        @change=${event => this.show({ file: event.target.files[0] ?? null })}><small>application/zip</small></label>`;
    }
    return chosen.body ? html`<label class="field"><span>${t('explorer.body')}</span><textarea class="ad-mono" name="body" rows="6" spellcheck="false" .value=${this.text}
      @input=${event => { this.text = event.target.value; this.requestUpdate(); }}></textarea><small>${chosen.body === '*/*' ? t('explorer.anyBody') : chosen.body}</small></label>` : nothing;
  }

  /** What is particular about trying it, or why it is not tried and what there is instead. */
  #how(chosen) {
    const how = howTried(chosen);
    const link = (screen, action) => (session.may(action) ? html`<a class="button" href=${href(screen)}>${t('nav.' + screen)}</a>` : nothing);
    return how === 'ask' ? nothing : banner('info', t('explorer.how.' + how), { session: link('tokens', 'grant'), nodes: link('cluster', 'operate') }[how]);
  }

  #whole = chosen => howTried(chosen) !== 'upload' || !!this.file;

  /** A question that is held changes nothing, though it is a POST. */
  #asksFirst = chosen => chosen.method !== 'GET' && howTried(chosen) !== 'held';

  #fields({ parameters }, place, title) {
    const some = parameters.filter(each => each.in === place);
    const fields = html`<div class="ad-two">${some.map(({ name, most }) => html`<label class="field"><span><code>${name}</code></span><input name=${name} autocomplete="off" spellcheck="false"
      maxlength=${most ?? nothing} .value=${this.values[name] ?? ''} @input=${event => this.#type(name, event.target.value)}></label>`)}</div>`;
    return !some.length ? nothing : place === 'query' ? html`<fieldset class="explorer-fields"><legend>${title}</legend>${fields}</fieldset>`
      : html`<details class="ad-fold" ?open=${some.some(({ name }) => this.values[name])}><summary>${title}</summary>${fields}</details>`;
  }

  #type(name, value) {
    this.values = { ...this.values, [name]: value };
    this.requestUpdate();
  }

  /** Reads are asked at once; of what changes something the whole request is shown before. */
  async #send(chosen) {
    if (this.asking.answer || !isTried(chosen) || !this.#whole(chosen)) {
      return;
    }
    const request = this.#request(chosen);
    const how = howTried(chosen);
    if (this.#asksFirst(chosen) && !await form({
      title: t('explorer.askTitle', { method: chosen.method, path: chosen.path }), ok: t('explorer.send'), danger: chosen.method === 'DELETE', size: 'wide',
      body: () => html`<p>${t('explorer.askText')}</p><pre class="ad-pre" tabindex="0">${shown(request)}</pre>`, request: () => this.#command(chosen),
    })) {
      return;
    }
    if (chosen.method === 'GET') {
      router.note({ op: chosen.id, filter: this.typed, ...request.params });
    }
    this.show({ answer: null, problems: {} });
    const answer = await this.ask('answer', signal => this.#ask(request, how, signal));
    if (answer && this.#chosen === chosen) {
      this.show({ answer });
    }
  }

  /** Of a change nobody knows then whether it was made. */
  #stop(chosen) {
    if (this.asking.answer) {
      this.asking.answer.abort();
      this.show({ problems: this.#asksFirst(chosen) ? { answer: { detail: t('explorer.stopped') } } : {} });
    }
  }

  /** What the server refuses is an answer, too. */
  async #ask({ method, path, params, headers, body }, how, signal) {
    const began = performance.now();
    const chunks = [];
    const heard = how === 'stream' ? this.#streaming(began, signal) : piece => chunks.push(piece);
    const options = { signal, millis: ['ask', 'held'].includes(how) ? WAIT_MILLIS : LONG_MILLIS, heard };
    try {
      const told = method === 'GET' ? await get(path, params, { ...options, headers }) : await CHANGES[method](path, params, body, headers, options);
      if (how === 'stream') {
        return this.#told(told.status, told.headers, this.answer?.text ?? '', began);
      }
      const file = new Blob(chunks);
      if (how === 'file') {
        return { ...this.#told(told.status, told.headers, '', began), file };
      }
      const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await file.arrayBuffer());
      return this.#told(told.status, told.headers, readable(text, told.headers.get('Content-Type') ?? ''), began);
    } catch (error) {
      if (!error.status) {
        throw error;
      }
      const { name, retryAfter, ...members } = error;
      return this.#told(error.status, new Headers(retryAfter ? { 'Retry-After': retryAfter } : {}), JSON.stringify(members, null, 2), began);
    }
  }

  /** Shows a stream while it comes: the newest of it, and what has come when it is stopped. */
  #streaming(began, signal) {
    const decoder = new TextDecoder();
    let text = '';
    return piece => {
      if (!signal.aborted) {
        text = (text + decoder.decode(piece, { stream: true })).slice(-MOST_SHOWN);
        this.show({ answer: this.#told(200, new Headers(), text, began) });
      }
    };
  }

  #told = (status, headers, text, began) => ({
    status, text, millis: performance.now() - began, headers: TOLD.filter(name => headers.get(name)).map(name => [name, headers.get(name)]) });

  /** What is told aloud is that there is an answer: a stream would be read out anew with each piece. */
  #answer() {
    const { answer } = this;
    return answer ? html`<section class="panel pad stack explorer-answer"><h3 class="row wrap"><span class="row" role="status">${t('explorer.answer')}
        ${badge(String(answer.status), answer.status < 400 ? 'ok' : 'bad')}</span><span class="fine grow">${duration(Math.round(answer.millis))}</span>
        ${answer.file ? html`<button type="button" @click=${() => save(answer.file, OUTPUT)}>${icon('download')}${t('explorer.save', { size: bytes(answer.file.size) })}</button>`
    : html`<button type="button" class="bare" @click=${() => copy(answer.text)}>${icon('copy')}${t('explorer.copy')}</button>`}</h3>
      ${answer.headers.length ? html`<dl class="facts">${answer.headers.map(([name, value]) => html`<dt>${name}</dt><dd><code>${value}</code></dd>`)}</dl>` : nothing}
      ${answer.file ? nothing : html`<pre class="ad-pre" tabindex="0">${answer.text.slice(0, MOST_SHOWN) || t('explorer.nothing')}</pre>`}
      ${answer.text.length > MOST_SHOWN ? html`<p class="fine">${t('explorer.cut', { n: MOST_SHOWN })}</p>` : nothing}</section>` : nothing;
  }

  /** What the document says that it answers. */
  #answers({ answers }) {
    const { schemas } = this.#document.components;
    const outline = answers.find(each => each.status < '300')?.schema;
    return html`<section class="panel pad stack"><h3>${t('explorer.answers')}</h3>
      <dl class="ad-facts">${answers.map(each => html`<dt>${badge(each.status, each.status < '400' ? 'ok' : '')}</dt><dd class="ad-break" lang="en">${each.description}
        ${each.status < '300' && each.type ? html`<span class="fine">${each.type}</span>` : nothing}</dd>`)}</dl>
      ${outline?.type === 'string' || !outline ? nothing : html`<pre class="ad-pre" tabindex="0">${sketch(outline, schemas)}</pre>`}</section>`;
  }
}
define('dm-explorer', Explorer);
