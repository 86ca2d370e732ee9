/** What an owner lets a provider be used for, and how much of that is gone. Pure. */
import { VendorError } from '#core/errors/vendor-error.js';
import { moneyText } from '#core/money/money-text.js';
import type { UsagePeriod } from './usage-period.js';

/** `alert` only tells; `block` also refuses what begins something new. */
export const USAGE_ACTIONS = ['alert', 'block'] as const;
export type UsageAction = (typeof USAGE_ACTIONS)[number];

export interface UsageLimits {
  readonly providerId: string;
  readonly monthlyCalls: number | null;
  readonly dailyCalls: number | null;
  /** Minor units. */
  readonly monthlyCost: { readonly amount: number; readonly currency: string } | null;
  readonly action: UsageAction;
}

/** What was used in the running periods; the cost is that in the limit's currency. */
export interface UsedAmounts {
  readonly month: number;
  readonly day: number;
  readonly cost: number;
}

/** Names as the API has them. */
export type UsageLimitName = 'monthly_calls' | 'daily_calls' | 'monthly_cost';

export interface UsageOfLimit {
  readonly limit: UsageLimitName;
  readonly used: number;
  readonly allowed: number;
  /** Of the cost alone. */
  readonly currency?: string;
  /** Rounded down, so that 100 means it is reached. */
  readonly percent: number;
}

/** Every limit that is set, with what of it is used. */
export function usesOf(limits: UsageLimits, used: UsedAmounts): UsageOfLimit[] {
  const { monthlyCalls, dailyCalls, monthlyCost } = limits;
  return [
    ...(monthlyCalls === null ? [] : [useOf('monthly_calls', used.month, monthlyCalls)]),
    ...(dailyCalls === null ? [] : [useOf('daily_calls', used.day, dailyCalls)]),
    ...(monthlyCost === null
      ? []
      : [
          {
            ...useOf('monthly_cost', used.cost, monthlyCost.amount),
            currency: monthlyCost.currency,
          },
        ]),
  ];
}

/** `1,000 calls` or an amount of money. */
export function allowedText({ allowed, currency }: UsageOfLimit): string {
  return currency === undefined
    ? `${allowed.toLocaleString('en')} calls`
    : `${moneyText(allowed, currency)} in fees`;
}

/**
 * The provider's limit is used up, so the vendor is not asked for anything new. It is of the kind `rate_limited`: the next
 * provider of the chain is tried; alone it is HTTP 503 with Retry-After.
 */
export class UsageLimitError extends VendorError {
  constructor(
    provider: { readonly id: string; readonly slug: string },
    use: UsageOfLimit,
    { period, now }: { readonly period: UsagePeriod; readonly now: Date },
  ) {
    super(
      'rate_limited',
      `${provider.slug} has used up its limit of ${allowedText(use)} for ${period.name} (${use.limit}), so nothing new is sent there until ${period.to.toISOString()}. Whoever may change providers can raise it: PUT /api/v1/providers/${provider.id}/usage-limits. Or map a fallback provider.`,
      { retryAfterS: Math.max(1, Math.ceil((period.to.getTime() - now.getTime()) / 1_000)) },
    );
  }
}

function useOf(limit: UsageLimitName, used: number, allowed: number): UsageOfLimit {
  return { limit, used, allowed, percent: Math.floor((used * 100) / allowed) };
}
