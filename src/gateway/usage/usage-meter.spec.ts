import { describe, expect, it } from '@jest/globals';
import { UsageLimitError, type UsageLimits } from './usage-limit.js';
import { UsageMeter } from './usage-meter.js';

const NOW = new Date('2026-11-21T10:00:00Z');
const PROVIDER = { id: 'p-1', slug: 'lobby' };

const someLimits = (limits: Partial<UsageLimits> = {}): UsageLimits => ({
  providerId: PROVIDER.id,
  monthlyCalls: null,
  dailyCalls: null,
  monthlyCost: null,
  action: 'block',
  ...limits,
});

const aMeter = (limits: Partial<UsageLimits> = {}) => new UsageMeter(someLimits(limits), NOW);

const refusal = (meter: UsageMeter, now = NOW): UsageLimitError | undefined => {
  try {
    meter.refuseAtLimit(PROVIDER, now);
    return undefined;
  } catch (error) {
    return error as UsageLimitError;
  }
};

describe('a meter of use', () => {
  it('adds the calls of this process to what was read', () => {
    const meter = aMeter();
    meter.endReading({ month: 10, day: 4 });
    meter.record(NOW);
    expect(meter.used(NOW)).toEqual({ month: 11, day: 5, cost: 0 });
  });

  it('keeps calls that end while it is being read, and those that stood in no table yet', () => {
    const meter = aMeter();
    for (let i = 0; i < 3; i += 1) meter.record(NOW);
    meter.beginReading(2);
    meter.record(NOW);
    meter.endReading({ month: 1, day: 1 });
    expect(meter.used(NOW)).toMatchObject({ month: 4, day: 4 });
  });

  it('counts calls under way, each until it has left once', () => {
    const meter = aMeter({ monthlyCalls: 2 });
    const leave = meter.enter();
    meter.enter();
    expect(refusal(meter)).toBeInstanceOf(UsageLimitError);
    leave();
    leave();
    expect(meter.used(NOW).month).toBe(1);
    expect(refusal(meter)).toBeUndefined();
  });

  it.each([
    ['monthly_calls', { monthlyCalls: 5 }, '2026-12-01T00:00:00.000Z'],
    ['daily_calls', { dailyCalls: 5 }, '2026-11-22T00:00:00.000Z'],
    [
      'monthly_cost',
      { monthlyCost: { amount: 9_000, currency: 'IDR' } },
      '2026-12-01T00:00:00.000Z',
    ],
  ])('refuses at %s until its period ends', (name, limits, until) => {
    const meter = aMeter(limits);
    meter.endReading({ month: 5, day: 5 });
    meter.setCost(9_000);
    const error = refusal(meter);
    expect(error?.message).toContain(name);
    expect(error?.message).toContain(until);
    expect(error?.retryAfterS).toBe((Date.parse(until) - NOW.getTime()) / 1_000);
  });

  it('refuses nothing below its limits, nor when it only alerts', () => {
    const below = aMeter({ monthlyCalls: 6 });
    below.endReading({ month: 5, day: 5 });
    const telling = aMeter({ monthlyCalls: 5, action: 'alert' });
    telling.endReading({ month: 5, day: 5 });
    expect([refusal(below), refusal(telling)]).toEqual([undefined, undefined]);
  });

  it('begins a day with nothing used, and a month too', () => {
    const meter = aMeter({ monthlyCalls: 5, dailyCalls: 5 });
    meter.endReading({ month: 5, day: 5 });
    meter.setCost(700);
    expect(meter.used(new Date('2026-11-22T00:00:00Z'))).toEqual({ month: 5, day: 0, cost: 700 });
    expect(meter.used(new Date('2026-12-01T00:00:00Z'))).toEqual({ month: 0, day: 0, cost: 0 });
    expect(refusal(meter, new Date('2026-12-01T00:00:01Z'))).toBeUndefined();
  });
});
