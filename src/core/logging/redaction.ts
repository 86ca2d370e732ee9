/**
 * Masks by the name of the key, wherever it stands in the object. The last line of defence: code does
 * not hand secrets to the log in the first place.
 */
import { maskPersonalValue, personalKindIn } from '#core/privacy/personal-fields.js';
import { Secret } from '#core/secret/secret.js';
import { errorFields } from './error-fields.js';

export const MASK = '[secret]';

const MAX_DEPTH = 8;

/** Compared with the key in lower case, `-` and `_` taken out. */
const SECRET_KEY =
  /^(?:proxy)?authorization$|^(?:set)?cookie2?$|^(?:pin|otp|totp|cvv|cvc|pan|pwd|passwd|cardnumber|signature)$|(?:password|passphrase|secret|token|apikey|accesskey|serverkey|secretkey|privatekey|masterkey|credentials?)$/;

const knownKeys = new Map<string, boolean>();
const MAX_KNOWN_KEYS = 5_000;

/** Whether a value under this key is to be masked. */
export function isSecretKey(key: string): boolean {
  const known = knownKeys.get(key);
  if (known !== undefined) return known;
  const isSecret = SECRET_KEY.test(key.toLowerCase().replaceAll(/[-_]/g, ''));
  // Keys are few in practice; the bound is for callers that use ids as keys.
  if (knownKeys.size < MAX_KNOWN_KEYS) knownKeys.set(key, isSecret);
  return isSecret;
}

/** A copy for log lines: secrets and guests masked by their keys, errors reduced to their loggable part, bytes counted. */
export function redact(value: unknown, depth = 0, parent = ''): unknown {
  if (!isStructure(value)) return value;
  if (value instanceof Error) return errorFields(value);
  if (value instanceof Secret) return MASK;
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (depth >= MAX_DEPTH) return '[too deep]';
  if (Array.isArray(value)) return value.map((item: unknown) => redact(item, depth + 1, parent));
  return redactFields(value, depth, parent);
}

/** The same for an object, so that its type stays known. */
export function redactFields(fields: object, depth = 0, parent = ''): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(fields)) {
    copy[key] = isSecretKey(key) && isPresent(value) ? MASK : shown(key, value, depth, parent);
  }
  return copy;
}

function shown(key: string, value: unknown, depth: number, parent: string): unknown {
  const kind = typeof value === 'string' ? personalKindIn(parent, key) : undefined;
  return kind ? maskPersonalValue(kind, value) : redact(value, depth + 1, key);
}

function isStructure(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !(value instanceof Date);
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}
