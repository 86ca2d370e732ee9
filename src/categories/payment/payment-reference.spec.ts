import { describe, expect, it } from '@jest/globals';
import { makeReference } from './payment-reference.js';

const zeros = (size: number) => new Uint8Array(size);

describe('the reference of a payment at its vendor', () => {
  it('begins with the order id, so that the hotel finds it there', () => {
    expect(makeReference('INV-2026-1', [], zeros)).toBe('INV-2026-1-aaaaaaaaaa');
  });

  it('differs for equal order ids', () => {
    const made = Array.from({ length: 1_000 }, () => makeReference('A', []));
    expect(new Set(made).size).toBe(1_000);
  });

  it('leaves out what vendors may not take, and is cut where it is too long', () => {
    expect(makeReference('Übung/1 #2', [], zeros)).toBe('bung12-aaaaaaaaaa');
    expect(makeReference('x'.repeat(100), [])).toHaveLength(36);
    expect(makeReference('🏨', [], zeros)).toBe('aaaaaaaaaa');
  });

  it.each([
    ['digits alone', { max_length: 20, charset: '0-9' }, /^\d{10,20}$/],
    ['capitals and digits', { max_length: 30, charset: 'A-Z0-9' }, /^[A-Z0-9]{10,30}$/],
    ['letters without digits', { max_length: 30, charset: 'a-z' }, /^[a-z]{10,30}$/],
    ['ten characters', { max_length: 10, charset: 'A-Za-z0-9-' }, /^[a-z0-9]{10}$/],
    ['eight characters', { max_length: 8, charset: 'A-Za-z0-9-' }, /^[a-z0-9]{8}$/],
  ])('keeps to a vendor that takes %s', (_what, limit, shape) => {
    for (let i = 0; i < 50; i += 1) {
      expect(makeReference('Order-77/b', [limit])).toMatch(shape);
    }
  });

  it('fits every provider of the chain', () => {
    const limits = [
      { max_length: 20, charset: 'A-Za-z0-9_' },
      undefined,
      { max_length: 50, charset: 'A-Z0-9.' },
    ];
    expect(makeReference('Room_12-A', limits)).toMatch(/^[A-Z0-9]{1,20}$/);
  });
});
