import { createHash, randomBytes } from 'node:crypto';

const START = 'kunci_';
const SHOWN = 8;

/** A new key: 32 random bytes behind a start that secret scanners and people recognise. */
export function newApiKeyText(): string {
  return `${START}${randomBytes(32).toString('base64url')}`;
}

/**
 * What is stored and looked up. No salt and no slow hash: the text has 256 random bits (an
 * operator's own key at least 32 characters), so there is nothing to guess and nothing to compare
 * in constant time.
 */
export function hashApiKey(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}

/** The beginning that lists show, so that a person can tell keys apart. */
export function prefixOf(text: string): string {
  return text.slice(0, (text.startsWith(START) ? START.length : 0) + SHOWN);
}
