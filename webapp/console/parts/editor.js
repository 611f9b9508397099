// SPDX-FileCopyrightText: The Diamond authors
// SPDX-License-Identifier: Apache-2.0

import { register, t } from '../lib/i18n.js';
import { detectLines, withLineEnds } from '../lib/lines.js';
import texts from './editor.texts.js';
import { EditorView, EditorState, Compartment, HighlightStyle, bracketMatching, closeBrackets, closeBracketsKeymap, defaultKeymap, drawSelection,
  foldGutter, foldKeymap, highlightActiveLine, highlightActiveLineGutter, highlightSelectionMatches, highlightSpecialChars,
  highlightTrailingWhitespace, highlightWhitespace, history, historyKeymap, indentOnInput, keymap, languageFor, lineNumbers, lintGutter,
  search, searchKeymap, openSearchPanel, setDiagnostics, syntaxHighlighting, tags } from '../vendor/editor.js';

register(texts);

const PHRASES = { Find: 'find', Replace: 'replace', next: 'next', previous: 'previous', all: 'all', 'match case': 'case', 'by word': 'word',
  regexp: 'regexp', replace: 'replaceOne', 'replace all': 'replaceAll', close: 'close', 'Control character': 'control', 'Fold line': 'fold',
  'Unfold line': 'unfold', 'folded code': 'folded' };

/**
 * An editor that keeps every byte: it splits its text only by the line end that the text has throughout (LF where they are
 * mixed, and then a CR stays in its line and is seen), and brings what is pasted to that line end. In a shadow root, so
 * that its styles are adopted sheets. Tab leaves it. Events: 'edited' when the text changes, 'save' on Ctrl+S.
 */
export class Editor extends HTMLElement {
  #view = null;
  #wrap = new Compartment();
  #signs = new Compartment();
  #language = new Compartment();
  #separator = '\n';
  #options = { text: '', type: 'text', readOnly: true, label: '' };
  #scheme = { wrap: true, signs: false };

  /** Begins anew with a text; who was in it stays in it. `label` is what who does not see it hears. */
  open(options) {
    const within = this.#view && this.shadowRoot.activeElement === this.#view.contentDOM;
    this.#options = { ...this.#options, ...options };
    this.#separator = detectLines(this.#options.text).separator;
    if (this.isConnected) {
      this.#make();
    }
    if (within) {
      this.focus();
    }
  }

  connectedCallback() {
    if (!this.#view) {
      this.#make();
    }
  }

  disconnectedCallback() {
    this.#options.text = this.text;
    this.#view?.destroy();
    this.#view = null;
  }

  /** The text, byte for byte what it was where nobody typed. */
  get text() {
    return this.#view ? this.#view.state.sliceDoc() : this.#options.text;
  }

  get separator() {
    return this.#separator;
  }

  /** Replaces all in one step that can be undone. */
  replace(text) {
    const doc = this.#view.state.toText(text);
    this.#view.dispatch({ changes: { from: 0, to: this.#view.state.doc.length, insert: doc }, userEvent: 'input.replace' });
  }

  set type(type) {
    this.#options.type = type;
    this.#view?.dispatch({ effects: this.#language.reconfigure(languageFor(type)) });
  }

  set wrap(on) {
    this.#scheme.wrap = on;
    this.#view?.dispatch({ effects: this.#wrap.reconfigure(on ? EditorView.lineWrapping : []) });
  }

  get wrap() {
    return this.#scheme.wrap;
  }

  /** Blanks and tabs as signs. */
  set signs(on) {
    this.#scheme.signs = on;
    this.#view?.dispatch({ effects: this.#signs.reconfigure(on ? highlightWhitespace() : []) });
  }

  get signs() {
    return this.#scheme.signs;
  }

  /** Underlines what the server found: {line, column, severity, message}; a byte order mark counts as no column. */
  set findings(findings) {
    if (!this.#view) {
      return;
    }
    const doc = this.#view.state.doc;
    const diagnostics = findings.map(({ line, column, severity, message }) => {
      const at = doc.line(Math.min(Math.max(line, 1), doc.lines));
      const mark = line === 1 && at.text.startsWith('\ufeff') ? 1 : 0;
      const from = Math.min(at.from + column - 1 + mark, at.to);
      return { from: Math.max(from, at.from), to: Math.max(Math.min(from + 1, at.to), from), severity, message };
    }).sort((a, b) => a.from - b.from);
    this.#view.dispatch(setDiagnostics(this.#view.state, diagnostics));
  }

  /** Puts the cursor there and shows it. */
  goTo(line, column = 1) {
    const at = this.#view.state.doc.line(Math.min(Math.max(line, 1), this.#view.state.doc.lines));
    const anchor = Math.min(at.from + column - 1, at.to);
    this.#view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) });
    this.#view.focus();
  }

  /** Marks a whole line and shows it. */
  showLine(line) {
    const at = this.#view.state.doc.line(Math.min(Math.max(line, 1), this.#view.state.doc.lines));
    this.#view.dispatch({ selection: { anchor: at.from, head: at.to }, effects: EditorView.scrollIntoView(at.from, { y: 'center' }) });
  }

