// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

export default {
  en: {
    'editor.find': 'Find',
    'editor.replace': 'Replace',
    'editor.next': 'next',
    'editor.previous': 'previous',
    'editor.all': 'all',
    'editor.case': 'match case',
    'editor.word': 'by word',
    'editor.regexp': 'regexp',
    'editor.replaceOne': 'replace',
    'editor.replaceAll': 'replace all',
    'editor.close': 'close',
    'editor.control': 'Control character',
    'editor.fold': 'Fold line',
    'editor.unfold': 'Unfold line',
    'editor.folded': 'folded code',
  },
  'zh-CN': {
    'editor.find': '查找',
    'editor.replace': '替换为',
    'editor.next': '下一个',
    'editor.previous': '上一个',
    'editor.all': '全部选中',
    'editor.case': '区分大小写',
    'editor.word': '全字匹配',
    'editor.regexp': '正则表达式',
    'editor.replaceOne': '替换',
    'editor.replaceAll': '全部替换',
    'editor.close': '关闭',
    'editor.control': '控制字符',
    'editor.fold': '折叠',
    'editor.unfold': '展开',
    'editor.folded': '已折叠的内容',
  },
};
