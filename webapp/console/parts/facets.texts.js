// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

export default {
  en: {
    'facets.all': '{n} match:',
    'facets.of.namespace': 'Namespace',
    'facets.of.group': 'Group',
    'facets.of.type': 'Type',
    'facets.of.tag': 'Tag',
    'facets.of.app': 'Application',
    'facets.namespace': 'Only this namespace',
    'facets.group': 'Only this group',
    'facets.type': 'Only this type',
    'facets.tag': 'Only this tag',
    'facets.app': 'Only this application',
    'facets.counting': 'Tags and applications are being counted…',
    'facets.missing': 'Tags and applications are not counted now: {why}.',
  },
  'zh-CN': {
    'facets.all': '共 {n} 个匹配：',
    'facets.of.namespace': '命名空间',
    'facets.of.group': '分组',
    'facets.of.type': '格式',
    'facets.of.tag': '标签',
    'facets.of.app': '应用',
    'facets.namespace': '仅此命名空间',
    'facets.group': '仅此分组',
    'facets.type': '仅此格式',
    'facets.tag': '仅此标签',
    'facets.app': '仅此应用',
    'facets.counting': '正在统计标签与应用…',
    'facets.missing': '暂时无法统计标签与应用：{why}。',
  },
};
