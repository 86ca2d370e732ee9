import { describe, expect, it } from '@jest/globals';
import { hashRecoveryCode, newRecoveryCodes } from './recovery-codes.js';

describe('recovery codes', () => {
  it('are ten different ones, easy to read', () => {
    const codes = newRecoveryCodes();
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^[a-z2-9]{5}(-[a-z2-9]{5}){2}$/);
  });

  it('are the same however they are typed', () => {
    const hash = hashRecoveryCode('abcde-fghjk-mnpqr', 'user');
    expect(hashRecoveryCode(' ABCDE fghjk MNPQR ', 'user')).toEqual(hash);
    expect(hashRecoveryCode('abcde-fghjk-mnpqs', 'user')).not.toEqual(hash);
    expect(hashRecoveryCode('abcde-fghjk-mnpqr', 'other')).not.toEqual(hash);
  });
});
