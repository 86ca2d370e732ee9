/** What the billing of the vendor keeps. */
import type { Created, Metadata } from '#test/simulators/stripe/stripe-parts.js';

export interface Customer extends Created {
  readonly email: string | undefined;
  readonly name: string | undefined;
  readonly paymentMethod: string | undefined;
  readonly metadata: Metadata;
}

export interface Price extends Created {
  readonly currency: string;
  readonly unitAmount: number;
  readonly interval: 'day' | 'week' | 'month' | 'year';
  readonly intervalCount: number;
  readonly product: string;
}

export interface Invoice extends Created {
  readonly reason: 'subscription_create' | 'subscription_cycle';
  readonly amount: number;
  attempts: number;
  isPaid: boolean;
}

export interface Subscription extends Created {
  readonly customer: string;
  readonly price: Price;
  readonly metadata: Metadata;
  readonly trialEnd: number | undefined;
  paymentMethod: string;
  status: 'incomplete' | 'incomplete_expired' | 'trialing' | 'active' | 'past_due' | 'canceled';
  periodStart: number;
  periodEnd: number;
  cancelsAtEnd: boolean;
  endedAt: number | undefined;
  latest: Invoice;
}

export interface NewSubscription {
  readonly customer: string;
  readonly price: Price;
  readonly paymentMethod: string;
  readonly metadata: Metadata;
  readonly trialDays: number | undefined;
  readonly behavior: 'allow_incomplete' | 'default_incomplete' | 'error_if_incomplete';
}
