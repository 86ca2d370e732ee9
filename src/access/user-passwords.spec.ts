import { describe, expect, it } from '@jest/globals';
import { hashPassword, newOneTimePassword, verifyPassword } from './user-passwords.js';

describe('user passwords', () => {
  it('are hashed with argon2id, 19 MiB, two passes and one lane', async () => {
    expect(await hashPassword('kata sandi panjang')).toMatch(
      /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/,
    );
  });

  it('get another salt each time', async () => {
    expect(await hashPassword('sama')).not.toBe(await hashPassword('sama'));
  });

  it('are accepted when they are right and refused when they are not', async () => {
    const hash = await hashPassword('kata sandi panjang');

    expect(await verifyPassword(hash, 'kata sandi panjang')).toBe(true);
    expect(await verifyPassword(hash, 'kata sandi pendek')).toBe(false);
  });

  it('are the same however the keyboard composes an accent', async () => {
    const hash = await hashPassword('caf\u00e9 di Ubud');

    expect(await verifyPassword(hash, 'cafe\u0301 di Ubud')).toBe(true);
  });

  it('are refused when there is no such user', async () => {
    expect(await verifyPassword(undefined, 'kata sandi panjang')).toBe(false);
  });

  it('for one sign-in are readable and never the same', () => {
    expect(newOneTimePassword()).toMatch(
      /^[a-km-np-zA-HJ-NP-Z2-9]{5}(-[a-km-np-zA-HJ-NP-Z2-9]{5}){3}$/,
    );
    expect(new Set(Array.from({ length: 100 }, newOneTimePassword)).size).toBe(100);
  });
});
