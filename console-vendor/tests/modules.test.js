// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const esbuild = await import('esbuild').catch(() => null);

test('everyImport_isExportedWhereItIsSought', { skip: esbuild ? false : 'npm ci was not run' }, async () => {
  const { warnings, metafile } = await esbuild.build({
    entryPoints: [fileURLToPath(new URL('../../webapp/console/main.js', import.meta.url))],
    bundle: true, splitting: true, format: 'esm', target: 'es2022', outdir: 'none', write: false, metafile: true, logLevel: 'silent',
  });
  assert.deepEqual(warnings.map(each => each.text), []);
  assert.ok(Object.keys(metafile.inputs).length > 60);
});
