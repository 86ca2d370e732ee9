import { createHash } from 'node:crypto';
import { RE2JS } from 're2js';
import type { Connector } from '../definition.schemas.js';

const HASH_LENGTH = 8;

/**
 * Our reference as this vendor can take it: characters it forbids become `-` (or go, where that is
 * forbidden too), what is too long is cut. A changed reference ends in a hash of the whole, so two
 * references never become one; the same input always gives the same output.
 */
export function fitReference(reference: string, limits: Connector['limits']): string {
  const rule = limits.reference;
  if (!rule) return reference;
  const forbidden = RE2JS.compile(`[^${rule.charset}]`);
  const filler = forbidden.matcher('-').find() ? '' : '-';
  const clean = forbidden.matcher(reference).replaceAll(filler);
  if (clean === reference && clean.length <= rule.max_length) return reference;
  const hash = createHash('sha256').update(reference).digest('hex').slice(0, HASH_LENGTH);
  const kept = clean.slice(0, rule.max_length - HASH_LENGTH - filler.length);
  return `${kept}${filler}${fitCase(hash, forbidden)}`;
}

/** Hex letters, in the case the vendor takes; digits alone where it takes no letters. */
function fitCase(hash: string, forbidden: RE2JS): string {
  const spellings = [hash, hash.toUpperCase()];
  const fitting = spellings.find((one) => !forbidden.matcher(one).find());
  const digits = String(Number.parseInt(hash, 16) % 10 ** HASH_LENGTH).padStart(HASH_LENGTH, '0');
  return fitting ?? digits;
}
