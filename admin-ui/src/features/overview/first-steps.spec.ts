import { describe, expect, it } from '@jest/globals';
import { firstStepsOf } from './first-steps';
import type { Overview } from './overview.api';

const overview = (steps: Partial<Overview['first_steps']>): Overview => ({
  property_id: null,
  time_zone: 'Asia/Jakarta',
  day: '2026-11-21',
  figures: [],
  fallbacks: [],
  first_steps: {
    installed: ['payment'],
    connected: [],
    has_features: false,
    has_webhooks: false,
    has_payments: false,
    has_used_api_key: false,
    ...steps,
  },
});

const done = (steps: Partial<Overview['first_steps']>): string[] =>
  firstStepsOf(overview(steps))
    .filter(({ isDone }) => isDone)
    .map(({ id }) => id);

describe('the first steps', () => {
  it('leave out messages as long as nothing can send any', () => {
    expect(firstStepsOf(overview({})).map(({ id }) => id)).toEqual([
      'payment',
      'features',
      'webhook',
      'api_key',
    ]);
    expect(firstStepsOf(overview({ installed: ['payment', 'sms'] })).map(({ id }) => id)).toContain(
      'messages',
    );
  });

  it('are ticked one by one', () => {
    expect(done({})).toEqual([]);
    expect(done({ connected: ['payment'], has_features: true })).toEqual(['payment', 'features']);
    expect(
      done({ installed: ['payment', 'sms'], connected: ['mail'], has_used_api_key: true }),
    ).toEqual(['messages', 'api_key']);
  });
});
