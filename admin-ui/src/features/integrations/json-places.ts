/** Where in an edited JSON text one is, and where a path stands. */
import { syntaxTree } from '@codemirror/language';
import type { EditorState } from '@codemirror/state';
import type { Path } from './schema-walk';

type SyntaxNode = ReturnType<typeof syntaxTree>['topNode'];

export interface Place {
  readonly path: Path;
  /** What is being written: a key of the object at `path`, or the value at it. */
  readonly what: 'key' | 'value';
  /** Keys that stand in the object already. */
  readonly present: readonly string[];
  /** Where the word begins that is being written. */
  readonly from: number;
}

/** Undefined outside of any object. */
export function placeAt(state: EditorState, position: number): Place | undefined {
  const node = syntaxTree(state).resolveInner(position, -1);
  const property = node.name === 'Property' ? node : closest(node, 'Property');
  if (node.name === 'PropertyName') return keyPlace(state, node.parent?.parent, node.from);
  if (isValue(node) && property && inside(node, property)) {
    return { path: pathOf(state, property), what: 'value', present: [], from: node.from };
  }
  if (node.name === 'Property') {
    return { path: pathOf(state, node), what: 'value', present: [], from: position };
  }
  const object = node.name === 'Object' ? node : closest(node, 'Object');
  return keyPlace(state, object, position);
}

/** From and to of the value at a path, or of the deepest part of it that is there. */
export function rangeOf(state: EditorState, path: Path): { from: number; to: number } {
  let node = syntaxTree(state).topNode.firstChild;
  for (const step of path) {
    const next = node && childOf(state, node, step);
    if (!next) break;
    node = next;
  }
  return node ? { from: node.from, to: node.to } : { from: 0, to: state.doc.length };
}

function keyPlace(
  state: EditorState,
  object: SyntaxNode | null | undefined,
  from: number,
): Place | undefined {
  if (object?.name !== 'Object') return undefined;
  const present = object.getChildren('Property').map((property) => nameOf(state, property));
  return { path: pathOf(state, object), what: 'key', present, from };
}

function pathOf(state: EditorState, node: SyntaxNode): Path {
  const path: (string | number)[] = [];
  for (let one: SyntaxNode | null = node; one; one = one.parent) {
    if (one.name === 'Property') path.unshift(nameOf(state, one));
    if (one.parent?.name === 'Array') path.unshift(0);
  }
  return path;
}

function childOf(state: EditorState, node: SyntaxNode, step: string | number): SyntaxNode | null {
  if (typeof step === 'number') {
    const items: SyntaxNode[] = [];
    for (let child = node.firstChild; child; child = child.nextSibling) {
      if (isValue(child) || child.name === 'Object' || child.name === 'Array') items.push(child);
    }
    return items[step] ?? null;
  }
  const property = node.getChildren('Property').find((one) => nameOf(state, one) === step);
  return property?.lastChild ?? null;
}

function nameOf(state: EditorState, property: SyntaxNode): string {
  const name = property.getChild('PropertyName');
  return name ? state.sliceDoc(name.from + 1, name.to - 1) : '';
}

function closest(node: SyntaxNode, name: string): SyntaxNode | null {
  for (let one = node.parent; one; one = one.parent) if (one.name === name) return one;
  return null;
}

const VALUES = new Set(['String', 'Number', 'True', 'False', 'Null', '⚠']);
const isValue = (node: SyntaxNode): boolean => VALUES.has(node.name);
const inside = (node: SyntaxNode, property: SyntaxNode): boolean =>
  node.parent?.from === property.from;
