/**
 * A first look at an XML text, before any parser: are its tags balanced under one root, and does it try
 * to declare a document type? One pass, linear, nothing is expanded.
 */
import { MAX_DEPTH } from '#connectors/codecs/codec.error.js';

/** `forbidden`: a document type or entity declaration. `deep`: more levels than we read. */
export type XmlVerdict = 'ok' | 'malformed' | 'forbidden' | 'deep';

const NAME = /[^\s/>]+/y;
type Section = readonly [start: string, end: string];

/** Sections whose inside is not markup, with what ends them. */
const SECTIONS: readonly Section[] = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
];

/** Judges the structure of an XML text. */
export function inspectXml(text: string): XmlVerdict {
  const open: string[] = [];
  let roots = 0;
  let at = text.indexOf('<');
  while (at !== -1) {
    const tag = readTag(text, at);
    if (typeof tag === 'string') return tag;
    if (tag.kind === 'open' && open.length === 0) roots += 1;
    if (!applyTag(tag, open)) return 'malformed';
    if (open.length > MAX_DEPTH) return 'deep';
    at = text.indexOf('<', tag.end);
  }
  return open.length === 0 && roots === 1 ? 'ok' : 'malformed';
}

interface Tag {
  readonly kind: 'open' | 'close' | 'section';
  readonly name: string;
  readonly isEmpty: boolean;
  readonly end: number;
}

/** Keeps the stack of open elements; false when a closing tag does not fit. */
function applyTag({ kind, name, isEmpty }: Tag, open: string[]): boolean {
  if (kind === 'open' && !isEmpty) open.push(name);
  return kind !== 'close' || open.pop() === name;
}

function readTag(text: string, at: number): Tag | 'malformed' | 'forbidden' {
  const section = SECTIONS.find(([start]) => text.startsWith(start, at));
  if (section !== undefined) return readSection(text, at, section);
  if (text.startsWith('<!', at)) return 'forbidden';
  const isClosing = text.startsWith('</', at);
  NAME.lastIndex = at + (isClosing ? 2 : 1);
  const name = NAME.exec(text)?.[0];
  const end = name === undefined ? -1 : endOfTag(text, NAME.lastIndex);
  if (name === undefined || end === -1) return 'malformed';
  const isEmpty = text.charAt(end - 1) === '/';
  return { kind: isClosing ? 'close' : 'open', name, isEmpty, end };
}

function readSection(text: string, at: number, [start, closing]: Section): Tag | 'malformed' {
  const end = text.indexOf(closing, at + start.length);
  if (end === -1) return 'malformed';
  return { kind: 'section', name: '', isEmpty: true, end: end + closing.length };
}

/** Index of the `>` that ends the tag: not one inside quotes. */
function endOfTag(text: string, from: number): number {
  let quote = '';
  for (let at = from; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '>') {
      return at;
    } else if (character === '"' || character === "'") {
      quote = character;
    }
  }
  return -1;
}
