/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
// Lit, as the console uses it. Neither unsafeHTML nor unsafeSVG is to be had: what is shown is text.
export { html, svg, nothing, render, LitElement } from 'lit';
export { live } from 'lit/directives/live.js';
export { repeat } from 'lit/directives/repeat.js';
