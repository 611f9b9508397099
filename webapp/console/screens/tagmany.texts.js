// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

export default {
  en: {
    'tags.title': 'Tags of {n} configurations',
    'tags.title.one': 'Tags of 1 configuration',
    'tags.text': 'What they contain stays as it is. Each gets its tags only if it still is what was read here, as a version of its own.',
    'tags.add': 'Add',
    'tags.away': 'Take away',
    'tags.unknown': 'left out: this list does not tell its tags; choose it by its name',
    'tags.moved': 'left out: changed since the list was read',
    'tags.many': 'left out: more than 15 tags',
  },
  'zh-CN': {
    'tags.title': '修改 {n} 个配置的标签',
    'tags.title.one': '修改 1 个配置的标签',
    'tags.text': '内容保持不变。只有配置仍与此处读取的一致时才会修改标签，每个配置产生一个新版本。',
    'tags.add': '添加',
    'tags.away': '移除',
    'tags.unknown': '不处理：此列表不含标签信息，请按名称筛选后再选择',
    'tags.moved': '不处理：读取列表后已被修改',
    'tags.many': '不处理：标签超过 15 个',
  },
};
