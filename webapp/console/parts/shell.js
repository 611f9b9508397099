// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing } from '../vendor/lit.js';
import { Anew } from '../lib/anew.js';
import { answers } from '../lib/api.js';
import { LANGUAGES, language, register, setLanguage, t } from '../lib/i18n.js';
import { bind } from '../lib/keys.js';
import { href, router } from '../lib/router.js';
import { session } from '../lib/session.js';
import { setTheme, theme } from '../lib/theme.js';
import { GROUPS, ROUTES } from '../routes.js';
import { banner, empty, loading, problemBanner, sentence } from './banner.js';
import { chosen, leave } from './copyas.js';
import { DmElement, define } from './element.js';
import { icon } from './icon.js';
import texts from './shell.texts.js';
import './sheet.js';
import './signin.js';

register(texts);

const HOME = 'configs';
/** So long a search waits for the screen that it is on: two seconds or so. */
const SEARCH_FRAMES = 120;

/** The frame of the console: who is signed in, where one can go, what is wrong with the server, and the screen of the route. */
class Shell extends DmElement {
  static properties = {
    route: { state: true }, screen: { state: true }, failed: { state: true }, away: { state: true }, readOnly: { state: true },
    navOpen: { state: true }, sheet: { state: true },
  };

  /** Whether a server that has just started said that it cannot know yet. */
  #filling = false;
  #probe;
  #late = new Anew(() => answers.dispatchEvent(new Event('back')));
  #unbind = [];

  constructor() {
    super();
    this.route = router.current;
    session.addEventListener('change', () => (this.screen && session.state === 'in' ? this.requestUpdate() : this.#open()));
    session.addEventListener('lost', () => this.requestUpdate());
    router.addEventListener('route', () => {
      this.#late.forget();
      this.#open();
    });
    answers.addEventListener('answer', ({ detail }) => this.#heard(detail));
  }

  connectedCallback() {
    super.connectedCallback();
    this.#unbind = ROUTES.filter(each => each.go).map(each =>
      bind('g ' + each.go, 'nav.' + each.name, () => this.#visible(each) && router.go(each.name)));
    this.#unbind.push(bind('?', 'shell.help', () => { this.sheet = true; }),
      bind('/', 'shell.search', () => this.#search()), bind('Ctrl+K', 'shell.search', () => this.#search(true)));
  }

  disconnectedCallback() {
    this.#unbind.forEach(undo => undo());
    clearTimeout(this.#probe);
    this.#late.forget();
    super.disconnectedCallback();
  }

  /** To the field that this screen is searched by; or, from anywhere, to that of all configurations. */
  #search(all = false, left = SEARCH_FRAMES) {
    const field = this.querySelector(all ? 'dm-configs [data-search]' : 'main [data-search]');
    if (field) {
      field.focus();
      field.select();
    } else if (left === SEARCH_FRAMES) {
      router.go(HOME);
      requestAnimationFrame(() => this.#search(true, left - 1));
    } else if (left) {
      requestAnimationFrame(() => this.#search(true, left - 1));
    }
  }

  /** A newer route wins over one whose module comes late. */
  async #open() {
    this.requestUpdate();
    const route = router.current;
    const wanted = ROUTES.find(each => each.name === (route.screen || HOME));
    Object.assign(this, { route, navOpen: false, failed: null });
    if (session.state !== 'in') {
      return;
    }
    try {
      await wanted?.load();
      if (router.current.screen === route.screen) {
        this.#show(wanted, route.params);
      }
    } catch (error) {
      this.failed = error;
    }
  }

  #show(wanted, params) {
    const same = wanted && this.screen?.localName === wanted.tag;
    const screen = same ? this.screen : wanted ? document.createElement(wanted.tag) : null;
    if (screen) {
      screen.params = params;
    }
    this.screen = screen;
    if (!same) {
      globalThis.scrollTo?.(0, 0);
    }
  }

  /** An answer about the database's absence stays until a change succeeded, or health says that it is back. */
  #heard({ method, problem }) {
    if (!problem) {
      this.#stands(false, method === 'PUT' || method === 'DELETE' ? null : this.readOnly);
    } else if (problem.status === 0) {
      if (problem.code === 'TIMED_OUT') {
        this.#late.missed();
      }
      this.away = problem.code === 'UNREACHABLE' || this.away;
      this.#watch();
    } else if (problem.readOnly) {
      this.readOnly = problem;
      this.#watch();
    } else if (problem.code === 'DUMP_LOADING') {
      this.#filling = true;
      this.#watch();
    }
  }

  /** Whoever could not read something because of it reads it now. */
  #stands(away, readOnly, filling = this.#filling) {
    const isBack = (this.away && !away) || (this.readOnly && !readOnly) || (this.#filling && !filling);
    this.#filling = filling;
    Object.assign(this, { away, readOnly });
    if (isBack) {
      answers.dispatchEvent(new Event('back'));
    }
  }

  #watch() {
    clearTimeout(this.#probe);
    this.#probe = setTimeout(async () => {
      const health = await fetch(new URL('../../health/ready', import.meta.url), { signal: AbortSignal.timeout(5000) })
        .then(answer => answer.json()).catch(() => null);
      const isUp = name => !!health?.checks?.some(check => check.name === name && check.status === 'UP');
      this.#stands(!health, isUp('store') ? null : this.readOnly, this.#filling && !isUp('dump'));
      if (this.away || this.readOnly || this.#filling) {
        this.#watch();
      }
    }, 3000);
  }

  updated() {
    const known = ROUTES.find(each => each.name === (this.route.screen || HOME));
    const place = session.state !== 'in' ? t('sign.title') : known ? t('nav.' + known.name) : '';
    document.title = [session.state === 'in' && this.route.params.dataId, place, 'Diamond'].filter(Boolean).join(' · ');
  }

  #visible = route => !route.needs || (route.everywhere ? session.may(route.needs) : session.mayAnywhere(route.needs));

  render() {
    if (session.state === 'loading') {
      return loading();
    }
    if (session.state === 'away') {
      return html`<main class="page">${empty('wifi-off', t('shell.awayTitle'), session.detail || t('problem.UNREACHABLE'),
        html`<button class="primary" @click=${() => session.load()}>${t('part.retry')}</button>`)}</main>`;
    }
    if (session.state !== 'in') {
      return html`<dm-sign-in></dm-sign-in>`;
    }
    return html`<a class="skip" href="#main" @click=${this.#skip}>${t('shell.skip')}</a>
      ${this.#top()}${this.#nav()}
      <main id="main" tabindex="-1">${this.#banners()}${this.#page()}</main>
      ${session.isLost ? html`<dm-sign-in .inPlace=${true}></dm-sign-in>` : nothing}
      ${this.sheet ? html`<dm-sheet @close=${() => { this.sheet = false; }}></dm-sheet>` : nothing}`;
  }

  #skip = event => {
    event.preventDefault();
    this.querySelector('#main').focus();
  };

  #page() {
    if (this.failed) {
      return problemBanner({ code: 'UNREACHABLE' }, () => this.#open());
    }
    const known = ROUTES.some(each => each.name === (this.route.screen || HOME));
    return known ? this.screen ?? loading() : html`<h1 class="sr">Diamond</h1>${empty('circle-help', t('shell.noScreen'), nothing,
      html`<a class="button" href=${href(HOME)}>${t('nav.configs')}</a>`)}`;
  }

  #banners() {
    return html`${this.away ? banner('bad', t('problem.UNREACHABLE')) : nothing}
      ${this.readOnly ? banner('warn', html`${sentence(this.readOnly)} <code>${this.readOnly.code}</code>`) : nothing}`;
  }

