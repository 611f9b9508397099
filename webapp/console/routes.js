// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The screens: each line is an address (#/name), the element that shows it, the module that defines it, and where it stands in
 * the navigation, if it does. `needs` is an action; who may do it nowhere does not see the entry. `go` is the second key of g.
 * A screen's element gets `params` (the address's, an object of strings) and is made anew only when the name changes.
 */
export const GROUPS = ['configurations', 'clients', 'access', 'server'];

export const ROUTES = [
  { name: 'configs', tag: 'dm-configs', load: () => import('./screens/configs.js'), group: 'configurations', icon: 'list', go: 'c' },
];
