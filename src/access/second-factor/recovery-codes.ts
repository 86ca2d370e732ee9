/** For somebody whose phone is lost: ten codes, each good for one sign-in. */
import { createHash, randomInt } from 'node:crypto';

const COUNT = 10;
const GROUPS = 3;
const GROUP_LENGTH = 5;
/** No characters that are mistaken for each other on paper; 15 of them are 74 random bits. */
const READABLE = 'abcdefghjkmnpqrstuvwxyz23456789';

export function newRecoveryCodes(): string[] {
  const character = (): string => READABLE.charAt(randomInt(READABLE.length));
  const group = (): string => Array.from({ length: GROUP_LENGTH }, character).join('');
  const code = (): string => Array.from({ length: GROUPS }, group).join('-');
  return Array.from({ length: COUNT }, code);
}

/** However it was typed. Tied to the user; no slow hash, since there is nothing to guess in 74 random bits. */
export function hashRecoveryCode(code: string, userId: string): Buffer {
  const plain = code.toLowerCase().replace(/[^a-z0-9]/g, '');
  return createHash('sha256').update(`${userId}:${plain}`).digest();
}
