// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

/** The code of an answer, or of a refusal, that says that tags and applications are being read, and counted, behind it. */
const LOADING = 'LABELS_LOADING';
/** The code of one that was refused because too many ask. */
export const BUSY = 'SEARCH_BUSY';
const PAUSES = [2000, 2000, 4000];
const LONG = 5000;

/**
 * What an answer of /configs/facets, or its refusal, says of the counts by label. Pure.
 *
 * @param told {code} if something is not told, {tags, apps} if they are, or nothing at all
 * @param turn how often the same was asked before
 * @param busy how often that was refused because too many ask
 * @returns {{counting: boolean, missing: boolean, again: number}} whether they are being counted and nothing of them is known yet; whether
 * they cannot be told now; and after how many milliseconds the same is asked again, 0 for never
 */
export function labelsOf(told, turn, busy = 0) {
  const { code, tags } = told ?? {};
  const loading = code === LOADING;
  return {
    counting: loading && !tags,
    missing: Boolean(code) && !loading,
    again: loading ? PAUSES[turn] ?? LONG : code === BUSY && busy === 0 ? PAUSES[0] : 0,
  };
}
