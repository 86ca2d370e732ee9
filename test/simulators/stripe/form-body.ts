/**
 * `application/x-www-form-urlencoded` with bracketed names, read as strictly as a vendor that answers a wrong bracket
 * with an error: `a[b]=v` is an object, `a[0]=v` (from 0, without gaps) and `a[]=v` are lists, nothing is given twice.
 */

export type FormValue = string | FormValue[] | { [key: string]: FormValue };
export type FormRecord = Record<string, FormValue>;

/** What is wrong with a body, in words for the vendor's error. */
export class FormError extends Error {
  readonly param: string;

  constructor(param: string, message: string) {
    super(message);
    this.param = param;
  }
}

interface Branch {
  readonly children: Map<string, Branch>;
  value: string | undefined;
}

const NAME = /^[A-Za-z0-9_]+(\[[^[\]]*\])*$/;

/** @throws FormError for a name that is no path, a repeated field, or one that is both a value and a parent */
export function parseForm(raw: string): FormRecord {
  const root = branch();
  if (raw !== '') for (const pair of raw.split('&')) put(root, pair);
  return Object.fromEntries(
    [...root.children].map(([name, child]) => [name, valueOf(child, name)] as const),
  );
}

function put(root: Branch, pair: string): void {
  const at = pair.indexOf('=');
  if (at === -1) throw new FormError(pair, `Invalid form field "${pair}": no "="`);
  const name = decode(pair.slice(0, at));
  if (!NAME.test(name)) throw new FormError(name, `Invalid request: malformed field "${name}"`);
  const path = name.split('[').map((part) => part.replace(/\]$/, ''));
  let target = root;
  for (const part of path) target = descend(target, part, name);
  if (target.value !== undefined || target.children.size > 0) {
    throw new FormError(name, `Invalid request: "${name}" is given twice`);
  }
  target.value = decode(pair.slice(at + 1));
}

function descend(from: Branch, part: string, name: string): Branch {
  if (from.value !== undefined) {
    throw new FormError(name, `Invalid request: "${name}" is both a value and a hash`);
  }
  const key = part === '' ? String(from.children.size) : part;
  const known = from.children.get(key);
  if (known) return known;
  const child = branch();
  from.children.set(key, child);
  return child;
}

function valueOf(from: Branch, name: string): FormValue {
  if (from.value !== undefined) return from.value;
  const keys = [...from.children.keys()];
  const items = [...from.children].map(([key, child]) => valueOf(child, `${name}[${key}]`));
  if (!keys.every((key) => /^\d+$/.test(key))) {
    return Object.fromEntries(keys.map((key, index) => [key, items[index] ?? '']));
  }
  if (keys.some((key, index) => Number(key) !== index)) {
    throw new FormError(name, `Invalid array: the indexes of "${name}" must count from 0`);
  }
  return items;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new FormError(text, 'Invalid percent-encoding');
  }
}

function branch(): Branch {
  return { children: new Map(), value: undefined };
}
