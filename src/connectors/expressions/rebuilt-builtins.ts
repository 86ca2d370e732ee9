/** Builtins made anew, with the meaning of the original, because that is quadratic or wasteful. */
import type { NativeFunction } from '#connectors/expressions/jsonata.types.js';

/** By the name of the builtin, without its `$`; each gets the original to fall back to. */
export const REBUILT: Readonly<Record<string, (original: NativeFunction) => NativeFunction>> = {
  distinct: () => distinct,
  sort: sortFrom,
  pad: () => pad,
};

/** The original compares every pair; here equal values meet under one canonical text. */
function distinct(list: unknown): unknown {
  if (!Array.isArray(list) || list.length <= 1) return list;
  const seen = new Set<unknown>();
  return list.filter((item: unknown) => {
    const key = typeof item === 'object' && item !== null ? canonical(item) : item;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Without a comparator only lists of one simple type can be sorted, which needs no JSONata. */
function sortFrom(original: NativeFunction): NativeFunction {
  const sort: NativeFunction = function (list, comparator) {
    if (comparator !== undefined || !Array.isArray(list)) {
      return original.call(this, list, comparator);
    }
    const items: readonly unknown[] = list;
    if (items.every((item) => typeof item === 'number')) return items.toSorted((a, b) => a - b);
    if (items.every((item) => typeof item === 'string')) return items.toSorted();
    return original.call(this, list, comparator);
  };
  return sort;
}

/** Same text for deeply equal structures whatever the order of their keys; no other value is equal to it. */
function canonical(value: unknown): string {
  return `\u0000${JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    const record = inner as Record<string, unknown>;
    return Object.fromEntries(
      Object.keys(record)
        .sort()
        .map((key) => [key, record[key]]),
    );
  })}`;
}

/** The original builds a list as long as the padding. */
function pad(text: unknown, width: unknown, filler: unknown): unknown {
  if (typeof text !== 'string') return undefined;
  const size = Math.trunc(Number(width));
  const missing = Math.abs(size) - Array.from(text).length;
  if (!(missing > 0)) return text;
  const padding = repeated(typeof filler === 'string' && filler !== '' ? filler : ' ', missing);
  return size > 0 ? text + padding : padding + text;
}

/** As many characters (code points) as wanted, from a filler of any length. */
function repeated(filler: string, wanted: number): string {
  const characters = Array.from(filler);
  const rest = characters.slice(0, wanted % characters.length).join('');
  return filler.repeat(Math.floor(wanted / characters.length)) + rest;
}
