/**
 * XML as plain objects: attributes under `_`, text beside attributes or children under `#text`, repeated
 * elements as lists, every value a text (codes keep their zeros, prices their digits). Reading drops
 * namespace prefixes and declarations and refuses document types, which no vendor needs and attacks do.
 */
import { XMLParser } from 'fast-xml-parser';
import { CodecError, isSafeKey, MAX_DEPTH } from '#connectors/codecs/codec.error.js';
import { inspectXml } from '#connectors/codecs/xml-structure.js';

const TEXT = '#text';
const ATTRIBUTES = '_';
const NAME = /^[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?$/;
const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>';
const REFERENCE = /&(?:#(\d{1,7})|#[xX]([0-9A-Fa-f]{1,6})|(amp|lt|gt|quot|apos));/g;
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};
/** Control characters have no place in XML 1.0, not even as references. */
const FORBIDDEN = /[^\t\n\r\u0020-\ufffd]/g;

const parser = new XMLParser({
  ignoreAttributes: false,
  attributesGroupName: ATTRIBUTES,
  attributeNamePrefix: '',
  textNodeName: TEXT,
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  maxNestedTags: MAX_DEPTH,
  entityDecoder: {
    decode: resolveReferences,
    setExternalEntities: ignore,
    addInputEntities: ignore,
    reset: ignore,
    setXmlVersion: ignore,
  },
});

/**
 * Reads a document into `{ RootName: … }`.
 *
 * @returns undefined when it is not well-formed
 * @throws CodecError for a document type or entity declaration, or when nested too deeply
 */
export function decodeXml(text: string): Record<string, unknown> | undefined {
  const source = text.replace(/^\ufeff/, '');
  const verdict = inspectXml(source);
  if (verdict === 'forbidden') {
    throw new CodecError('XML with a document type or entity declarations is refused.');
  }
  if (verdict === 'deep') throw new CodecError('The XML is nested too deeply.');
  return verdict === 'ok' ? parse(source) : undefined;
}

function parse(source: string): Record<string, unknown> | undefined {
  try {
    return clean(parser.parse(source)) as Record<string, unknown>;
  } catch (error) {
    // The parser refuses names such as `constructor` and syntax that the first look does not cover.
    if (error instanceof Error) return undefined;
    throw error;
  }
}

/** Drops unsafe names and namespace declarations. */
function clean(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .filter(([key]) => isSafeKey(key) && key !== 'xmlns' && key !== '')
    .map(([key, inner]) => [key, clean(inner)] as const)
    .filter(([key, inner]) => key !== ATTRIBUTES || inner !== '');
  return collapse(Object.fromEntries(entries));
}

/** An element whose only attributes were namespace declarations is its text again. */
function collapse(record: Record<string, unknown>): unknown {
  const keys = Object.keys(record);
  if (keys.length === 0) return '';
  return keys.length === 1 && keys[0] === TEXT ? record[TEXT] : record;
}

/** A document can declare no entities of its own, so there is nothing to be told about them. */
function ignore(): void {
  return;
}

/** The five names of XML and characters by number; a bare ampersand, as some vendors send, means itself. */
function resolveReferences(text: string): string {
  return text.replace(
    REFERENCE,
    (reference, decimal?: string, hex?: string, name?: string) =>
      NAMED[name ?? ''] ?? characterAt(decimal, hex) ?? reference,
  );
}

function characterAt(decimal?: string, hex?: string): string | undefined {
  const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

/**
 * Writes a document.
 *
 * @param root name of the root element; without it the value must be an object with that one key
 * @throws CodecError for names that are no XML names or values nested too deeply
 */
export function encodeXml(value: unknown, root?: string): string {
  const [name, content] = root === undefined ? onlyEntry(value) : [root, value];
  if (Array.isArray(content)) throw new CodecError('An XML document has one root element only.');
  return `${DECLARATION}${element(name, content, 0)}`;
}

function onlyEntry(value: unknown): [string, unknown] {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  const [first] = entries;
  if (first !== undefined && entries.length === 1 && !Array.isArray(value)) return first;
  throw new CodecError('XML needs a root element: set xml_root or give an object with one key.');
}

function element(name: string, value: unknown, depth: number): string {
  if (!NAME.test(name)) throw new CodecError('A key is not usable as the name of an XML element.');
  if (depth > MAX_DEPTH) throw new CodecError('The value is nested too deeply for XML.');
  if (value === undefined) return '';
  if (Array.isArray(value)) return value.map((item) => element(name, item, depth + 1)).join('');
  if (typeof value !== 'object' || value === null) return `<${name}>${escapeText(value)}</${name}>`;
  let attributes = '';
  let content = '';
  for (const [key, inner] of Object.entries(value)) {
    if (key === ATTRIBUTES) attributes = attributeList(inner);
    else content += key === TEXT ? escapeText(inner) : element(key, inner, depth + 1);
  }
  return `<${name}${attributes}>${content}</${name}>`;
}

function attributeList(attributes: unknown): string {
  if (typeof attributes !== 'object' || attributes === null) return '';
  return Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => {
      if (!NAME.test(name)) {
        throw new CodecError('A key is not usable as the name of an XML attribute.');
      }
      return ` ${name}="${escapeText(value).replaceAll('"', '&quot;')}"`;
    })
    .join('');
}

function escapeText(value: unknown): string {
  return scalarText(value)
    .replace(FORBIDDEN, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

function scalarText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new CodecError('An XML text or attribute can not be a structure.');
}
