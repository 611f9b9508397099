// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { typeOf } from './keyname.js';
import { zipOf } from './zip.js';

const MANIFEST = 'diamond-manifest.jsonl';
const LABELS = '.labels.jsonl';
/** What stands beside the groups and belongs to them. */
const BESIDE = [MANIFEST, '.metadata.yml', '.meta.yml'];

const isHidden = name => name.split('/').some(each => each.startsWith('.'));

/**
 * The files of a folder that was chosen as a zip that the server takes: {zip, count, left}. Three kinds are known: an export of ours
 * that was unpacked; what the command line exports, namespace/group/name with .labels.jsonl; and group/name, Nacos' or anybody's.
 * `left` are files that are left out, since their names begin with a dot or they are in no group.
 */
export async function pack(chosen) {
  const all = [...chosen].map(blob => ({ name: blob.webkitRelativePath.split('/').slice(1).join('/'), blob }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const labels = all.find(each => each.name === LABELS);
  const kept = labels ? all.filter(({ name }) => name.split('/').length > 2 && !isHidden(name))
    : all.filter(({ name }) => BESIDE.includes(name) || (name.includes('/') && !isHidden(name)));
  const named = labels && kept.length ? [...kept, { name: MANIFEST, blob: await manifestOf(kept, labels.blob) }] : kept;
  const count = kept.filter(({ name }) => name.includes('/')).length;
  return { zip: count ? await zipOf(named) : null, count, left: all.length - kept.length - (labels ? 1 : 0) };
}

/** What the folder says of itself, as an export of the server would. */
async function manifestOf(files, labels) {
  const known = new Map((await labels.text()).split('\n').filter(line => line.trim()).map(line => JSON.parse(line))
    .map(({ namespace, group, dataId, type, description, tags, app }) => [nameOf(namespace, group, dataId), { type, description, tags, app }]));
  const lines = files.map(({ name }) => {
    const [namespace, group, ...rest] = name.split('/').map(decoded);
    const dataId = rest.join('/');
    return { file: name, namespace, group, dataId, type: typeOf(dataId), ...known.get(nameOf(namespace, group, dataId)) };
  });
  return new Blob([{ format: 'diamond-export', version: 1 }, ...lines].map(line => JSON.stringify(line) + '\n'));
}

const nameOf = (namespace, group, dataId) => `${namespace || 'public'} ${group} ${dataId}`;

/** A name that is no escaped one stays as it is, for the server to refuse. */
function decoded(name) {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
