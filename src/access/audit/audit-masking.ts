/**
 * The audit log is kept for ever and read by many: nothing secret may enter it. Callers mask what
 * they know to be secret; this drops what they forgot.
 */
import { Secret } from '#core/secret/secret.js';

/** Compared with a field's name in lower case without `_`, `-` and the like. */
const SECRET_NAMES = {
  contains: [
    'password',
    'passwd',
    'passphrase',
    'secret',
    'credential',
    'authorization',
    'cookie',
    'privatekey',
  ],
  endsWith: ['token', 'tokens', 'hash', 'signature', 'certificate', 'pin', 'otp', 'pem'],
  is: [
    'key',
    'apikey',
    'accesskey',
    'serverkey',
    'clientkey',
    'merchantkey',
    'signingkey',
    'encryptionkey',
    'masterkey',
    'setupkey',
    'auth',
    'bearer',
    'jwt',
    'totp',
    'pan',
    'cardnumber',
    'cvv',
    'cvc',
  ],
} as const;

const MAX_DEPTH = 12;

/** What the API shows in place of a secret: whether it is set, and its last characters at most. */
const MASKED_FIELDS = ['set', 'last4'];
const MASKED_LENGTH = 4;

/**
 * A copy made of JSON values alone, without fields that look secret. Under such a field only what
 * can hold no secret stays: flags, nulls and the masked form `{ set, last4 }`.
 */
export function withoutSecrets(value: unknown): unknown {
  return copy(value, { isSecret: false, depth: 0 }) ?? null;
}

/** Whether a field of this name is taken for a secret. */
export function looksSecret(name: string): boolean {
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, '');
  return (
    SECRET_NAMES.is.some((word) => plain === word) ||
    SECRET_NAMES.endsWith.some((word) => plain.endsWith(word)) ||
    SECRET_NAMES.contains.some((word) => plain.includes(word))
  );
}

interface Place {
  readonly isSecret: boolean;
  readonly depth: number;
}

/** `undefined` means: leave it out. */
function copy(value: unknown, place: Place): unknown {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'object') return copyObject(value, place);
  if (place.isSecret) return undefined;
  if (typeof value === 'bigint') return value.toString();
  return typeof value === 'string' || typeof value === 'number' ? value : undefined;
}

function copyObject(value: object, place: Place): unknown {
  if (value instanceof Date) return place.isSecret ? undefined : value.toISOString();
  if (value instanceof Secret || ArrayBuffer.isView(value) || place.depth >= MAX_DEPTH) {
    return undefined;
  }
  if (isMasked(value)) return { ...value };
  const deeper = { ...place, depth: place.depth + 1 };
  if (Array.isArray(value)) {
    return value.map((item) => copy(item, deeper)).filter((item) => item !== undefined);
  }
  return copyFields(value, deeper);
}

function copyFields(value: object, place: Place): Record<string, unknown> {
  const fields = Object.entries(value).flatMap(([name, field]): [string, unknown][] => {
    const kept = copy(field, { ...place, isSecret: place.isSecret || looksSecret(name) });
    return kept === undefined ? [] : [[name, kept]];
  });
  return Object.fromEntries(fields);
}

function isMasked(value: object): boolean {
  const fields = Object.entries(value);
  return (
    fields.some(([name, field]) => name === 'set' && typeof field === 'boolean') &&
    fields.every(([name, field]) => MASKED_FIELDS.includes(name) && isShort(field))
  );
}

function isShort(value: unknown): boolean {
  return (
    value === null ||
    typeof value === 'boolean' ||
    (typeof value === 'string' && value.length <= MASKED_LENGTH)
  );
}
