/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
// The parts of Web Awesome that the console uses: those which a native element with a style does not make. Only parts that
// set no style attribute: the policy of the console's pages refuses those. Icons come from icons.svg beside this file.
import '@awesome.me/webawesome/dist/components/copy-button/copy-button.js';
import '@awesome.me/webawesome/dist/components/dropdown-item/dropdown-item.js';
import '@awesome.me/webawesome/dist/components/dropdown/dropdown.js';
import '@awesome.me/webawesome/dist/components/split-panel/split-panel.js';
import '@awesome.me/webawesome/dist/components/tab-group/tab-group.js';
import '@awesome.me/webawesome/dist/components/tab-panel/tab-panel.js';
import '@awesome.me/webawesome/dist/components/tab/tab.js';
import '@awesome.me/webawesome/dist/components/tooltip/tooltip.js';
import '@awesome.me/webawesome/dist/components/tree-item/tree-item.js';
import '@awesome.me/webawesome/dist/components/tree/tree.js';
import '@awesome.me/webawesome/dist/translations/en.js';
import '@awesome.me/webawesome/dist/translations/zh-cn.js';
import { registerIconLibrary } from '@awesome.me/webawesome/dist/components/icon/library.js';

/** Where the icons are: `${ICONS}#name`. */
export const ICONS = new URL('./icons.svg', import.meta.url).href;

const library = { resolver: (name) => `${ICONS}#${name}`, spriteSheet: true };
registerIconLibrary('default', library);
registerIconLibrary('system', library);
