/**
 * Charging a guest again and again through a payment gateway, whatever its protocol: memberships, long stays, parking.
 *
 * The vendor keeps the card and the calendar; the hub starts and ends a subscription and hears of each charge. Amounts
 * are integers in the currency's minor unit. A reference is ours: unique and made before the vendor is asked.
 */
import type { PaymentAction } from '../formats/payment-action.schemas.js';
import type { Customer } from '../payment.port.js';

/** `incomplete`: not paid for the first time yet; `past_due`: a later charge failed and is tried again. */
export const VENDOR_SUBSCRIPTION_STATUSES = [
  'incomplete',
  'trialing',
  'active',
  'past_due',
  'cancelled',
] as const;
export type VendorSubscriptionStatus = (typeof VENDOR_SUBSCRIPTION_STATUSES)[number];

export const INTERVALS = ['day', 'week', 'month', 'year'] as const;
export type Interval = (typeof INTERVALS)[number];

export interface SubscribeRequest {
  readonly reference: string;
  readonly orderId: string;
  /** Of each charge. */
  readonly amount: number;
  readonly currency: string;
  readonly interval: Interval;
  /** Intervals between two charges. */
  readonly intervalCount: number;
  /** Days before the first charge. */
  readonly trialDays?: number;
  readonly description?: string;
  /** A card token; without one the guest is sent to a page of the vendor. */
  readonly token?: string;
  readonly customer?: Customer;
  readonly returnUrl?: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** Equal for every try at this subscription with this provider. */
  readonly idempotencyKey: string;
}

/** Which subscription is meant, by everything we know of it. */
export interface SubscriptionQuery {
  readonly reference: string;
  readonly amount: number;
  readonly currency: string;
  readonly createdAt: Date;
  readonly gatewaySubscriptionId?: string;
  readonly refs: Readonly<Record<string, string>>;
}

/** One charge that was made, or not, by the vendor's calendar. */
export interface SubscriptionCharge {
  /** The vendor's; equal whenever the same try at the same charge is told again. */
  readonly id: string;
  readonly outcome: 'renewed' | 'payment_failed';
  readonly amount?: number;
  readonly currency?: string;
}

export interface SubscriptionState {
  /** Undefined when the vendor did not say, or used a word that the connector does not know. */
  readonly status?: VendorSubscriptionStatus;
  readonly vendorStatus?: string;
  readonly gatewaySubscriptionId?: string;
  readonly currentPeriodEnd?: Date;
  readonly trialEndsAt?: Date;
  readonly cancelAtPeriodEnd?: boolean;
  /** The latest one. */
  readonly charge?: SubscriptionCharge;
  readonly action?: PaymentAction;
  /** Vendor ids that later operations need. */
  readonly refs: Readonly<Record<string, string>>;
}

/** Operations a connector may lack. */
export type SubscriptionOperation = 'subscription_status' | 'subscription_lookup' | 'unsubscribe';

export interface SubscriptionPort {
  /** Whether the vendor, as configured, can do this at all. */
  can(operation: SubscriptionOperation): boolean;

  /**
   * Starts a subscription, or opens the page on which the guest does.
   *
   * @throws VendorError `ambiguous` when the vendor may have started it; IncompleteAnswerError when it did but the
   *   answer lacks what is promised
   */
  subscribe(request: SubscribeRequest): Promise<SubscriptionState>;

  /** Where it stands, by the vendor's ids. */
  status(query: SubscriptionQuery): Promise<SubscriptionState>;

  /**
   * The same by our reference alone, for a start whose answer was lost.
   *
   * @throws VendorError `not_found` when the vendor surely has no such subscription
   */
  find(query: SubscriptionQuery): Promise<SubscriptionState>;

  /** Ends it now, or lets it run to the end of the period that is paid. */
  unsubscribe(query: SubscriptionQuery, atPeriodEnd: boolean): Promise<SubscriptionState>;
}
