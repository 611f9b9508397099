// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Texts in two languages: X.texts.js exports {en: {...}, 'zh-CN': {...}} with flat keys, and whoever shows them calls
 * register(texts) once. Switching needs no reload: elements of parts/element.js render again.
 */
export const LANGUAGES = { en: 'English', 'zh-CN': '中文' };

const tables = { en: new Map(), 'zh-CN': new Map() };
const stored = () => {
  try {
    return localStorage.getItem('diamond.language');
  } catch {
    return null;
  }
};
const preferred = () => ((globalThis.navigator?.languages ?? []).find(each => /^(zh|en)\b/i.test(each)) ?? 'en');
let now = LANGUAGES[stored()] ? stored() : /^zh/i.test(preferred()) ? 'zh-CN' : 'en';

export const languageChanged = new EventTarget();
export const language = () => now;

/** Adds the texts of a module; a key belongs to one module, so it starts with the screen's name. */
export function register(texts) {
  for (const [name, table] of Object.entries(tables)) {
    for (const [key, text] of Object.entries(texts[name] ?? {})) {
      table.set(key, text);
    }
  }
}

/** The text of a key, {name} replaced by params.name. With params.n and a key `X.one`, X is singular for 1. */
export function t(key, params = {}) {
  const table = tables[now];
  const singular = params.n === 1 ? table.get(key + '.one') : undefined;
  const text = singular ?? table.get(key) ?? tables.en.get(key) ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in params
    ? (typeof params[name] === 'number' ? number(params[name]) : String(params[name])) : whole));
}

/** Whether there is a text for a key. */
export const has = key => tables.en.has(key);

const number = value => new Intl.NumberFormat(now).format(value);

export function setLanguage(next) {
  if (!LANGUAGES[next]) {
    return;
  }
  now = next;
  try {
    localStorage.setItem('diamond.language', next);
  } catch {
    // It is only remembered less long.
  }
  if (globalThis.document) {
    document.documentElement.lang = next;
  }
  languageChanged.dispatchEvent(new Event('change'));
}
