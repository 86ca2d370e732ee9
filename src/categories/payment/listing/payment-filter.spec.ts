import { describe, expect, it } from '@jest/globals';
import { toFilterSql } from './payment-filter.js';

describe('the filter of payments', () => {
  it('wants everything where nothing is asked', () => {
    expect(toFilterSql({})).toEqual({ where: 'true', branches: [], params: [] });
  });

  it('joins what is asked, values apart from the SQL', () => {
    const { where, params } = toFilterSql({
      method: `x' OR true`,
      amountMin: 1,
      statuses: ['paid'],
    });
    expect(where).toBe('status = ANY ($1) AND method = $2 AND amount >= $3');
    expect(params).toEqual([['paid'], `x' OR true`, 1]);
  });

  it('takes an amount of zero for one', () => {
    expect(toFilterSql({ amountMax: 0 }).params).toEqual([0]);
  });

  it('looks among orders and vendor ids alone for who may not see guests', () => {
    const search = { text: 'budi@example.com', seesGuests: false };
    expect(toFilterSql({ search }).branches.join()).not.toContain('customer');
  });

  it.each([
    ['budi@example.com', 'email'],
    ['0812-3456-7890', 'guest_phone_key'],
    ['Budi Santoso', 'to_tsquery'],
  ])('takes %s for what it is', (text, part) => {
    const { branches } = toFilterSql({ search: { text, seesGuests: true } });
    const guests = branches.filter((branch) => branch.includes('customer'));
    expect(guests).toHaveLength(1);
    expect(guests[0]).toContain(part);
  });

  it('makes words of a name that mean nothing to the search', () => {
    const { params } = toFilterSql({ search: { text: `O'Brien & !x`, seesGuests: true } });
    expect(params.at(-1)).toBe('o:* & brien:* & x:*');
  });
});
