// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

export default {
  en: {
    'audience.clients': '{n} clients will be told.',
    'audience.clients.one': '1 client will be told.',
    'audience.none': 'No client has it now.',
    'audience.unnamed': 'without a name',
    'audience.apps': 'Applications: {names}.',
    'audience.others': 'and {n} more applications',
    'audience.others.one': 'and 1 more application',
    'audience.late': '{n} of them are not on version {version} yet.',
    'audience.late.one': '1 of them is not on version {version} yet.',
  },
  'zh-CN': {
    'audience.clients': '将通知 {n} 个客户端。',
    'audience.none': '目前没有客户端使用它。',
    'audience.unnamed': '未命名',
    'audience.apps': '应用：{names}。',
    'audience.others': '等另外 {n} 个应用',
    'audience.late': '其中 {n} 个尚未到版本 {version}。',
  },
};
