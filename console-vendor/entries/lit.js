/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
// Lit, as the console uses it. Neither unsafeHTML nor unsafeSVG is to be had: what is shown is text.
export { html, svg, css, nothing, noChange, render, LitElement, ReactiveElement } from 'lit';
export { AsyncDirective } from 'lit/async-directive.js';
export { directive, Directive, PartType } from 'lit/directive.js';
export { cache } from 'lit/directives/cache.js';
export { classMap } from 'lit/directives/class-map.js';
export { guard } from 'lit/directives/guard.js';
export { ifDefined } from 'lit/directives/if-defined.js';
export { keyed } from 'lit/directives/keyed.js';
export { live } from 'lit/directives/live.js';
export { createRef, ref } from 'lit/directives/ref.js';
export { repeat } from 'lit/directives/repeat.js';
export { until } from 'lit/directives/until.js';
export { when } from 'lit/directives/when.js';
