// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing } from '../vendor/lit.js';
import { get, isAbort } from '../lib/api.js';
import { t } from '../lib/i18n.js';
import { href } from '../lib/router.js';
import { problemBanner, loading } from '../parts/banner.js';
import { DmElement, define } from '../parts/element.js';
import { icon } from '../parts/icon.js';

/** Names as folders and leaves: {folders: Map of name to the same, leaves: [dataId], count}. Pure. */
export function branches(dataIds) {
  const top = { folders: new Map(), leaves: [], count: 0 };
  for (const dataId of dataIds) {
    const parts = dataId.split('/');
    const leaf = parts.pop();
    let at = top;
    at.count++;
    for (const part of parts) {
      if (!at.folders.has(part)) {
        at.folders.set(part, { folders: new Map(), leaves: [], count: 0 });
      }
      at = at.folders.get(part);
      at.count++;
    }
    at.leaves.push({ name: leaf, dataId });
  }
  return top;
}

/** The keys of one namespace and group by the segments of their names; the server tells those below a prefix. */
class Tree extends DmElement {
  static properties = { namespace: { attribute: false }, group: { attribute: false }, ids: { state: true }, problem: { state: true }, next: { state: true }, busy: { state: true } };

  #asking = null;

  constructor() {
    super();
    Object.assign(this, { ids: null, problem: null, next: null, busy: false });
  }

  willUpdate(changed) {
    if (changed.has('namespace') || changed.has('group')) {
      Object.assign(this, { ids: null, next: null });
      this.#load();
    }
  }

  disconnectedCallback() {
    this.#asking?.abort();
    super.disconnectedCallback();
  }

  async #load(cursor) {
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    this.busy = true;
    try {
      const { body } = await get('/children', { namespace: this.namespace, group: this.group, prefix: '', cursor, limit: 5000 },
        { signal: asking.signal, kept: ['prefix'] });
      const ids = body.children.map(each => each.dataId);
      Object.assign(this, { ids: cursor ? [...this.ids, ...ids] : ids, next: body.next ?? null, problem: null });
    } catch (error) {
      if (!isAbort(error)) {
        this.problem = error;
      }
    } finally {
      if (this.#asking === asking) {
        this.busy = false;
      }
    }
  }

  render() {
    if (this.problem) {
      return problemBanner(this.problem, () => this.#load());
    }
    if (!this.ids) {
      return loading();
    }
    return html`<div class="panel tree">${this.ids.length ? this.#branch(branches(this.ids), 0) : html`<p class="muted">${t('configs.treeNone')}</p>`}
      ${this.next ? html`<button ?disabled=${this.busy} @click=${() => this.#load(this.next)}>${t('configs.treeMore')}</button>` : nothing}</div>`;
  }

  #branch({ folders, leaves }, depth) {
    return html`<ul>${[...folders].map(([name, branch]) => html`<li><details ?open=${depth === 0 && folders.size < 8}>
        <summary>${icon('folder')}${name}<span class="fine">${branch.count}</span></summary>${this.#branch(branch, depth + 1)}</details></li>`)}
      ${leaves.map(({ name, dataId }) => html`<li><a href=${href('config', { namespace: this.namespace, group: this.group, dataId })}>
        ${icon('file-text')}${name}</a></li>`)}</ul>`;
  }
}
define('dm-tree', Tree);
