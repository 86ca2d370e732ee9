import type { PaymentEventSource } from '../payment.rows.js';
import type { PaymentStatus } from '../payment-status.js';

/** Whose payments: those of one property, those of none, or all. */
export type ReconciliationScope =
  | { readonly kind: 'all' | 'unassigned' }
  | { readonly kind: 'property'; readonly propertyId: string };

/** Payments of a day whose moment lies in `[from, to)`. */
export interface DayFilter {
  readonly scope: ReconciliationScope;
  readonly from: Date;
  readonly to: Date;
}

/** Ways in which two accounts of one payment differ. */
export const MISMATCH_KINDS = [
  'webhook_without_confirmation',
  'poll_found_paid',
  'paid_without_webhook',
  'status_differs',
  'amount_differs',
  'refund_differs',
  'unknown_webhook',
] as const;
export type MismatchKind = (typeof MISMATCH_KINDS)[number];

export interface Mismatch {
  readonly payment_id: string | null;
  readonly order_id: string | null;
  readonly provider_id: string;
  readonly kind: MismatchKind;
  readonly detail: string;
  readonly at: Date;
}

/** How many payments of one provider, currency and kind, and their sum in minor units. */
export interface CountedRow {
  readonly provider_id: string;
  readonly currency: string;
  readonly name: string;
  readonly count: number;
  readonly amount: number;
}

/** Payments that were paid on the day and cost the same fee. */
export interface PaidRow {
  readonly provider_id: string;
  readonly currency: string;
  readonly method: string | null;
  /** Of one payment. */
  readonly amount: number;
  readonly count: number;
  readonly is_late: boolean;
  /** Who brought the news; null for payments from before their history was kept. */
  readonly source: PaymentEventSource | null;
}

export type RunStatus = 'queued' | 'running' | 'done' | 'failed';

/** A row of `reconciliation_runs`. */
export interface RunRow {
  readonly id: string;
  readonly origin: 'daily' | 'asked';
  readonly scope: ReconciliationScope['kind'];
  readonly property_id: string | null;
  readonly day: string;
  readonly zone: string;
  readonly starts_at: Date;
  readonly ends_at: Date;
  readonly status: RunStatus;
  /** Payments whose vendor answered, and those whose vendor did not. */
  readonly asked: number;
  readonly unasked: number;
  readonly mismatches: number;
  readonly after_id: string | null;
  readonly attempts: number;
  readonly error: string | null;
  readonly created_at: Date;
  readonly finished_at: Date | null;
}

/** What a vendor said otherwise than we do. */
export interface Finding {
  readonly paymentId: string;
  readonly kind: MismatchKind;
  readonly ourStatus: PaymentStatus;
  readonly detail: string;
}
