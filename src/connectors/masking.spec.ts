import { describe, expect, it } from '@jest/globals';
import { maskHeaders, SecretMasker } from './masking.js';

describe('SecretMasker', () => {
  const masker = new SecretMasker(['SB-key/äö+1', 'pass"word\n']);

  it.each([
    ['plain', 'key=SB-key/äö+1;'],
    ['URL-encoded', `https://x.test/?k=${encodeURIComponent('SB-key/äö+1')}`],
    ['base64', `x ${Buffer.from('SB-key/äö+1').toString('base64')}`],
    ['the user of Basic', Buffer.from('SB-key/äö+1:').toString('base64')],
    ['inside JSON', JSON.stringify({ p: 'pass"word\n' })],
  ])('finds a secret written %s', (_how, text) => {
    const masked = masker.text(text);
    expect(masked).toContain('[secret]');
    expect(masked).not.toMatch(/SB-key|pass|U0It/);
  });

  it('masks texts anywhere inside a JSON value and leaves the rest', () => {
    expect(masker.json({ a: ['SB-key/äö+1', 1, null], b: { c: 'open' } })).toEqual({
      a: ['[secret]', 1, null],
      b: { c: 'open' },
    });
  });

  it('does not blank every occurrence of a one-letter secret', () => {
    expect(new SecretMasker(['a']).text('a banana')).toBe('a banana');
  });
});

describe('maskHeaders', () => {
  it.each([
    ['Authorization', 'Basic abc', 'Basic [secret]'],
    ['authorization', 'Bearer abc', 'Bearer [secret]'],
    ['Authorization', 'raw-token', '[secret]'],
    ['x-callback-token', 'abc', '[secret]'],
    ['Cookie', 'a=b', '[secret]'],
    ['X-Signature', 'abc', '[secret]'],
    ['X-Api-Key', 'abc', '[secret]'],
    ['apikey', 'abc', '[secret]'],
    ['webhook-id', 'evt_1', 'evt_1'],
    ['Content-Type', 'application/json', 'application/json'],
  ])('turns %s: %s into %s', (name, value, masked) => {
    expect(maskHeaders({ [name]: value })).toEqual({ [name]: masked });
  });
});
