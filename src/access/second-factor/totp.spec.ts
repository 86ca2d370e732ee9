import { describe, expect, it } from '@jest/globals';
import { Secret as OtpSecret } from 'otpauth';
import { newTotpSecret, otpauthUri, stepOfCode } from './totp.js';

/** RFC 6238, appendix B, SHA-1; the last six of its eight digits. */
const RFC_SECRET = OtpSecret.fromUTF8('12345678901234567890').base32;
const at = (seconds: number): Date => new Date(seconds * 1000);

describe('stepOfCode', () => {
  it.each([
    [59, '287082', 1],
    [1_111_111_109, '081804', 37_037_036],
    [1_234_567_890, '005924', 41_152_263],
    [20_000_000_000, '353130', 666_666_666],
  ])('takes the published code of second %i', (seconds, code, step) => {
    expect(stepOfCode(RFC_SECRET, code, at(seconds))).toBe(step);
  });

  it.each([
    [30 - 1, 1],
    [30, 1],
    [59, 1],
    [60, 1],
    [89, 1],
  ])('takes a code one step early or late, at second %i', (seconds, step) => {
    expect(stepOfCode(RFC_SECRET, '287082', at(seconds))).toBe(step);
  });

  it.each([90, 150])('takes no code that is older, at second %i', (seconds) => {
    expect(stepOfCode(RFC_SECRET, '287082', at(seconds))).toBeUndefined();
  });

  it.each(['287083', '28708', '2870822', ''])('refuses "%s"', (code) => {
    expect(stepOfCode(RFC_SECRET, code, at(59))).toBeUndefined();
  });
});

describe('a new secret', () => {
  it('has 160 bits and stands in the URI, with issuer and address', () => {
    const secret = newTotpSecret();
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(newTotpSecret()).not.toBe(secret);
    const uri = new URL(otpauthUri(secret, 'sari@hotel.example'));
    expect(uri.searchParams.get('secret')).toBe(secret);
    expect(decodeURIComponent(uri.pathname)).toContain('Kunci:sari@hotel.example');
  });
});
