import { randomBytes } from 'node:crypto';

const SUFFIX_LENGTH = 10;
/** Without letters and digits that look alike; the first set of which a vendor takes anything is used. */
const LETTERS = 'abcdefghijkmnpqrstuvwxyz';
const CAPITALS = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
const PLAIN_DIGITS = '23456789';
const ALL_DIGITS = '0123456789';

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
  const alphabet = alphabetOf(isAllowed);
  const bytes = random(Math.min(SUFFIX_LENGTH, maxLength));
  const suffix = Array.from(bytes, (byte) => alphabet[byte % alphabet.length]).join('');
  const head = orderId
    .split('')
    .filter(isAllowed)
    .join('')
    .slice(0, Math.max(0, maxLength - SUFFIX_LENGTH - 1));
  const separator = isAllowed('-') && head !== '' ? '-' : '';
  return `${head}${separator}${suffix}`;
}

/** What the vendors take of it; the engine would fit a foreign character, and webhooks would name that. */
function alphabetOf(isAllowed: (char: string) => boolean): string {
  const allowed = (chars: string): string => chars.split('').filter(isAllowed).join('');
  const letters = [LETTERS, CAPITALS].map(allowed).find((set) => set !== '');
  const chars = letters === undefined ? allowed(ALL_DIGITS) : letters + allowed(PLAIN_DIGITS);
  // Charsets that exclude each other: the engine fits the reference to each vendor.
  return chars === '' ? LETTERS + PLAIN_DIGITS : chars;
}
