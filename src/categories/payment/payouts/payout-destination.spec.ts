import { describe, expect, it } from '@jest/globals';
import { maskDestination } from './payout-destination.js';

const account = { bank: 'BCA', account_number: '123 456 7890', account_name: 'Budi Utomo' };

describe('a masked bank account', () => {
  it('keeps the bank, the last four digits and initials', () => {
    expect(maskDestination(account)).toEqual({
      bank: 'BCA',
      account_number: '****7890',
      account_name: 'B*** U***',
    });
  });

  it('shows nothing of a number that has no more than four digits', () => {
    expect(maskDestination({ ...account, account_number: '1234' }).account_number).toBe('****');
  });

  it('cuts no letter in half', () => {
    expect(maskDestination({ ...account, account_name: '𠮷田' }).account_name).toBe('𠮷***');
  });
});
