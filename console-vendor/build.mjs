/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
// Bundles the third-party code of the console into ../webapp/console/vendor. Two runs make the same bytes: what is committed there
// is what this makes of package-lock.json, and CI looks whether it is. Run by hand after a change here: npm ci && node build.mjs
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, '..', 'webapp', 'console', 'vendor');
const text = (...path) => readFile(join(here, ...path), 'utf8');

/** Each entry is one file: Lit and CodeMirror have nothing in common. */
async function bundle() {
  const { metafile } = await build({
    absWorkingDir: here,
    entryPoints: ['entries/lit.js', 'entries/editor.js'],
    outdir: out,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'linked',
    metafile: true,
    logLevel: 'warning',
  });
  return Object.keys(metafile.inputs);
}

/** One file with all icons: `icons.svg#name`. */
async function icons() {
  const symbols = [];
  for (const name of JSON.parse(await text('entries', 'icons.json'))) {
    const svg = await text('node_modules', 'lucide-static', 'icons', `${name}.svg`);
    const shapes = /<svg[^>]*>(?<shapes>.*)<\/svg>/s.exec(svg).groups.shapes.replace(/\s*\n\s*/g, '');
    symbols.push(
      `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" ` +
        `stroke-linecap="round" stroke-linejoin="round">${shapes}</symbol>`,
    );
  }
  const licence = '<!-- Icons of Lucide, ISC; see LICENSES.txt -->';
  return `<svg xmlns="http://www.w3.org/2000/svg">\n${licence}\n${symbols.join('\n')}\n</svg>\n`;
}

/** The name of the package that a file is of. */
function packageOf(path) {
  return /^node_modules\/(?<name>(@[^/]+\/)?[^/]+)\//.exec(path)?.groups.name;
}

async function licenceOf(name) {
  const folder = ['node_modules', ...name.split('/')];
  const { version, license } = JSON.parse(await text(...folder, 'package.json'));
  for (const file of ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'license']) {
    const words = await text(...folder, file).catch(() => null);
    if (words !== null) {
      return `${name} ${version} (${license})\n\n${words.replace(/\r\n/g, '\n').trim()}\n`;
    }
  }
  return `${name} ${version} (${license})\n`;
}

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
const inputs = await bundle();
const packages = [...new Set([...inputs.map(packageOf).filter(Boolean), 'lucide-static'])].sort();
await writeFile(join(out, 'icons.svg'), await icons());
const licences = await Promise.all(packages.map(licenceOf));
await writeFile(join(out, 'LICENSES.txt'), licences.join(`\n${'-'.repeat(72)}\n\n`));
console.log(`${packages.length} packages in ${out}`);
