// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html, nothing, svg } from '../vendor/lit.js';
import { roundUp, stairs } from '../lib/curve.js';
import { duration } from '../lib/format.js';
import { t } from '../lib/i18n.js';

const LEFT = 48;
const RIGHT = 388;
const TOP = 10;
const BOTTOM = 130;
const QUARTERS = [0, 0.25, 0.5, 0.75, 1];

/**
 * A drawing of how a version came to the clients: by time from the left, how many of all had received and applied it. The words beside
 * it say the same in figures. Nothing where it is known of fewer than two.
 */
export function arrivals({ clients = 0, received, applied }) {
  const lines = [['received', received], ['applied', applied]].filter(([, times]) => times?.curve?.length > 1);
  if (!lines.length) {
    return nothing;
  }
  const most = roundUp(Math.max(...lines.map(([, times]) => times.last)));
  const x = millis => LEFT + millis / most * (RIGHT - LEFT);
  const y = share => BOTTOM - share * (BOTTOM - TOP);
  const path = times => {
    const corners = stairs(times, clients);
    const all = [...corners, [most, corners.at(-1)[1]]];
    return all.map(([millis, share], i) => `${i ? 'L' : 'M'}${x(millis).toFixed(1)} ${y(share).toFixed(1)}`).join('');
  };
  return html`<figure class="ad-arrivals"><svg viewBox="0 0 400 152" role="img" aria-label=${t('spread.chart')}>
      ${[0, 0.5, 1].map(share => svg`<line class="grid" x1=${LEFT} x2=${RIGHT} y1=${y(share)} y2=${y(share)}></line>
        <text x=${LEFT - 6} y=${y(share) + 4} text-anchor="end">${share * 100} %</text>`)}
      ${QUARTERS.map((part, i) => (i % 2 ? svg`<line class="tick" x1=${x(part * most)} x2=${x(part * most)} y1=${BOTTOM} y2=${BOTTOM + 3}></line>`
    : svg`<text x=${x(part * most)} y=${BOTTOM + 17} text-anchor=${['start', '', 'middle', '', 'end'][i]}>${duration(part * most)}</text>`))}
      ${lines.map(([name, times]) => svg`<path class=${name} d=${path(times)}></path>`)}</svg>
    <figcaption>${lines.map(([name]) => html`<span class=${name}>${t('spread.' + name)}</span>`)}</figcaption></figure>`;
}
