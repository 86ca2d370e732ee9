/** What differs between a thing before and after, leaf by leaf. */

export interface AuditChange {
  /** `fees.qris.percent`. */
  readonly path: string;
  /** Undefined where there was nothing. */
  readonly before: unknown;
  readonly after: unknown;
}

const MAX_DEPTH = 5;

export function changesBetween(before: unknown, after: unknown): AuditChange[] {
  return compare('', before ?? undefined, after ?? undefined, 0);
}

/** `base_urls.core` → the field `base_urls`, and `core` in it. */
export function partsOf(path: string): { readonly field: string; readonly inside: string } {
  const [field = '', ...rest] = path.split('.');
  const inside = rest.join(' ').replaceAll('_', ' ');
  return { field, inside: inside === 'default' ? '' : inside };
}

function compare(path: string, before: unknown, after: unknown, depth: number): AuditChange[] {
  if (depth < MAX_DEPTH && isBranch(before, after)) {
    const [old, next] = [fieldsOf(before), fieldsOf(after)];
    const keys = [...new Set([...Object.keys(old), ...Object.keys(next)])];
    return keys.flatMap((key) =>
      compare(path === '' ? key : `${path}.${key}`, old[key], next[key], depth + 1),
    );
  }
  const isSame = textOf(before) === textOf(after);
  return isSame ? [] : [{ path, before, after }];
}

/** An empty list says as little as none. */
function textOf(value: unknown): string {
  const isNothing = value === undefined || (Array.isArray(value) && value.length === 0);
  return JSON.stringify(isNothing ? null : value);
}

/** Worth going into: an object on one side at least, and nothing but an object or nothing on the other. */
function isBranch(before: unknown, after: unknown): boolean {
  const sides = [before, after].filter((side) => side !== undefined && side !== null);
  return sides.length > 0 && sides.every((side) => isFields(side) && !isMasked(side));
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return isFields(value) ? value : {};
}

/** A secret as the hub shows it: whether it is set, and its last characters at most. */
export function isMasked(value: unknown): value is { set: boolean; last4?: string | null } {
  return isFields(value) && typeof value['set'] === 'boolean' && Object.keys(value).length <= 2;
}
