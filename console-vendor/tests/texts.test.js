// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';

const CONSOLE = new URL('../../webapp/console/', import.meta.url);

const modules = ['lib/', 'parts/', 'screens/'].flatMap(folder => readdirSync(new URL(folder, CONSOLE))
  .filter(name => name.endsWith('.texts.js')).map(name => folder + name));

/** The names that a text has filled in; a number stands in the singular as it is, so {n} may be missing there. */
const filled = text => [...new Set(text.match(/\{\w+\}/g) ?? [])].filter(name => name !== '{n}').sort();

test('textsModules_areFound', () => assert.ok(modules.length > 3, modules.join()));

for (const name of modules) {
  const { default: texts } = await import(new URL(name, CONSOLE));

  test(`${name}_saysTheSameInBothLanguages`, () => {
    assert.deepEqual(Object.keys(texts).sort(), ['en', 'zh-CN']);
    const plural = table => Object.keys(table).filter(key => !key.endsWith('.one')).sort();
    assert.deepEqual(plural(texts['zh-CN']), plural(texts.en));
    for (const key of plural(texts.en)) {
      assert.deepEqual(filled(texts['zh-CN'][key]), filled(texts.en[key]), key);
      assert.ok(texts['zh-CN'][key].trim(), key);
    }
  });
}

/** What a module needs before it runs: itself and all that it imports, of ours. */
function closure(name, seen = new Set()) {
  if (!seen.has(name) && !name.startsWith('vendor/')) {
    seen.add(name);
    for (const [, path] of source(name).matchAll(/^import\s+(?:[^'"]*?\sfrom\s+)?'([^']+)'/gm)) {
      closure(resolved(name, path), seen);
    }
  }
  return seen;
}

const source = name => readFileSync(new URL(name, CONSOLE), 'utf8');
const resolved = (from, path) => new URL(path, new URL(from, CONSOLE)).href.slice(CONSOLE.href.length);
const later = name => [...source(name).matchAll(/\bimport\('([^']+)'\)/g)].map(([, path]) => resolved(name, path)).filter(path => !path.startsWith('vendor/'));

async function known(names) {
  const tables = await Promise.all(names.filter(name => name.endsWith('.texts.js')).map(name => import(new URL(name, CONSOLE))));
  return new Set(tables.flatMap(({ default: { en } }) => Object.keys(en)));
}

test('everyTextThatAModuleSays_isThereWhenItRuns', async () => {
  const shell = [...closure('main.js')];
  const entries = new Set();
  const find = name => closure(name).forEach(each => later(each).filter(path => !entries.has(path)).forEach(path => { entries.add(path); find(path); }));
  find('main.js');
  assert.ok(entries.size > 15, [...entries].join());
  for (const entry of ['main.js', ...entries]) {
    const all = [...new Set([...shell, ...closure(entry)])];
    const texts = await known(all);
    for (const name of closure(entry)) {
      for (const [, key] of source(name).matchAll(/\bt\('([\w.-]+)'[,)]/g)) {
        assert.ok(texts.has(key), `${name}, loaded by ${entry}, says ${key}`);
      }
    }
  }
});

test('everyCodeThatARouteMayAnswer_isNamedInTheReadersLanguage', async () => {
  const document = readFileSync(new URL('../../docs/openapi.yaml', import.meta.url), 'utf8');
  const told = [...document.matchAll(/^ {8}'[45]\d\d':\n +description: (.*)$/gm)].flatMap(([, text]) => text.match(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*\b(?!_)/g) ?? []);
  const codes = [...new Set(told)].filter(code => !['SCHEMA', 'UTF'].includes(code));
  const texts = await known(['parts/codes.texts.js', 'parts/parts.texts.js']);
  assert.ok(codes.length > 80, codes.join());
  assert.deepEqual(codes.filter(code => !texts.has('code.' + code) && !texts.has('problem.' + code)), []);
});
