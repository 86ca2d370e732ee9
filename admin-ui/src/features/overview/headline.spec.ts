import { describe, expect, it } from '@jest/globals';
import { type Facts, headlineOf } from './headline';
import type { Alert, Fallback } from './overview.api';

const SINCE = '2026-11-21T07:05:00.000Z';

const fallback = (changes: Partial<Fallback> = {}): Fallback => ({
  integration_type: 'payment',
  features: ['payment.qris'],
  from: { id: 'a', slug: 'a', name: 'Kasir satu' },
  to: { id: 'b', slug: 'b', name: 'Kasir dua' },
  reason: 'breaker_open',
  since: SINCE,
  count: 0,
  extra_cost: [],
  unknown_costs: 0,
  ...changes,
});

const alert = (changes: Partial<Alert> = {}): Alert => ({
  id: '1',
  rule: 'credentials_refused',
  severity: 'critical',
  status: 'open',
  property_id: null,
  provider_id: 'a',
  message: { id: '', en: '' },
  note: null,
  data: {},
  raised_at: SINCE,
  last_seen_at: SINCE,
  acknowledged_at: null,
  acknowledged_by: null,
  resolved_at: null,
  ...changes,
});

const facts = (changes: Partial<Facts> = {}): Facts => ({
  fallbacks: [],
  alerts: [],
  troubled: [],
  nameOf: () => 'Kasir satu',
  ...changes,
});

describe('the headline', () => {
  it('says that all is well when nothing is wrong', () => {
    expect(headlineOf(facts())).toEqual({ text: 'overview.all_well', values: {}, tone: 'well' });
  });

  it('names who is down, since when, and who stands in', () => {
    expect(headlineOf(facts({ fallbacks: [fallback()], alerts: [alert()] }))).toMatchObject({
      text: 'overview.fallback.since',
      values: { name: 'Kasir satu', other: 'Kasir dua' },
      since: SINCE,
      button: { href: '/integrations/a' },
    });
  });

  it('asks for a fallback where nobody stands in', () => {
    expect(headlineOf(facts({ fallbacks: [fallback({ to: null })] }))).toMatchObject({
      text: 'overview.stranded.since',
      tone: 'critical',
      button: { href: '/features' },
    });
  });

  it('names no time that is not known yet', () => {
    const { text, since } = headlineOf(facts({ fallbacks: [fallback({ since: null })] }));
    expect([text, since]).toEqual(['overview.fallback.now', undefined]);
  });

  it('prefers what is critical', () => {
    const late = alert({ rule: 'late_payments', severity: 'warning', provider_id: null });
    expect(headlineOf(facts({ alerts: [late, alert()] }))).toMatchObject({
      text: 'overview.sentence.credentials_refused',
      values: { name: 'Kasir satu' },
      button: { href: '/integrations/a?tab=credentials' },
    });
  });

  it('counts what it has no sentence for', () => {
    expect(headlineOf(facts({ alerts: [alert({ rule: 'made_up' })] }))).toMatchObject({
      text: 'overview.trouble',
      values: { count: '1' },
    });
  });
});
