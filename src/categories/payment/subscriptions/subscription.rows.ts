import type { PaymentAction } from '../formats/payment-action.schemas.js';
import type { Customer } from '../payment.port.js';
import type { PaymentEventSource, StoredFailure } from '../payment.rows.js';
import type { SubscriptionStatus } from './subscription-status.js';
import type { Interval } from './subscription.port.js';

/** What the PMS asked for beside the columns; a card token is never stored. */
export interface StoredSubscribe {
  readonly description?: string;
  readonly customer?: Customer;
  readonly return_url?: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** A row of `subscriptions`. */
export interface SubscriptionRow {
  readonly id: string;
  readonly property_id: string | null;
  readonly feature_key: string | null;
  readonly provider_id: string;
  readonly order_id: string;
  readonly reference: string;
  readonly amount: number;
  readonly currency: string;
  readonly interval: Interval;
  readonly interval_count: number;
  readonly trial_days: number | null;
  readonly status: SubscriptionStatus;
  readonly request: StoredSubscribe;
  readonly action: PaymentAction;
  readonly gateway_subscription_id: string | null;
  readonly refs: Readonly<Record<string, string>>;
  readonly vendor_status: string | null;
  readonly failure: StoredFailure | null;
  readonly cancel_at_period_end: boolean;
  readonly current_period_end: Date | null;
  readonly trial_ends_at: Date | null;
  readonly started_at: Date | null;
  readonly cancelled_at: Date | null;
  /** Time of the vendor's newest word; older ones come late. */
  readonly observed_at: Date | null;
  readonly next_check_at: Date | null;
  readonly check_count: number;
  readonly created_at: Date;
  readonly updated_at: Date;
}

/** A row of `subscription_events`. */
export interface SubscriptionEventRow {
  readonly id: string;
  readonly subscription_id: string;
  readonly type: string;
  readonly from_status: SubscriptionStatus | null;
  readonly to_status: SubscriptionStatus | null;
  readonly source: PaymentEventSource;
  readonly charge_id: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly trace_id: string | null;
  readonly created_at: Date;
}
