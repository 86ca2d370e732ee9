import { describe, expect, it } from '@jest/globals';
import { isObvious, refuseObviousPassword } from './password-rules.js';

const EMAIL = 'sari.dewi@melati-resort.example';

describe('obvious passwords', () => {
  it.each([
    'password1234',
    'Password2026!',
    'P@ssw0rd 2025',
    'hotelkunci2026',
    'aaaaaaaaaaaa',
    'abcabcabcabc',
    '123456789012',
    'qwertyuiop123',
    'rahasia-hotel-2026',
    'sari.dewi.melati',
    'SariDewi123456',
    'admin admin admin',
  ])('%s is one', (password) => {
    expect(isObvious(password, EMAIL)).toBe(true);
  });

  it.each([
    'kata sandi panjang',
    'correct horse battery staple',
    'gajah-ungu-menari-di-atap',
    'xK7vQmZt4pLw',
    'Test-owner-passphrase-42',
  ])('%s is none', (password) => {
    expect(isObvious(password, EMAIL)).toBe(false);
  });

  it('are refused by field, with advice', () => {
    expect(() => refuseObviousPassword('password1234', { field: 'next', email: EMAIL })).toThrow(
      expect.objectContaining({
        status: 422,
        errors: [expect.objectContaining({ field: 'next', code: 'too_common' })],
      }),
    );
  });
});
