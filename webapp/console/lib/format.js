// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { language } from './i18n.js';

/** How things look to people, in the language of now. Pure but for the language and the zone. */
export const PUBLIC = 'public';

/** The name people see of a namespace: '' is public. */
export const namespaceName = namespace => namespace || PUBLIC;

/** Date and time in the person's zone, to the second. Show the ISO text as title: see parts/time.js. */
export function dateTime(iso) {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? '' : new Intl.DateTimeFormat(language(), {
    year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
  }).format(date);
}

const STEPS = [[60, 'second'], [60, 'minute'], [24, 'hour'], [30, 'day'], [12, 'month'], [Infinity, 'year']];

/** "3 minutes ago"; beyond a month the date says more. */
export function ago(iso, now = Date.now()) {
  let value = (new Date(iso).getTime() - now) / 1000;
  if (Number.isNaN(value)) {
    return '';
  }
  if (Math.abs(value) < 5) {
    return new Intl.RelativeTimeFormat(language(), { numeric: 'auto' }).format(0, 'second');
  }
  for (const [size, unit] of STEPS) {
    if (Math.abs(value) < size) {
      return new Intl.RelativeTimeFormat(language(), { numeric: 'auto' }).format(Math.trunc(value), unit);
    }
    value /= size;
  }
  return dateTime(iso);
}

export const number = value => new Intl.NumberFormat(language()).format(value);

/** "0 B", "1.4 KiB", "3 MiB". */
export function bytes(count) {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let value = count;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return new Intl.NumberFormat(language(), { maximumFractionDigits: value < 10 && unit ? 1 : 0 }).format(value) + ' ' + units[unit];
}

/** "850 ms", "12 s", "3 min", "5 h", "2 d". */
export function duration(millis) {
  for (const [size, unit] of [[86_400_000, 'd'], [3_600_000, 'h'], [60_000, 'min'], [1000, 's']]) {
    if (millis >= size) {
      return number(Math.round(millis / size * 10) / 10) + ' ' + unit;
    }
  }
  return number(Math.round(millis)) + ' ms';
}

/** How many bytes a text is in UTF-8. */
export const utf8Length = text => new TextEncoder().encode(text).length;
