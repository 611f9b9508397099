// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { has, language, register, t } from '../lib/i18n.js';
import codes from './codes.texts.js';
import texts from './parts.texts.js';

register(codes);
register(texts);

const known = code => (has('code.' + code) ? t('code.' + code) : code.startsWith('SCHEMA_') ? t('code.SCHEMA') : '');

/** What a code of the server means, in the reader's language. */
export const codeName = (code = '') => known(code) || code;

/**
 * What a Problem says to a person: a sentence of ours for its code, or where the server's is not in the reader's language at least
 * what its code means; and the server's sentence.
 */
export function sentence(problem) {
  const { code = '', detail = '' } = problem;
  const ours = has('problem.' + code) ? t('problem.' + code) : '';
  if (ours && detail.startsWith(ours)) {
    return detail;
  }
  const meaning = language() === 'zh-CN' && !ours && known(code) ? known(code) + '。' : '';
  return [ours || meaning, detail].filter(Boolean).join(' ') || problem.message || code || String(problem);
}
