/**
 * Passwords of people, as argon2id with the parameters that OWASP's password storage cheat sheet
 * names first: 19 MiB, two passes, one lane.
 */
import { randomInt } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

/** Argon2id is the library's default algorithm; the spec holds it to that. */
const ARGON2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** No letters and digits that are mistaken for each other when read from a screen. */
const READABLE = 'abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const GROUPS = 4;
const GROUP_LENGTH = 5;

export const MIN_PASSWORD_LENGTH = 12;

/** Text in PHC form: algorithm, parameters, salt and hash. Takes tens of milliseconds by design. */
export function hashPassword(password: string): Promise<string> {
  return hash(normalized(password), ARGON2);
}

/**
 * Whether the password belongs to the hash. Without a hash (no such user) it computes all the same,
 * so that the time taken doesn't tell who has an account.
 */
export async function verifyPassword(
  passwordHash: string | undefined,
  password: string,
): Promise<boolean> {
  if (passwordHash === undefined) {
    await hashPassword(password);
    return false;
  }
  return verify(passwordHash, normalized(password));
}

/** A password for one sign-in, easy to read out: four groups of five, about 115 random bits. */
export function newOneTimePassword(): string {
  const character = (): string => READABLE.charAt(randomInt(READABLE.length));
  const group = (): string => Array.from({ length: GROUP_LENGTH }, character).join('');
  return Array.from({ length: GROUPS }, group).join('-');
}

/** The same password typed on two keyboards may arrive composed differently. */
function normalized(password: string): string {
  return password.normalize('NFKC');
}
