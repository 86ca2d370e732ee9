import { describe, expect, it } from '@jest/globals';
import { hashApiKey, newApiKeyText, prefixOf } from './api-key-text.js';

describe('API key texts', () => {
  it('are 32 random bytes behind a known start', () => {
    expect(newApiKeyText()).toMatch(/^kunci_[A-Za-z0-9_-]{43}$/);
    expect(new Set(Array.from({ length: 100 }, newApiKeyText)).size).toBe(100);
  });

  it('are stored as their SHA-256', () => {
    // FIPS 180-2, appendix B.1.
    expect(hashApiKey('abc').toString('hex')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });

  it('show their start and eight characters', () => {
    expect(prefixOf('kunci_abcdefghijklmnop')).toBe('kunci_abcdefgh');
  });

  it('show eight characters when the operator chose them', () => {
    expect(prefixOf('operator-chosen-key-of-32-letters')).toBe('operator');
  });
});
