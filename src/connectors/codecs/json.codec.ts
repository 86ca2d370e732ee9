/**
 * JSON with its digits kept. A number that JavaScript can't hold exactly (ids beyond 2^53, long
 * decimals) is given as the text it was written in; everything else is as `JSON.parse` has it, so
 * `100000.00` is the number 100000.
 */
import { isSafeKey, MAX_DEPTH } from '#connectors/codecs/codec.error.js';

export type JsonReading = { readonly ok: true; readonly value: unknown } | { readonly ok: false };

/** Texts in which no value can need the slower reading. An escape may hide a key. */
const NEEDS_CARE = /\d[\d.]{15}|__proto__|constructor|prototype|\\u00/;
const SIGNIFICANT = /^-?0*\.?0*|[.]|[eE].*$/g;
const EXACT_DIGITS = 15;

/** Reads a JSON text; keys that would reach a prototype are dropped. */
export function parseJsonExactly(text: string): JsonReading {
  try {
    const value: unknown = NEEDS_CARE.test(text) ? parseCarefully(text) : JSON.parse(text);
    return isDeeper(value, MAX_DEPTH) ? { ok: false } : { ok: true, value };
  } catch (error) {
    // A RangeError is nesting so deep that the careful reading overflows the stack.
    if (error instanceof SyntaxError || error instanceof RangeError) return { ok: false };
    throw error;
  }
}

interface ReviverContext {
  readonly source?: string;
}

type Reviver = (key: string, value: unknown) => unknown;

function parseCarefully(text: string): unknown {
  const revive = (key: string, value: unknown, context: ReviverContext) => {
    if (!isSafeKey(key)) return undefined;
    return typeof value === 'number' ? exactNumber(value, context.source) : value;
  };
  // Node 24 hands the source text to revivers; the declarations of ES2024 don't know yet.
  return JSON.parse(text, revive as Reviver);
}

function exactNumber(value: number, source: string | undefined): number | string {
  if (source === undefined) return value;
  if (Number.isInteger(value)) return Number.isSafeInteger(value) ? value : source;
  return source.replace(SIGNIFICANT, '').length > EXACT_DIGITS ? source : value;
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  return Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}