  #top() {
    const which = theme();
    return html`<header class="top">
      <button class="bare nav-button" aria-label=${t('shell.menu')} aria-expanded=${!!this.navOpen}
        @click=${() => { this.navOpen = !this.navOpen; }}>${icon('menu')}</button>
      <a class="brand" href=${href(HOME)}><img src="icon.svg" alt="" width="22" height="22">Diamond</a>
      <span class="grow"></span>
      <button class="top-search wide-only" @click=${() => this.#search(true)}>${icon('search')}${t('shell.search')}<kbd>Ctrl K</kbd></button>
      <span class="grow"></span>
      <button class="bare" aria-label=${t('shell.help')} title="${t('shell.help')} (?)" @click=${() => { this.sheet = true; }}>${icon('keyboard')}</button>
      <button class="bare" aria-label=${t('shell.theme.' + which)} title=${t('shell.theme.' + which)}
        @click=${() => this.#theme()}>${icon({ auto: 'monitor', light: 'sun', dark: 'moon' }[which])}</button>
      <button class="bare" lang=${language() === 'en' ? 'zh-CN' : 'en'}
        @click=${() => setLanguage(language() === 'en' ? 'zh-CN' : 'en')}>${LANGUAGES[language() === 'en' ? 'zh-CN' : 'en']}</button>
      <details class="menu end" @keydown=${leave} @focusout=${leave} @click=${chosen}>
        <summary class="bare button" title=${t('shell.account')}>${icon('user')}<span class="sr">${t('shell.account')}: </span><span class="wide-only">${session.open ? t('shell.open') : session.user}</span></summary>
        <div class="menu-items">${session.open ? html`<p class="fine">${t('shell.openText')}</p>` : html`
          <button @click=${() => this.#password()}>${icon('key-round')}${t('shell.password')}</button>
          <button @click=${() => this.#out(false)}>${icon('log-out')}${t('shell.signOut')}</button>
          <button @click=${() => this.#out(true)}>${icon('log-out')}${t('shell.signOutAll')}</button>`}</div>
      </details></header>`;
  }

  #theme() {
    const order = ['auto', 'light', 'dark'];
    setTheme(order[(order.indexOf(theme()) + 1) % 3]);
    this.requestUpdate();
  }

  async #password() {
    const { PasswordDialog } = await import('./password.js');
    PasswordDialog.show();
  }

  async #out(everywhere) {
    const [{ toast }, { ask }, drafts] = await Promise.all([import('./toast.js'), import('./dialog.js'), import('../lib/drafts.js')]);
    const kept = drafts.ofUser(session.user).length;
    if (kept && !await ask({ title: t('shell.signOut'), text: t('shell.draftsGo', { n: kept }), ok: t('shell.signOut'), danger: true })) {
      return;
    }
    session.signOut(everywhere, () => drafts.forget(session.user)).catch(() => toast(t('shell.signOutFailed'), 'bad'));
  }

  #nav() {
    const current = ROUTES.find(each => each.name === (this.route.screen || HOME));
    return html`<nav class=${this.navOpen ? 'open' : ''} aria-label=${t('shell.menu')}>
      ${GROUPS.map(group => {
    const shown = ROUTES.filter(each => each.group === group && this.#visible(each));
    return shown.length ? html`<h2>${t('nav.group.' + group)}</h2><ul>${shown.map(each => html`<li>
          <a href=${href(each.name)} aria-current=${each === current || current?.under === each.name ? 'page' : nothing}
            @click=${() => { this.navOpen = false; }}>${icon(each.icon)}${t('nav.' + each.name)}</a></li>`)}</ul>` : nothing;
  })}</nav>${this.navOpen ? html`<div class="scrim" @click=${() => { this.navOpen = false; }}></div>` : nothing}`;
  }
}
define('dm-shell', Shell);
