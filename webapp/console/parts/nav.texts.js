// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

export default {
  en: {
    'nav.copy': 'Compare and copy',
    'nav.aggregates': 'Aggregates',
    'nav.namespaces': 'Namespaces',
    'nav.subscribers': 'Subscribers',
    'nav.clients': 'Clients',
    'nav.users': 'Users',
    'nav.groups': 'Groups',
    'nav.tokens': 'Tokens',
    'nav.machines': 'Applications and networks',
    'nav.account': 'Account',
    'nav.grants': 'Grants',
    'nav.sessions': 'Sessions',
    'nav.audit': 'Audit trail',
    'nav.cluster': 'Cluster',
    'nav.trace': 'Trace of a change',
  },
  'zh-CN': {
    'nav.copy': '比较与复制',
    'nav.aggregates': '聚合',
    'nav.namespaces': '命名空间',
    'nav.subscribers': '订阅者',
    'nav.clients': '客户端',
    'nav.users': '用户',
    'nav.groups': '用户组',
    'nav.tokens': '令牌',
    'nav.machines': '应用与网络',
    'nav.account': '账号',
    'nav.grants': '授权',
    'nav.sessions': '会话',
    'nav.audit': '审计日志',
    'nav.cluster': '集群',
    'nav.trace': '变更追踪',
  },
};
