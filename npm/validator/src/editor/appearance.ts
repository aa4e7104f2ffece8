// How an editor looks, in the page's own colours; nothing is told by colour alone.
import { HighlightStyle } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** The colours of a document's parts. */
export const highlighting = HighlightStyle.define([
  { tag: [tags.propertyName, tags.heading], color: 'var(--code-key)' },
  { tag: tags.heading, fontWeight: '600' },
  { tag: [tags.string, tags.monospace], color: 'var(--code-string)' },
  { tag: [tags.number, tags.bool, tags.null, tags.link, tags.url], color: 'var(--code-number)' },
  { tag: [tags.punctuation, tags.processingInstruction, tags.contentSeparator], color: 'var(--text-quiet)' },
]);

/** The look of marks, their gutter and their tooltips, for one severity; `sign` is what is seen without colours. */
function marked(name: string, colour: string, sign: string, underline: string, shape: string) {
  return {
    [`.cm-lintRange-${name}`]: {
      backgroundImage: 'none',
      backgroundColor: `var(--${colour}-soft)`,
      textDecoration: `underline ${underline} var(--${colour}) 1.5px`,
      textUnderlineOffset: '3px',
      textDecorationSkipInk: 'none',
    },
    [`.cm-lintPoint-${name}:after`]: { borderBottomColor: `var(--${colour})` },
    [`.cm-lint-marker-${name}`]: {
      content: 'normal',
      display: 'grid',
      placeItems: 'center',
      borderRadius: shape,
      backgroundColor: `var(--${colour})`,
      color: 'var(--surface)',
      font: '700 10px/1 var(--font)',
    },
    [`.cm-lint-marker-${name}::before`]: { content: `"${sign}"` },
    [`.cm-diagnostic-${name}`]: { borderLeft: `4px solid var(--${colour})` },
    [`.cm-diagnostic-${name} .cm-diagnosticText::before`]: {
      content: `"${colour}: "`,
      color: `var(--${colour})`,
      fontWeight: '600',
    },
  };
}

const button = {
  minHeight: '26px',
  padding: '2px 10px',
  border: '1px solid var(--line-strong)',
  borderRadius: 'var(--radius-small)',
  background: 'var(--surface)',
  color: 'var(--text)',
  font: '13px var(--font)',
  cursor: 'pointer',
};

/** The look of everything in an editor. */
export const appearance = EditorView.theme({
  '&': { color: 'var(--text)', backgroundColor: 'var(--surface)', fontSize: '13px', maxHeight: 'var(--editor-height, 420px)' },
  '&.cm-focused': { outline: 'none' },
  // Above the gutters, which lie above the rest.
  '&.cm-focused::after': { content: '""', position: 'absolute', inset: '0', zIndex: '250', border: '2px solid var(--accent)', pointerEvents: 'none' },
  '.cm-scroller': { fontFamily: 'var(--font-code)', lineHeight: '1.6', overflow: 'auto' },
  '.cm-content': { caretColor: 'var(--text)', padding: '8px 0', minHeight: 'var(--editor-least, 72px)' },
  '.cm-placeholder': { color: 'var(--text-quiet)' },
  '.cm-line': { padding: '0 12px 0 8px' },
  '.cm-cursor': { borderLeft: '2px solid var(--text)' },
  '.cm-activeLine': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--surface-sunken) 60%, transparent)' },
  '.cm-gutters': { backgroundColor: 'var(--surface-sunken)', color: 'var(--text-quiet)', border: 'none', borderRight: '1px solid var(--line)' },
  '.cm-lineNumbers .cm-gutterElement': { minWidth: '2.6em', paddingRight: '8px' },
  '.cm-gutter-lint': { width: '20px' },
  '.cm-gutter-lint .cm-gutterElement': { padding: '2.5px 0 0 4px' },
  '.cm-lint-marker': { width: '15px', height: '15px' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': { backgroundColor: 'var(--selection)' },
  '.cm-selectionMatch': { backgroundColor: 'color-mix(in srgb, var(--selection) 55%, transparent)' },
  ...marked('error', 'error', '\u00d7', 'wavy', '50%'),
  ...marked('warning', 'warning', '!', 'wavy', '3px'),
  ...marked('info', 'note', 'i', 'dotted', '50% 50% 50% 2px'),
  '.cm-related': { outline: '1.5px dashed var(--accent)', outlineOffset: '1px', borderRadius: '3px', backgroundColor: 'var(--accent-soft)' },
  '.cm-specialChar': { color: 'var(--error)', outline: '1px solid currentcolor', borderRadius: '2px' },
  '.cm-tooltip': {
    maxWidth: 'min(60ch, 90vw)',
    maxHeight: '50vh',
    overflow: 'auto',
    border: '1px solid var(--line-strong)',
    borderRadius: 'var(--radius-small)',
    backgroundColor: 'var(--surface)',
    color: 'var(--text)',
    boxShadow: 'var(--shadow)',
    font: '13px/1.45 var(--font)',
  },
  '.cm-tooltip-lint': { listStyle: 'none' },
  '.cm-diagnostic': { padding: '8px 12px', margin: '0', overflowWrap: 'anywhere', unicodeBidi: 'isolate' },
  '.cm-diagnostic code': { fontFamily: 'var(--font-code)', fontSize: '12px' },
  '.cm-diagnostic + .cm-diagnostic': { borderTop: '1px solid var(--line)' },
  '.cm-diagnosticAction': { ...button, display: 'block', margin: '8px 0 0' },
  '.cm-diagnosticSource': { marginTop: '4px', fontSize: '12px', fontFamily: 'var(--font-code)', color: 'var(--text-quiet)', opacity: '1' },
  '.cm-panels': { backgroundColor: 'var(--surface-sunken)', color: 'var(--text)', zIndex: '600' },
  '.cm-panels.cm-panels-top': { borderBottom: '1px solid var(--line)' },
  '.cm-panel.cm-search': { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '6px', padding: '8px 36px 8px 10px', font: '13px var(--font)' },
  '.cm-panel.cm-search br': { flexBasis: '100%' },
  '.cm-panel.cm-search label': { display: 'inline-flex', alignItems: 'center', gap: '4px', margin: '0', fontSize: '13px' },
  '.cm-panel.cm-search input.cm-textfield': { ...button, cursor: 'text', margin: '0', fontFamily: 'var(--font-code)', minWidth: '12ch' },
  '.cm-panel.cm-search .cm-button': { ...button, backgroundImage: 'none', margin: '0' },
  '.cm-panel.cm-search button[name=close]': { ...button, minWidth: '26px', padding: '0', top: '8px', right: '8px' },
  '.cm-searchMatch': { backgroundColor: 'var(--warning-soft)', outline: '1px solid var(--warning)' },
  '.cm-searchMatch-selected': { backgroundColor: 'var(--selection)' },
  '@media (forced-colors: active)': {
    '.cm-lint-marker': { border: '1px solid CanvasText', color: 'CanvasText' },
    '.cm-related': { outlineColor: 'Highlight' },
  },
});

/** An editor whose document can only be read looks as if it lay behind glass. */
export const readOnlyAppearance = EditorView.theme({
  '&, .cm-scroller': { backgroundColor: 'var(--surface-sunken)' },
});
