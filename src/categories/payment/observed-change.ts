/** What an observation of a payment changes in its row, and what is kept of it in the history. */
import type { PaymentState } from './payment.port.js';
import { receivedAmount, type SaidAmount, wasHeld } from './payment-amounts.js';
import type { PaymentChange } from './payment.repository.js';
import type { PaymentEventSource, PaymentRow, StoredFailure } from './payment.rows.js';
import { isOpen, isUnconfirmed, type PaymentStatus } from './payment-status.js';

/** What someone saw of a payment at the vendor. */
export interface Observation {
  readonly source: PaymentEventSource;
  readonly state: PaymentState;
  /** What a webhook claimed before the vendor was asked: its amount has to be right, too. */
  readonly claimed?: SaidAmount;
  /** The provider that said so. */
  readonly providerId: string;
  /** Why it failed, for a state that says so. */
  readonly failure?: StoredFailure;
  /** Leaves the payment alone when it is in another state by now. */
  readonly onlyIf?: (status: PaymentStatus) => boolean;
}

export function changeOf(
  row: PaymentRow,
  observation: Observation,
  { next, now }: { readonly next: PaymentStatus; readonly now: Date },
): PaymentChange {
  const { state, failure } = observation;
  const isPaid = next === 'paid' || next === 'paid_late';
  return {
    status: next,
    vendorStatus: state.vendorStatus,
    ...(next === 'authorized' && idOf(state)),
    ...(isPaid && { paidAt: now, ...moneyOf(row, observation) }),
    ...(next === 'refunded' && { refundedAmount: receivedAmount(row) }),
    ...(!isOpen(next) && { nextCheckAt: null }),
    // The doubt about its creation is over.
    ...(isUnconfirmed(row.status) && { failure: failure ?? null }),
  };
}

/** A guest may try twice on one page: the id that counts is the one of the money. */
function moneyOf(row: PaymentRow, observation: Observation): PaymentChange {
  return { ...idOf(observation.state), ...(wasHeld(row) && captureOf(row, observation)) };
}

/** What was not known yet: ids, and what the guest needs to pay. */
export function learnt(row: PaymentRow, { state, source }: Observation): PaymentChange {
  const fresh = Object.entries(state.refs).filter(([key, value]) => row.refs[key] !== value);
  const isNewId = state.gatewayTransactionId !== undefined && row.gateway_transaction_id === null;
  const isNewEnd = state.expiresAt !== undefined && row.expires_at === null;
  return {
    ...(isNewId && { gatewayTransactionId: state.gatewayTransactionId }),
    ...(fresh.length > 0 && { refs: Object.fromEntries(fresh) }),
    ...(isNewEnd && { expiresAt: state.expiresAt }),
    ...(source === 'webhook' && row.first_webhook_at === null && { isFirstWebhook: true }),
    ...actionOf(row, state),
  };
}

function actionOf(row: PaymentRow, { action }: PaymentState): PaymentChange {
  const isKnown = action === undefined || action.type === 'none' || row.action.type !== 'none';
  return isKnown || !isOpen(row.status) ? {} : { action };
}

export function detailOf({ state, claimed, providerId }: Observation): Record<string, unknown> {
  return {
    provider_id: providerId,
    vendor_status: state.vendorStatus ?? state.status,
    amount: state.amount,
    unread_amount: state.unreadAmount ?? claimed?.unreadAmount,
    currency: state.currency,
    claimed_amount: claimed?.amount === state.amount ? undefined : claimed?.amount,
    claimed_currency: claimed?.currency === state.currency ? undefined : claimed?.currency,
  };
}

function idOf({ gatewayTransactionId }: PaymentState): PaymentChange {
  return gatewayTransactionId === undefined ? {} : { gatewayTransactionId };
}

/** A vendor that names no sum took what it was asked for, else everything. */
function captureOf(row: PaymentRow, { state, claimed }: Observation): PaymentChange {
  const capturedAmount = state.amount ?? claimed?.amount ?? row.capture_asked ?? row.amount;
  return { capturedAmount, captureAsked: null };
}
