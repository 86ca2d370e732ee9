import type { TextKey } from '../../../lib/i18n';

/** Things in a payment's history that change no state. */
const EVENTS = [
  'refund',
  'payout_opened',
  'capture_asked',
  'late_decision',
  'late_decision_reopened',
  'left_behind_closed',
  'left_behind_open',
  'webhook_unconfirmed',
  'amount_mismatch',
  'paid_elsewhere',
  'refund_amount_unknown',
  'refunds_exceed_payment',
  'refund_contradicted',
  'refund_unanswered',
  'disputed',
  'reversal_reported',
  'authorized_late',
] as const;

const OPERATIONS = [
  'create',
  'status',
  'cancel',
  'capture',
  'refund',
  'refund_status',
  'lookup',
] as const;

export function eventWords(type: string): TextKey {
  const known = EVENTS.find((one) => one === type) ?? 'other';
  return `timeline.event.${known}`;
}

export function operationWords(operation: string): TextKey {
  const known = OPERATIONS.find((one) => one === operation) ?? 'other';
  return `timeline.call.${known}`;
}
