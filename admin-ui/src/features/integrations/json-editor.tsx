/** JSON with highlighting, completion and lint. Heavy, so it is loaded only where it is shown. */
import {
  autocompletion,
  closeBrackets,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { json, jsonParseLinter } from '@codemirror/lang-json';
import {
  defaultHighlightStyle,
  HighlightStyle,
  indentUnit,
  syntaxHighlighting,
} from '@codemirror/language';
import { type Diagnostic, linter, lintGutter } from '@codemirror/lint';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, keymap, lineNumbers } from '@codemirror/view';
import { type ReactNode, useEffect, useRef } from 'react';
import { placeAt, rangeOf } from './json-places';
import { keysAt, type Path, type Schema, valuesAt } from './schema-walk';

export interface Problem {
  readonly path: Path;
  readonly message: string;
}

export interface JsonEditorProps {
  readonly label: string;
  readonly value: string;
  readonly change: (value: string) => void;
  readonly isReadOnly: boolean;
  readonly schema: Schema | undefined;
  /** What is wrong with a text that is JSON. */
  readonly check?: (value: unknown) => Promise<readonly Problem[]>;
}

const CHECK_AFTER_MS = 600;

export function JsonEditor(props: JsonEditorProps): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  useEffect(() => {
    if (!place.current) return undefined;
    const made = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: latest.current.value,
        extensions: extensionsOf(() => latest.current),
      }),
    });
    view.current = made;
    return () => made.destroy();
  }, []);
  useEffect(() => {
    const made = view.current;
    if (!made || made.state.doc.toString() === props.value) return;
    made.dispatch({ changes: { from: 0, to: made.state.doc.length, insert: props.value } });
  }, [props.value]);
  return <div ref={place} />;
}

/** `latest` and not the properties: the editor outlives a rendering. */
function extensionsOf(latest: () => JsonEditorProps): Extension[] {
  const { label, isReadOnly } = latest();
  return [
    lineNumbers(),
    history(),
    json(),
    closeBrackets(),
    indentUnit.of('  '),
    syntaxHighlighting(HIGHLIGHT),
    LOOK,
    EditorView.lineWrapping,
    // It can be focused as it is; the attribute says so to whoever only reads attributes.
    EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
    EditorState.readOnly.of(isReadOnly),
    autocompletion({ override: [(context) => complete(context, latest().schema)] }),
    lintGutter(),
    linter((view) => lint(view, latest()), { delay: CHECK_AFTER_MS }),
    // Escape lets the next Tab leave the editor.
    keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
    EditorView.updateListener.of(({ docChanged, state }) => {
      if (docChanged) latest().change(state.doc.toString());
    }),
  ];
}

function complete(
  { state, pos, explicit }: CompletionContext,
  schema: Schema | undefined,
): CompletionResult | null {
  const place = schema && placeAt(state, pos);
  if (!place || (!explicit && place.from === pos)) return null;
  const { what, path, present, from } = place;
  const suggestions = what === 'key' ? keysAt(schema, path, present) : valuesAt(schema, path);
  return {
    from,
    options: suggestions.map(({ label, description }) => ({
      label: what === 'key' ? JSON.stringify(label) : label,
      type: what === 'key' ? 'property' : 'enum',
      ...(description !== undefined && { info: description }),
    })),
  };
}

const parseLint = jsonParseLinter();

async function lint(view: EditorView, { check }: JsonEditorProps): Promise<Diagnostic[]> {
  const broken = parseLint(view);
  if (broken.length > 0 || !check) return broken;
  const problems = await check(JSON.parse(view.state.doc.toString()));
  return problems.map(({ path, message }) => ({
    ...rangeOf(view.state, path),
    severity: 'error',
    message: path.length === 0 ? message : `${path.join('.')}: ${message}`,
  }));
}

/** The usual colours, made lighter where the background is dark. */
const HIGHLIGHT = HighlightStyle.define(
  defaultHighlightStyle.specs.map(({ color, ...spec }) => ({
    ...spec,
    ...(typeof color === 'string' && {
      color: `light-dark(${color}, color-mix(in srgb, ${color} 40%, white))`,
    }),
  })),
);

const LOOK = EditorView.theme({
  '&': {
    fontSize: '13px',
    maxHeight: '70vh',
    border: '1px solid var(--mantine-color-default-border)',
    borderRadius: 'var(--mantine-radius-md)',
    backgroundColor: 'var(--mantine-color-body)',
    color: 'var(--mantine-color-text)',
  },
  '&.cm-focused': { outline: '2px solid var(--mantine-primary-color-filled)' },
  '.cm-scroller': { overflow: 'auto', fontFamily: 'var(--mantine-font-family-monospace)' },
  '.cm-content': { caretColor: 'var(--mantine-color-text)' },
  '.cm-gutters': {
    backgroundColor: 'var(--mantine-color-body)',
    color: 'var(--mantine-color-dimmed)',
    border: 'none',
  },
  '.cm-cursor': { borderLeftColor: 'var(--mantine-color-text)' },
  '.cm-tooltip': {
    backgroundColor: 'var(--mantine-color-body)',
    color: 'var(--mantine-color-text)',
    border: '1px solid var(--mantine-color-default-border)',
  },
});
