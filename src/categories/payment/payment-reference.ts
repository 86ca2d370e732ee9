import { randomBytes } from 'node:crypto';

const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789';
const SUFFIX_LENGTH = 10;

/** What the vendors of a chain allow, as their connectors say. */
export interface ReferenceLimit {
  readonly max_length: number;
  readonly charset: string;
}

const NARROWEST: ReferenceLimit = { max_length: 36, charset: 'A-Za-z0-9-' };

/**
 * Our name for a payment at the vendor: the order id, as far as it fits, so that the hotel finds it in the
 * vendor's own pages, and a random end, because order ids repeat and other systems may share the account.
 */
export function makeReference(
  orderId: string,
  limits: readonly (ReferenceLimit | undefined)[],
  random: (size: number) => Uint8Array = randomBytes,
): string {
  const known = limits.filter((limit) => limit !== undefined);
  const maxLength = Math.min(NARROWEST.max_length, ...known.map((limit) => limit.max_length));
  const allowed = [NARROWEST, ...known].map((limit) => new RegExp(`[${limit.charset}]`));
  const isAllowed = (char: string): boolean => allowed.every((pattern) => pattern.test(char));
  const suffix = Array.from(random(SUFFIX_LENGTH), (byte) => ALPHABET[byte % ALPHABET.length]).join(
    '',
  );
  const head = orderId
    .split('')
    .filter(isAllowed)
    .join('')
    .slice(0, maxLength - SUFFIX_LENGTH - 1);
  const separator = isAllowed('-') && head !== '' ? '-' : '';
  return `${head}${separator}${suffix}`;
}
