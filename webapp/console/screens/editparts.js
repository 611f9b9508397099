// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { html, live, nothing } from '../vendor/lit.js';
import { UNCHECKED } from '../lib/checker.js';
import { canFormat } from '../lib/formatting.js';
import { ago } from '../lib/format.js';
import { t } from '../lib/i18n.js';
import { TYPES } from '../lib/keyname.js';
import { detectLines } from '../lib/lines.js';
import { readTags } from '../lib/live.js';
import { canSort } from '../lib/sorting.js';
import { badge } from '../parts/badge.js';
import { banner, sentence } from '../parts/banner.js';
import { icon } from '../parts/icon.js';

/** Of YAML blanks are the meaning, so that it is not formatted: who looks for the button is told so. */
const UNFORMATTED = ['yaml', 'toml'];

/** What the server said of the text as a whole: {state: none | busy | done | failed, problems, problem}. */
function verdict(check, type) {
  const { state, problems = [], problem } = check ?? { state: 'none' };
  if (state === 'failed') {
    return badge(t('edit.checkFailed'), 'warn', sentence(problem));
  }
  if (state === 'none') {
    return UNCHECKED.includes(type) ? html`<span class="fine">${t('edit.unchecked', { type })}</span>` : nothing;
  }
  if (state === 'busy') {
    return html`<span class="fine">${t('edit.checking')}</span>`;
  }
  const errors = problems.filter(each => each.severity === 'error').length;
  const warnings = problems.length - errors;
  return html`${errors ? badge(t('edit.errors', { n: errors }), 'bad') : badge(t('edit.wellFormed'), 'ok')}
    ${warnings ? badge(t('edit.warnings', { n: warnings }), 'warn') : nothing}`;
}

/** What it said of each place; `goTo` takes a line and a column. */
export function findings(check, goTo) {
  const problems = check?.problems ?? [];
  return problems.length && check.state !== 'none' ? html`<div class="findings">${problems.map(each => html`<button type="button" @click=${() => goTo(each.line, each.column)}>
    <span class=${each.severity === 'error' ? 'bad' : 'warn'}>${icon(each.severity === 'error' ? 'circle-x' : 'triangle-alert')}</span>
    <span class="fine nowrap">${t('edit.place', { line: each.line, column: each.column })}</span><span class="break">${each.message}</span></button>`)}</div>` : nothing;
}

/** How the lines of a text end and what of it is not seen, as a row of facts; nothing where there is nothing to say. */
export function lineFacts(text) {
  const lines = detectLines(text);
  return lines.name || lines.bom || lines.nul ? html`<dt>${t('config.ends')}</dt>
    <dd>${lines.name === 'mixed' ? html`<span class="warn">${t('config.endsMixed')}</span>` : lines.name || '–'}
      ${lines.bom ? badge(t('config.bom'), 'warn') : nothing}${lines.nul ? badge(t('config.nul'), 'warn') : nothing}</dd>` : nothing;
}

/**
 * The fields beside the text.
 *
 * @param fields what was typed
 * @param known what is there, or null where it could not be read
 * @param change takes what somebody types
 */
export function detailFields(fields, known, change) {
  const value = name => fields[name] ?? known?.[name] ?? '';
  return html`<label class="field"><span>${t('config.type')}</span><select name="type" .value=${live(fields.type)} @change=${event => change({ type: event.target.value })}>
      ${TYPES.map(each => html`<option ?selected=${each === fields.type}>${each}</option>`)}</select></label>
    ${known ? html`
    <label class="field"><span>${t('config.description')}</span><textarea name="description" rows="2" maxlength="1024" .value=${value('description')}
      @input=${event => change({ description: event.target.value })}></textarea></label>
    <label class="field"><span>${t('config.tags')}</span><input name="tags" autocomplete="off" .value=${fields.tagText ?? [value('tags')].flat().join(', ')}
      @input=${event => change({ tags: readTags(event.target.value), tagText: event.target.value })}><small>${t('config.tagsHint')}</small></label>
    <label class="field"><span>${t('config.app')}</span><input name="app" autocomplete="off" maxlength="128" .value=${value('app')}
      @input=${event => change({ app: event.target.value.trim() })}></label>` : html`<p class="fine">${t('config.detailsUnknown')}</p>`}`;
}

/** Whether a content of keys and values is shown as text or as a table. */
export const views = (view, choose) => html`<div class="buttons" role="group" aria-label=${t('edit.view')}>
  <button type="button" aria-pressed=${view !== 'table'} @click=${() => choose('')}>${t('edit.asText')}</button>
  <button type="button" aria-pressed=${view === 'table'} @click=${() => choose('table')}>${t('edit.asTable')}</button></div>`;

/** The line above the editor: what it can show and do, and at its right what the server said of the text. */
export function editTools({ type, table, ready, dirty, editor, large, check, look, differences, format, sort, enlarge, switched }) {
  const tool = (name, text, click, { off = false, title = nothing } = {}) => html`<button type="button" class="bare" title=${title}
    ?disabled=${!ready || off} @click=${click}>${icon(name)}${text}</button>`;
  const sign = (name, text, click, pressed) => html`<button type="button" class="bare" title=${text} aria-label=${text}
    aria-pressed=${pressed} ?disabled=${!ready} @click=${click}>${icon(name)}</button>`;
  return html`<div class="row wrap tools">${type === 'properties' ? views(table ? 'table' : '', look) : nothing}
    ${table ? nothing : tool('search', t('config.find'), () => editor.find(), { title: 'Ctrl+F' })}
    ${tool('file-diff', t('edit.diffKey'), differences, { off: !dirty, title: `${t('edit.diffKey')} (d)` })}
    ${canFormat(type) ? tool('braces', t('edit.format'), format, { title: t('edit.formatHint') }) : nothing}
    ${canSort(type) ? tool('list', t('edit.sort'), sort, { title: t('edit.sortHint') }) : nothing}
    ${UNFORMATTED.includes(type) ? tool('braces', t('edit.format'), format, { off: true, title: t('edit.formatNever', { type }) }) : nothing}
    ${table ? nothing : html`${sign('eye', t('config.signs'), () => switched('signs'), editor?.signs ?? false)}
      ${sign('wrap-text', t('config.wrap'), () => switched('wrap'), editor?.wrap ?? true)}`}
    ${sign('maximize-2', `${t('edit.large')} (f)`, enlarge, large)}
    <span class="grow"></span><span role="status">${verdict(check, type)}</span></div>`;
}

/** That there is a draft of an earlier page, and what can be done with it. */
export const draftBanner = ({ draft, ready, take, look, drop }) => banner('info', t('edit.draftFound', { when: ago(draft.at), n: draft.base?.version ?? 0 }), html`<div class="row wrap">
  <button class="primary" ?disabled=${!ready} @click=${take}>${t('edit.draftTake')}</button>
  <button @click=${look}>${t('edit.draftDiff')}</button>
  <button class="bare" @click=${drop}>${t('edit.draftDrop')}</button></div>`);
