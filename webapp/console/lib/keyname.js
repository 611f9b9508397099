// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { namespaceName } from './format.js';

export const TYPES = ['text', 'properties', 'yaml', 'json', 'xml', 'html', 'toml'];
export const DEFAULT_GROUP = 'DEFAULT_GROUP';

/** A key from the params of an address: namespace '' is public, the group has its default. */
export const keyOf = ({ namespace, group, dataId }) =>
  ({ namespace: !namespace || namespace === 'public' ? '' : namespace, group: group || DEFAULT_GROUP, dataId: dataId ?? '' });

/** A key as params of an address or a request; public is named, for a search without a namespace is of all. */
export const keyParams = ({ namespace, group, dataId }) => ({ namespace: namespaceName(namespace), group, dataId });

export const sameKey = (a, b) => a && b && a.namespace === b.namespace && a.group === b.group && a.dataId === b.dataId;

/** What a name suggests a content is written in. */
export function typeOf(dataId) {
  const end = dataId.slice(dataId.lastIndexOf('.') + 1).toLowerCase();
  return { yml: 'yaml', htm: 'html', txt: 'text', conf: 'text' }[end] ?? (TYPES.includes(end) ? end : 'text');
}
