// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

export default {
  en: {
    'gr.title': 'Grants in a namespace',
    'gr.lead': 'Who may do what in it. Owners allow in their namespace; they deny nobody.',
    'gr.subject': 'Subject',
    'gr.subjectHint': 'user:alice, group:ops or token:4f2a91c0',
    'gr.edit': 'Change grants',
    'gr.editOf': 'Grants of {name} in {namespace}',
    'gr.denied': 'What is denied here stays; only who may grant everything changes it.',
    'gr.list': 'Who may do something in {namespace}',
    'gr.none': 'Nobody has a grant that concerns it.',
    'gr.notAll': 'To list everybody needs the right to grant everywhere. Name a subject to see and change its grants here.',
    'gr.pattern': 'by a pattern',
    'gr.cut': 'Only the first 500 of each kind were looked at.',
  },
  'zh-CN': {
    'gr.title': '命名空间授权',
    'gr.lead': '谁在其中拥有哪些权限。所有者可在自己的命名空间内授权，但不能设置拒绝。',
    'gr.subject': '主体',
    'gr.subjectHint': '如 user:alice、group:ops 或 token:4f2a91c0',
    'gr.edit': '修改授权',
    'gr.editOf': '{name} 在 {namespace} 中的授权',
    'gr.denied': '此处的拒绝规则会保留，只有全局管理员可以修改。',
    'gr.list': '在 {namespace} 中拥有权限的主体',
    'gr.none': '没有任何主体拥有相关授权。',
    'gr.notAll': '列出所有主体需要全局授权权限。您可以指定一个主体来查看和修改其在此处的授权。',
    'gr.pattern': '按通配规则',
    'gr.cut': '每类主体仅检查了前 500 个。',
  },
};
