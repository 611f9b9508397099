// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
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