  find() {
    openSearchPanel(this.#view);
  }

  focus() {
    this.#view?.focus();
  }

  #make() {
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    this.#view?.destroy();
    const { text, readOnly, label, type } = this.#options;
    const state = EditorState.create({ doc: text, extensions: [
      EditorState.lineSeparator.of(this.#separator),
      EditorState.phrases.of(Object.fromEntries(Object.entries(PHRASES).map(([phrase, key]) => [phrase, t('editor.' + key)]))),
      lineNumbers(), foldGutter(), highlightSpecialChars(), highlightTrailingWhitespace(), drawSelection(),
      EditorState.allowMultipleSelections.of(true), bracketMatching(), highlightSelectionMatches(), search({ top: true }),
      syntaxHighlighting(COLOURS), THEME,
      this.#wrap.of(this.#scheme.wrap ? EditorView.lineWrapping : []),
      this.#signs.of(this.#scheme.signs ? highlightWhitespace() : []),
      this.#language.of(languageFor(type)),
      EditorView.contentAttributes.of({ 'aria-label': label, ...(readOnly ? { tabindex: '0', 'aria-readonly': 'true' } : {}) }),
      readOnly ? [EditorState.readOnly.of(true), EditorView.editable.of(false)] : this.#editing(),
      keymap.of([...(readOnly ? [] : [...historyKeymap]), ...defaultKeymap.filter(each => each.key !== 'Mod-Enter'), ...searchKeymap, ...foldKeymap]),
    ] });
    this.#view = new EditorView({ state, parent: root, root });
  }

  #editing() {
    return [history(), indentOnInput(), closeBrackets(), lintGutter(), highlightActiveLine(), highlightActiveLineGutter(),
      EditorView.clipboardInputFilter.of(text => withLineEnds(text, this.#separator)),
      EditorView.updateListener.of(update => update.docChanged && this.dispatchEvent(new Event('edited'))),
      keymap.of([...closeBracketsKeymap, { key: 'Mod-s', run: () => this.dispatchEvent(new Event('save')) || true }])];
  }
}

const COLOURS = HighlightStyle.define([
  { tag: [tags.propertyName, tags.attributeName, tags.definition(tags.propertyName), tags.tagName, tags.definition(tags.variableName), tags.heading], color: 'var(--code-key)' },
  { tag: [tags.string, tags.special(tags.string), tags.attributeValue, tags.content, tags.inserted], color: 'var(--code-string)' },
  { tag: [tags.number, tags.bool, tags.null, tags.atom, tags.unit], color: 'var(--code-number)' },
  { tag: [tags.keyword, tags.typeName, tags.labelName, tags.meta, tags.processingInstruction], color: 'var(--code-keyword)' },
  { tag: [tags.comment, tags.lineComment, tags.blockComment], color: 'var(--code-comment)', fontStyle: 'italic' },
]);

const THEME = EditorView.theme({
  '&': { backgroundColor: 'var(--surface)', color: 'var(--text)', fontSize: '13px', maxHeight: 'var(--editor-height, 64vh)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.6', minHeight: 'var(--editor-least, 180px)' },
  '.cm-content': { caretColor: 'var(--text)', padding: '8px 0' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '.cm-gutters': { backgroundColor: 'var(--surface)', color: 'var(--text-3)', border: 'none', paddingRight: '4px' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'color-mix(in srgb, var(--accent-soft) 45%, transparent)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': { backgroundColor: 'color-mix(in srgb, var(--accent) 28%, transparent) !important' },
  '.cm-selectionMatch': { backgroundColor: 'var(--accent-soft)' },
  '.cm-searchMatch': { backgroundColor: 'var(--warn-soft)', outline: '1px solid var(--warn)' },
  '.cm-matchingBracket': { backgroundColor: 'var(--accent-soft) !important', outline: '1px solid var(--accent)' },
  '.cm-trailingSpace': { backgroundColor: 'var(--warn-soft)' },
  '.cm-specialChar': { color: 'var(--bad)', backgroundColor: 'var(--bad-soft)' },
  '.cm-foldPlaceholder': { backgroundColor: 'var(--sunken)', border: '1px solid var(--line)', color: 'var(--text-2)' },
  '.cm-panels': { backgroundColor: 'var(--raised)', color: 'var(--text)', borderBottom: '1px solid var(--line)' },
  '.cm-panels .cm-textfield, .cm-panels .cm-button': { backgroundColor: 'var(--surface)', backgroundImage: 'none', color: 'var(--text)', border: '1px solid var(--line-strong)', borderRadius: '4px', fontSize: '12.5px' },
  '.cm-tooltip': { backgroundColor: 'var(--raised)', color: 'var(--text)', border: '1px solid var(--line)', borderRadius: '6px' },
  '.cm-diagnostic': { padding: '6px 10px', fontFamily: 'var(--sans)', fontSize: '13px', maxWidth: '60ch', overflowWrap: 'anywhere' },
});

if (!customElements.get('dm-editor')) {
  customElements.define('dm-editor', Editor);
}
