import { describe, expect, it } from '@jest/globals';
import { eraserOf, erasedJson, patternOf, phoneKey, toGuest } from './guest.js';

const GUEST = toGuest({
  email: 'Budi@Example.com',
  phone: '0812-3456-7890',
  order_id: 'HTL-2026-1',
  name: 'Budi Santoso',
});

function finds(text: string): boolean {
  return new RegExp(patternOf(GUEST) ?? '$^').test(text.toLowerCase());
}

describe('phoneKey', () => {
  it.each([
    '081234567890',
    '6281234567890',
    '+6281234567890',
    '006281234567890',
    '81234567890',
    '+62 812-3456-7890',
    '+62 (0)812 3456 7890',
    '0812.3456.7890',
  ])('gives one form for %s', (text) => {
    expect(phoneKey(text)).toBe('6281234567890');
  });

  it('keeps foreign numbers apart', () => {
    expect(phoneKey('+60 12 345 6789')).toBe('60123456789');
    expect(phoneKey('0065 8123 4567')).toBe('6581234567');
  });
});

describe('the pattern of a guest', () => {
  it.each([
    '{"email":"budi@example.com"}',
    'email=budi%40example.com&x=1',
    '{"phone":"+6281234567890"}',
    '{"phone":"0812-3456-7890"}',
    'phone=%2B6281234567890',
    '{"order_id":"HTL-2026-1"}',
  ])('finds %s', (text) => {
    expect(finds(text)).toBe(true);
  });

  it.each([
    '{"email":"xbudi@example.com"}',
    '{"email":"budi@example.com.evil"}'.replace('.evil', 'x'),
    '{"phone":"+62812345678901"}',
    '{"order_id":"HTL-2026-10"}',
    '{"order_id":"XHTL-2026-1"}',
    '{"name":"Budi Santoso"}',
  ])('does not find %s', (text) => {
    expect(finds(text)).toBe(false);
  });

  it('is none where nothing is known', () => {
    expect(patternOf(toGuest({ name: 'Budi' }))).toBeUndefined();
  });

  it('takes signs in what was typed for themselves', () => {
    const odd = toGuest({ order_id: '.*(a|b)[^x]\\$+' });
    expect(new RegExp(patternOf(odd) ?? '').test('anything at all')).toBe(false);
    expect(new RegExp(patternOf(odd) ?? '').test('.*(a|b)[^x]\\$+')).toBe(true);
  });
});

describe('erasing', () => {
  const erase = eraserOf(GUEST);

  it('blanks the guest in a text and leaves the ids', () => {
    expect(erase('Budi Santoso, budi@example.com, 0812 3456 7890, HTL-2026-1')).toBe(
      '[erased], [erased], [erased], HTL-2026-1',
    );
  });

  it('blanks personal fields by name and keeps the shape', () => {
    const data = {
      id: 'x',
      guest: { name: 'Somebody', phone: null },
      note: 'for budi@example.com',
    };
    expect(erasedJson(data, erase)).toEqual({
      id: 'x',
      guest: { name: '[erased]', phone: null },
      note: 'for [erased]',
    });
  });
});
