import type { PaymentAction } from './formats/payment-action.schemas.js';
import type { PaymentStatus } from './payment-status.js';
import type { StoredRouting } from './routing/routing-decision.js';
import type { CaptureMethod, Customer, LineItem } from './payment.port.js';

/** What the PMS asked for; kept to repeat a create with another provider. */
export interface StoredRequest {
  readonly description?: string;
  readonly token?: never;
  readonly customer?: Customer;
  readonly items?: readonly LineItem[];
  readonly return_url?: string;
  readonly expires_in_seconds?: number;
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** `manual`: the card's money is only held until it is captured. */
  readonly capture?: CaptureMethod;
}

export interface StoredFailure {
  readonly kind: string;
  readonly message: string;
}

/** A row of `payments`. */
export interface PaymentRow {
  readonly id: string;
  readonly property_id: string | null;
  readonly feature_key: string | null;
  readonly provider_id: string;
  readonly order_id: string;
  readonly reference: string;
  readonly amount: number;
  readonly currency: string;
  readonly status: PaymentStatus;
  readonly method: string | null;
  readonly request: StoredRequest;
  readonly action: PaymentAction;
  readonly gateway_transaction_id: string | null;
  readonly refs: Readonly<Record<string, string>>;
  readonly vendor_status: string | null;
  readonly failure: StoredFailure | null;
  readonly refunded_amount: number;
  /** Of money that was held first; null where it came in at once, or has not been taken yet. */
  readonly captured_amount: number | null;
  /** A capture that the vendor was asked for and has not told the end of. */
  readonly capture_asked: number | null;
  readonly late_decision: LateDecision | null;
  /** Why it is with its provider; null for payments from before that was kept. */
  readonly routing: StoredRouting | null;
  readonly expires_at: Date | null;
  readonly paid_at: Date | null;
  /** When the vendor first told of it by itself. */
  readonly first_webhook_at: Date | null;
  readonly next_check_at: Date | null;
  readonly check_count: number;
  readonly created_at: Date;
  readonly updated_at: Date;
}

export type PaymentEventSource = 'api' | 'webhook' | 'poll' | 'operator' | 'timer';

/** A row of `payment_events`. */
export interface PaymentEventRow {
  readonly id: string;
  readonly payment_id: string;
  readonly type: string;
  readonly from_status: PaymentStatus | null;
  readonly to_status: PaymentStatus | null;
  readonly source: PaymentEventSource;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly trace_id: string | null;
  readonly created_at: Date;
}

/** What the owner does with money that came after the end. */
export type LateDecision = 'accept' | 'refund' | 'credit';

export type RefundStatus = 'created' | 'pending' | 'succeeded' | 'failed';

/** A row of `refunds`. */
export interface RefundRow {
  readonly id: string;
  readonly payment_id: string;
  readonly reference: string;
  readonly amount: number;
  readonly currency: string;
  readonly reason: string | null;
  readonly status: RefundStatus;
  readonly gateway_refund_id: string | null;
  /** `vendor`: begun at the vendor's own pages. */
  readonly source: 'api' | 'vendor';
  /** `payout`: a person transfers the money; the vendor knows nothing of it. */
  readonly via: 'vendor' | 'payout';
  /** Accepted while the provider was paused: the vendor has not been asked yet. */
  readonly is_held: boolean;
  readonly failure: StoredFailure | null;
  readonly next_check_at: Date | null;
  readonly check_count: number;
  readonly created_at: Date;
  readonly updated_at: Date;
}
