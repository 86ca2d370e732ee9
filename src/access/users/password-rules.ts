/**
 * Passwords that guessing programs try first are refused: a known word, a row of keys, a year, one's
 * own address, or all of these together say nothing that only the user knows.
 */
import { InvalidInputError } from '#core/errors/app-error.js';

/** What must be left after everything that is guessed easily was taken out. */
const MIN_LEFT = 4;
const MIN_DIFFERENT = 5;

const WORDS = [
  'password', 'passw0rd', 'p4ssw0rd', 'pa55word', 'katasandi', 'sandi', 'rahasia', 'secret', 'letmein', 'welcome',
  'selamat', 'datang', 'admin', 'administrator', 'manager', 'manajer', 'owner', 'pemilik', 'hotel', 'villa', 'resort',
  'kunci', 'frontoffice', 'frontdesk', 'resepsionis', 'reception', 'indonesia', 'jakarta', 'bandung', 'surabaya',
  'bali', 'sayang', 'cinta', 'bismillah', 'iloveyou', 'monkey', 'dragon', 'sunshine', 'princess', 'football',
  'changeme', 'default', 'login', 'master', 'qwerty', 'qwertyuiop', 'asdfgh', 'asdfghjkl', 'zxcvbn', 'zxcvbnm',
  '1q2w3e4r5t', '1qaz2wsx', 'qazwsx', 'test', 'user', 'abc',
]; // prettier-ignore

/** Longest first, so that a word inside of a longer one doesn't leave the rest of that behind. */
const KNOWN = [...WORDS].sort((a, b) => b.length - a.length);

/** Three or more of the same, or of what follows each other, up or down. */
const RUNS = [
  '0123456789',
  '9876543210',
  'abcdefghijklmnopqrstuvwxyz',
  'zyxwvutsrqponmlkjihgfedcba',
];

/** @throws InvalidInputError naming `field` */
export function refuseObviousPassword(
  password: string,
  { field, email }: { readonly field: string; readonly email: string },
): void {
  if (!isObvious(password, email)) return;
  throw new InvalidInputError(
    field,
    'This password is among the first that are guessed. Take four unrelated words, or let a password manager choose.',
    'too_common',
  );
}

export function isObvious(password: string, email: string): boolean {
  const plain = password.normalize('NFKC').toLowerCase();
  if (new Set(plain).size < MIN_DIFFERENT) return true;
  return [plain, withLetters(plain)].some((text) => leftOf(text, email).length < MIN_LEFT);
}

/** Characters that are put in place of the letters they look like. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  '@': 'a',
  $: 's',
  '!': 'i',
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
};

/** Up to the last letter, so that a year at the end stays a year. */
function withLetters(text: string): string {
  const [, start = '', end = ''] = /^(.*[a-z])?(.*)$/s.exec(text) ?? [];
  return start.replace(/[@$!01345]/g, (character) => LOOKALIKES[character] ?? character) + end;
}

/** What is left when everything was taken out that is guessed easily. */
function leftOf(text: string, email: string): string {
  const compact = text.replace(/[\s\p{P}\p{S}]/gu, '');
  const own = email
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((part) => part.length >= 3);
  const rest = [...own, ...KNOWN].reduce((left, word) => left.replaceAll(word, ' '), compact);
  return withoutRuns(rest.replace(/(19|20)\d\d/g, ' ')).replaceAll(' ', '');
}

function withoutRuns(text: string): string {
  let rest = text.replace(/(.)\1{2,}/g, ' ');
  for (const run of RUNS) {
    for (let length = run.length; length >= 3; length -= 1) {
      for (let start = 0; start + length <= run.length; start += 1) {
        rest = rest.replaceAll(run.slice(start, start + length), ' ');
      }
    }
  }
  return rest;
}
