/** `application/x-www-form-urlencoded`, flat and with bracketed names. */
import { CodecError, isSafeKey, MAX_DEPTH } from '#connectors/codecs/codec.error.js';

const MAX_FIELDS = 10_000;

/**
 * Writes fields as a form: lists repeat their name, null is an empty value, undefined is left out, a
 * space is `+`.
 *
 * @throws CodecError for nested objects
 */
export function encodeForm(fields: Readonly<Record<string, unknown>>): string {
  return pairs(fields)
    .map(([name, value]) => `${plus(name)}=${plus(value)}`)
    .join('&');
}

/** The fields of an object as text pairs, lists spread; shared with multipart. */
export function pairs(fields: Readonly<Record<string, unknown>>): [string, string][] {
  const found: [string, string][] = [];
  for (const [name, value] of Object.entries(fields)) {
    for (const item of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (item !== undefined) found.push([name, scalarText(item, name)]);
    }
  }
  return found;
}

/**
 * Writes nested values with bracketed names: `a[b]=c`, `a[0]=c`. Brackets stay unescaped and a space is
 * `%20`, as SDKs of payment vendors write it.
 *
 * @throws CodecError when nested too deeply
 */
export function encodeNestedForm(fields: Readonly<Record<string, unknown>>): string {
  const parts: string[] = [];
  for (const [name, value] of Object.entries(fields)) {
    appendNested(parts, encodeURIComponent(name), value, 1);
  }
  return parts.join('&');
}

function appendNested(parts: string[], name: string, value: unknown, depth: number): void {
  if (value === undefined) return;
  if (typeof value !== 'object' || value === null) {
    parts.push(`${name}=${encodeURIComponent(scalarText(value, name))}`);
    return;
  }
  if (depth >= MAX_DEPTH) throw new CodecError('The form is nested too deeply.');
  for (const [key, inner] of Object.entries(value)) {
    appendNested(parts, `${name}[${encodeURIComponent(key)}]`, inner, depth + 1);
  }
}

function scalarText(value: unknown, name: string): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new CodecError(
    `The form field "${name}" is not a text, number or boolean; use form_nested or $json.`,
  );
}

function plus(text: string): string {
  return encodeURIComponent(text).replaceAll('%20', '+');
}

/**
 * Reads a form or a query string into pairs in their order: decoded, untrimmed, repeats kept. A broken
 * percent escape stays as it is written.
 *
 * @throws CodecError beyond 10,000 fields
 */
export function decodeForm(raw: string): [name: string, value: string][] {
  if (raw === '') return [];
  const parts = raw.split('&', MAX_FIELDS + 1);
  if (parts.length > MAX_FIELDS) {
    throw new CodecError(`A form may have at most ${MAX_FIELDS} fields.`);
  }
  return parts
    .filter((part) => part !== '')
    .map((part) => {
      const equals = part.indexOf('=');
      if (equals === -1) return [unescapePart(part), ''];
      return [unescapePart(part.slice(0, equals)), unescapePart(part.slice(equals + 1))];
    });
}

function unescapePart(text: string): string {
  const spaced = text.replaceAll('+', ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}

/** Pairs as an object: a name that occurs again holds a list. */
export function groupPairs(
  entries: readonly (readonly [string, unknown])[],
): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  const lists = new Map<string, unknown[]>();
  for (const [name, value] of entries) {
    if (!isSafeKey(name)) continue;
    const list = lists.get(name);
    if (list === undefined) {
      lists.set(name, [value]);
      fields[name] = value;
    } else {
      list.push(value);
      fields[name] = list;
    }
  }
  return fields;
}
