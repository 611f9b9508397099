// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { register } from './lib/i18n.js';
import texts from './parts/nav.texts.js';

register(texts);

/**
 * The screens: each line is an address (#/name), the element that shows it, the module that defines it, and where it stands in
 * the navigation, if it does. `needs` is an action; who may do it nowhere does not see the entry, and with
 * `everywhere` who may not do it to the server as a whole. `go` is the second key of g.
 * A screen's element gets `params` (the address's, an object of strings) and is made anew only when the name changes.
 */
export const GROUPS = ['configurations', 'clients', 'access', 'server'];

export const ROUTES = [
  { name: 'configs', tag: 'dm-configs', load: () => import('./screens/configs.js'), group: 'configurations', icon: 'list', go: 'c' },
  { name: 'config', tag: 'dm-config', load: () => import('./screens/config.js'), under: 'configs' },
  { name: 'new', tag: 'dm-config-new', load: () => import('./screens/new.js'), under: 'configs' },
  { name: 'history', tag: 'dm-history', load: () => import('./screens/history.js'), under: 'configs' },
  { name: 'compare', tag: 'dm-compare', load: () => import('./screens/compare.js'), group: 'configurations', icon: 'arrow-left-right', go: 'b' },
  { name: 'copy', tag: 'dm-copy', load: () => import('./screens/copy.js'), group: 'configurations', icon: 'git-compare', needs: 'publish', go: 'p' },
  { name: 'export', tag: 'dm-export', load: () => import('./screens/export.js'), group: 'configurations', icon: 'download', go: 'x' },
  { name: 'import', tag: 'dm-import', load: () => import('./screens/import.js'), group: 'configurations', icon: 'upload', needs: 'publish', go: 'i' },
  { name: 'aggregates', tag: 'dm-aggregates', load: () => import('./screens/aggregates.js'), group: 'configurations', icon: 'layers', go: 'a' },
  { name: 'namespaces', tag: 'dm-namespaces', load: () => import('./screens/namespaces.js'), group: 'configurations', icon: 'boxes', go: 'n' },
  { name: 'subscribers', tag: 'dm-subscribers', load: () => import('./screens/subscribers.js'), group: 'clients', icon: 'radio', go: 's' },
  { name: 'clients', tag: 'dm-clients', load: () => import('./screens/clients.js'), group: 'clients', icon: 'monitor', needs: 'operate', everywhere: true, go: 'd' },
  { name: 'trace', tag: 'dm-trace', load: () => import('./screens/trace.js'), group: 'clients', icon: 'activity', go: 'r' },
  { name: 'users', tag: 'dm-users', load: () => import('./screens/accounts.js'), group: 'access', icon: 'user', needs: 'grant', everywhere: true, go: 'u' },
  { name: 'groups', tag: 'dm-groups', load: () => import('./screens/accounts.js'), group: 'access', icon: 'users', needs: 'grant', everywhere: true, go: 'o' },
  { name: 'tokens', tag: 'dm-tokens', load: () => import('./screens/accounts.js'), group: 'access', icon: 'key-round', needs: 'grant', everywhere: true, go: 't' },
  { name: 'machines', tag: 'dm-machines', load: () => import('./screens/accounts.js'), group: 'access', icon: 'network', needs: 'grant', everywhere: true, go: 'm' },
  { name: 'account', tag: 'dm-account', load: () => import('./screens/account.js'), under: 'users' },
  { name: 'grants', tag: 'dm-grants', load: () => import('./screens/grants.js'), group: 'access', icon: 'shield', needs: 'grant', go: 'g' },
  { name: 'sessions', tag: 'dm-sessions', load: () => import('./screens/sessions.js'), group: 'access', icon: 'log-in', needs: 'grant', everywhere: true, go: 'e' },
  { name: 'cluster', tag: 'dm-cluster', load: () => import('./screens/cluster.js'), group: 'server', icon: 'server', needs: 'operate', everywhere: true, go: 'k' },
  { name: 'audit', tag: 'dm-audit', load: () => import('./screens/audit.js'), group: 'server', icon: 'scroll-text', needs: 'operate', everywhere: true, go: 'l' },
  { name: 'explorer', tag: 'dm-explorer', load: () => import('./screens/explorer.js'), group: 'server', icon: 'braces', go: 'y' },
];
