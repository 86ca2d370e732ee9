/** Finds the values of a form in a block of text that was copied out of a dashboard; pure. */
import { fits } from './credential-form';
import type { CredentialField } from './integrations.api';

interface Piece {
  readonly label: string;
  readonly value: string;
}

/** Field → value: by the label that stands beside it, else by the shape that only this field has. */
export function fillFrom(
  text: string,
  fields: readonly CredentialField[],
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const pieces = piecesOf(text, fields);
  for (const field of fields) {
    const piece = pieces.find(
      ({ label, value }) => isCalled(field, label) && fits(field.pattern, value),
    );
    if (piece) found.set(field.key, piece.value);
  }
  const taken = new Set(found.values());
  for (const value of wordsOf(text)) {
    if (taken.has(value)) continue;
    const field = onlyFieldLike(value, fields, found);
    if (field) found.set(field.key, value);
  }
  return found;
}

/** `Server Key: abc`, `SERVER_KEY=abc`, `"server_key": "abc"`, a label on one line and its value on the next. */
function piecesOf(text: string, fields: readonly CredentialField[]): Piece[] {
  const blocks = pemBlocks(text);
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const pieces = [
    ...membersOf(text),
    ...lines.flatMap((line, place) => {
      const pair = /^["']?([^:=\t"']{2,60})["']?\s*[:=\t]\s*(.+)$/.exec(line);
      if (pair) return [{ label: pair[1] ?? '', value: bare(pair[2] ?? '') }];
      const next = lines.slice(place + 1).find((other) => other !== '');
      const isLabel = fields.some((field) => isCalled(field, line));
      return isLabel && next !== undefined ? [{ label: line, value: bare(next) }] : [];
    }),
  ];
  return [...blocks, ...pieces];
}

/** A whole JSON object, whatever its lines look like. */
function membersOf(text: string): Piece[] {
  try {
    const value = JSON.parse(text) as unknown;
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).map(([label, member]) => ({ label, value: String(member) }));
  } catch {
    return [];
  }
}

/** A PEM key spans lines; whether it is the private or the public one stands in its first. */
function pemBlocks(text: string): Piece[] {
  const blocks = text.match(/-----BEGIN ([A-Z ]+)-----[\s\S]+?-----END \1-----/g) ?? [];
  return blocks.map((value) => ({
    label: value.includes('PRIVATE') ? 'private key' : 'public key',
    value,
  }));
}

const bare = (value: string): string =>
  value
    .trim()
    .replace(/^["']|["',;]+$/g, '')
    .trim();

const wordsOf = (text: string): string[] =>
  text.split(/[\s"',;=]+/).filter((word) => word.length >= 8);

function isCalled({ key, label }: CredentialField, name: string): boolean {
  const wanted = plain(name);
  if (wanted === '') return false;
  return [key, label.id, label.en].some((known) => plain(known) === wanted) || isTail(key, wanted);
}

/** `production_server_key` is still the server key. */
const isTail = (key: string, wanted: string): boolean =>
  wanted.length > plain(key).length && wanted.endsWith(plain(key));

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** By the beginning that the placeholder shows, as in `sk_test_…`; a shape that several share says nothing. */
function onlyFieldLike(
  value: string,
  fields: readonly CredentialField[],
  found: ReadonlyMap<string, string>,
): CredentialField | undefined {
  const free = fields.filter(({ key }) => !found.has(key));
  const alike = free.filter((field) => {
    const prefix = prefixOf(field);
    return prefix !== '' && value.startsWith(prefix) && fits(field.pattern, value);
  });
  return alike.length === 1 ? alike[0] : undefined;
}

function prefixOf({ placeholder = '' }: CredentialField): string {
  const [prefix = ''] = placeholder.split(/…|\.\.\./);
  return prefix.length >= 3 && prefix !== placeholder ? prefix : '';
}
