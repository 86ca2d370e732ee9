import { HelperError } from '#connectors/expressions/expression.error.js';
import { isLanguageFunction } from '#connectors/expressions/jsonata.types.js';
import { LimitExceeded, MAX_NESTING } from '#connectors/expressions/limits.js';

/**
 * Copies a JSONata result into plain JSON values: markers on lists go, objects get the ordinary
 * prototype, functions and undefined are left out. A key `__proto__` is dropped.
 *
 * @throws HelperError for a number that JSON can't hold
 */
export function toPlain(value: unknown, depth = 0): unknown {
  if (typeof value === 'number') return finite(value);
  if (typeof value !== 'object' || value === null) {
    return typeof value === 'function' ? undefined : value;
  }
  if (isLanguageFunction(value)) return undefined;
  if (depth >= MAX_NESTING) throw new LimitExceeded('nesting');
  if (Array.isArray(value)) return plainList(value, depth + 1);
  return isRecord(value) ? plainRecord(value, depth + 1) : value;
}

function finite(value: number): number {
  if (Number.isFinite(value)) return value;
  throw new HelperError('The result is not a finite number; look for a division by zero.');
}

function plainList(list: readonly unknown[], depth: number): unknown[] {
  const items: unknown[] = [];
  for (const item of list) {
    const plain = toPlain(item, depth);
    if (plain !== undefined) items.push(plain);
  }
  return items;
}

function plainRecord(record: Readonly<Record<string, unknown>>, depth: number): object {
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(record)) {
    const plain = key === '__proto__' ? undefined : toPlain(record[key], depth);
    if (plain !== undefined) copy[key] = plain;
  }
  return copy;
}

/** Objects of a class (a Buffer, a Date) pass as they are; prototypes of other realms count as plain. */
function isRecord(value: object): value is Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
