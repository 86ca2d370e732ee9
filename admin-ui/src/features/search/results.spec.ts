import { describe, expect, it } from '@jest/globals';
import { groupsOf, pagesFor, type Words } from './results';
import type { SearchHit } from './search.api';

const WORDS: Words = {
  t: (key) => key,
  language: 'id',
  featureName: (key) => `named ${key}`,
};

const hit = (changes: Partial<SearchHit>): SearchHit => ({
  id: '1',
  title: 'HTL-1',
  detail: null,
  match: 'order_id',
  status: null,
  amount: null,
  currency: null,
  at: null,
  parent_id: null,
  ...changes,
});

const answer = (kind: string, items: SearchHit[]) => ({
  query: 'x',
  groups: [{ kind, items, has_more: false }],
});

const only = (kind: string, changes: Partial<SearchHit>) =>
  groupsOf(answer(kind, [hit(changes)]), [], WORDS)[0]?.results[0];

describe('what was found', () => {
  it('says what matters about a payment', () => {
    const shown = only('payment', {
      detail: 'Budi',
      status: 'paid',
      amount: 275_000,
      currency: 'IDR',
      match: 'vendor_id',
    });
    expect(shown).toMatchObject({
      href: '/payments/1',
      title: 'HTL-1',
      detail: 'Budi · search.match.vendor_id',
      status: 'payment.status.paid',
      amount: 'Rp 275.000',
    });
  });

  it('leads from a refund to its payment', () => {
    expect(only('refund', { id: 'r', parent_id: 'p' })?.href).toBe('/payments/p');
  });

  it('calls features by their names', () => {
    expect(only('feature', { title: 'payment.qris' })?.title).toBe('named payment.qris');
  });

  it('leaves out kinds that nobody wrote words for', () => {
    expect(groupsOf(answer('booking', [hit({})]), [], WORDS)).toEqual([]);
  });

  it('shows a state it does not know as it came', () => {
    expect(only('webhook', { status: 'odd' })?.status).toBe('odd');
  });
});

describe('pages', () => {
  it('are found by a part of their name, in any case', () => {
    const pages = [
      { href: '/a', title: 'Kunci API' },
      { href: '/b', title: 'Webhook' },
    ];
    expect(pagesFor(' kunci', pages).map(({ href }) => href)).toEqual(['/a']);
  });
});
