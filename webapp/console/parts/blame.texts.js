// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

export default {
  en: {
    'blame.title': 'Which version brought which line',
    'blame.version': 'v{n}',
    'blame.older': 'older',
    'blame.cut': 'The last {n} versions were looked into; lines without a version are older.',
    'blame.more': 'Show {n} more lines',
    'blame.empty': 'Nothing is in it now.',
  },
  'zh-CN': {
    'blame.title': '每一行由哪个版本引入',
    'blame.version': 'v{n}',
    'blame.older': '更早',
    'blame.cut': '已追溯最近 {n} 个版本；未标注版本的行更早。',
    'blame.more': '再显示 {n} 行',
    'blame.empty': '当前没有内容。',
  },
};
