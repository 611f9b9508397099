/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
// CodeMirror, for the screens that show or change a content; loaded by import() when the first of them opens. Inside a shadow
// root its styles are adopted sheets, which need no leave from the policy of the console's pages.
import { html } from '@codemirror/lang-html';
import { json } from '@codemirror/lang-json';
import { xml } from '@codemirror/lang-xml';
import { yaml } from '@codemirror/lang-yaml';
import { StreamLanguage } from '@codemirror/language';
import { properties } from '@codemirror/legacy-modes/mode/properties';
import { toml } from '@codemirror/legacy-modes/mode/toml';

export { closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete';
export { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
export { bracketMatching, foldGutter, foldKeymap, HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language';
export { lintGutter, setDiagnostics } from '@codemirror/lint';
export { highlightSelectionMatches, openSearchPanel, search, searchKeymap } from '@codemirror/search';
export { Compartment, EditorState } from '@codemirror/state';
export {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  highlightTrailingWhitespace,
  highlightWhitespace,
  keymap,
  lineNumbers,
} from '@codemirror/view';
export { tags } from '@lezer/highlight';

const languages = {
  html: () => html(),
  json: () => json(),
  xml: () => xml(),
  yaml: () => yaml(),
  properties: () => StreamLanguage.define(properties),
  toml: () => StreamLanguage.define(toml),
};

/** What colours and folds a content of this type: an extension, empty for text and what is not known. */
export function languageFor(type) {
  return Object.hasOwn(languages, type) ? languages[type]() : [];
}
