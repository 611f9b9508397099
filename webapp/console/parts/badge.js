// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing } from '../vendor/lit.js';
import { ago, dateTime } from '../lib/format.js';

/** A small label: kind '', accent, ok, warn, bad. */
export const badge = (text, kind = '', title = nothing) => html`<span class="badge ${kind}" title=${title}>${text}</span>`;

/** How long ago, with date, time and ISO text on hover. */
export const when = iso => (iso ? html`<time datetime=${iso} title="${dateTime(iso)} · ${iso}">${ago(iso)}</time>` : nothing);

/** Date and time, with the ISO text on hover. */
export const at = iso => (iso ? html`<time datetime=${iso} title=${iso}>${dateTime(iso)}</time>` : nothing);
