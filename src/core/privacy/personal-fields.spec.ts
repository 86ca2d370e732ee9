import { describe, expect, it } from '@jest/globals';
import {
  maskPersonal,
  maskPersonalBody,
  maskPersonalText,
  personalKindIn,
} from './personal-fields.js';

describe('the table of personal fields', () => {
  it.each([
    ['', 'email', 'email'],
    ['', 'guest_email', 'email'],
    ['', 'payerEmail', 'email'],
    ['', 'phone_number', 'phone'],
    ['', 'MSISDN', 'phone'],
    ['', 'first_name', 'name'],
    ['', 'account_name', 'name'],
    ['customer_details', 'name', 'name'],
    ['', 'account_number', 'account'],
    ['', 'NIK', 'identity'],
    ['', 'billing_address', 'address'],
    ['', 'date_of_birth', 'birth'],
  ])('knows %s %s as %s', (parent, key, kind) => {
    expect(personalKindIn(parent, key)).toBe(kind);
  });

  it.each([
    ['', 'name'],
    ['provider', 'name'],
    ['', 'hostname'],
    ['', 'ip'],
    ['', 'amount'],
    ['', 'order_id'],
    ['', 'filename'],
    ['', 'public_key'],
  ])('leaves %s %s alone', (parent, key) => {
    expect(personalKindIn(parent, key)).toBeUndefined();
  });
});

describe('maskPersonal', () => {
  it('masks fields wherever they stand, and nothing else', () => {
    const body = {
      order_id: 'BOOK-1',
      name: 'Hotel Melati',
      customer: { name: 'Budi Santoso', email: 'budi@example.com', phone: '+6281234567890' },
      lines: [{ guest_name: 'Siti', amount: 150_000 }],
    };
    expect(maskPersonal(body)).toEqual({
      order_id: 'BOOK-1',
      name: 'Hotel Melati',
      customer: { name: 'B*** S***', email: 'b***@example.com', phone: '+62***7890' },
      lines: [{ guest_name: 'S***', amount: 150_000 }],
    });
  });

  it('masks bodies that stand in a text, as in a summary of a call', () => {
    const summary = { body: '{"customer":{"name":"Budi"},"amount":1}', url: 'https://a.example/x' };
    expect(maskPersonal(summary)).toEqual({
      body: '{"customer":{"name":"B***"},"amount":1}',
      url: 'https://a.example/x',
    });
  });
});

describe('maskPersonalText', () => {
  it.each([
    ['refused for budi@example.com, sorry', 'refused for b***@example.com, sorry'],
    ['number 081234567890 is blocked', 'number ***7890 is blocked'],
    ['number +62 812-3456-7890 is blocked', 'number +62***7890 is blocked'],
    ['number 6281234567890', 'number ***7890'],
  ])('masks %s', (text, masked) => {
    expect(maskPersonalText(text)).toBe(masked);
  });

  it.each([
    'order 20260101-0001 of 150000 was refused',
    'a4111111111111111b',
    '0193b6a0-0000-7000-8000-081234567890',
    'at 2026-11-21T08:00:00Z',
    'va 1900600000000046',
  ])('leaves %s as it is', (text) => {
    expect(maskPersonalText(text)).toBe(text);
  });
});

describe('maskPersonalBody', () => {
  it.each([
    [
      'JSON that was cut off',
      '{"first_name":"Budi","amount":1,"x":"',
      '{"first_name":"B***","amount":1,"x":"',
    ],
    [
      'XML',
      '<n:pay><n:CustomerName lang="id">Budi Santoso</n:CustomerName><amount>1</amount></n:pay>',
      '<n:pay><n:CustomerName lang="id">B*** S***</n:CustomerName><amount>1</amount></n:pay>',
    ],
    [
      'a form',
      'amount=1&customer%5Bemail%5D=b%40x.example&nik=3174',
      'amount=1&customer%5Bemail%5D=b***@x.example&nik=****',
    ],
  ])('masks %s', (_case, text, masked) => {
    expect(maskPersonalBody(text)).toBe(masked);
  });
});
