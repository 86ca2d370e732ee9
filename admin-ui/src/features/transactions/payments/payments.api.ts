/** Payments on the wire; shapes are those of the hub's own schemas. */
import { queryOptions } from '@tanstack/react-query';
import type { RevealedGuest } from '../../../../../src/categories/payment/guests/guest-reveal.schemas.js';
import type {
  ListedPayment,
  PaymentTotals,
  ShownPayment,
} from '../../../../../src/categories/payment/listing/payment-list.schemas.js';
import type {
  CreateRefund,
  PaymentAnswer,
  RefundAnswer,
} from '../../../../../src/categories/payment/payment.schemas.js';
import type { SettleRefund } from '../../../../../src/categories/payment/settlements/refund-settlement.schemas.js';
import type { Timeline } from '../../../../../src/categories/payment/timeline/payment-timeline.schemas.js';
import { getJson, postJson } from '../../../lib/api';
import { type Filter, type Page, pagesOf, withQuery } from '../../../lib/page-query';
import { currentProperty } from '../../../lib/property';

export type { CreateRefund, ListedPayment, PaymentTotals, RevealedGuest, Timeline };
export type Payment = ShownPayment;
export type PaymentStatus = PaymentAnswer['status'];
export type Refund = RefundAnswer;
export type Decision = NonNullable<PaymentAnswer['late_decision']>;

const KEY = 'payments';
const PATH = '/api/v1/payments';

export const PAYMENT_STATUSES: readonly PaymentStatus[] = [
  'pending_confirmation',
  'pending',
  'authorized',
  'paid',
  'failed',
  'expired',
  'cancelled',
  'paid_late',
  'partially_refunded',
  'refunded',
];

export const paymentsQuery = (filter: Filter) => pagesOf<ListedPayment>(KEY, PATH, filter);

const ofProperty = (filter: Filter): Filter => ({ property_id: currentProperty(), ...filter });

export const paymentTotalsQuery = (filter: Filter) =>
  queryOptions({
    queryKey: [KEY, 'totals', ofProperty(filter)],
    queryFn: () => getJson<PaymentTotals>(withQuery(`${PATH}/totals`, ofProperty(filter))),
    placeholderData: (before: PaymentTotals | undefined) => before,
  });

/** Downloaded by the browser itself, which writes it to the disk as it comes. */
export const exportPath = (filter: Filter): string =>
  withQuery(`${PATH}/export`, ofProperty(filter));

export const paymentQuery = (id: string) =>
  queryOptions({
    queryKey: [KEY, 'one', id],
    queryFn: () => getJson<Payment>(`${PATH}/${id}`),
  });

export const timelineQuery = (id: string) =>
  queryOptions({
    queryKey: [KEY, 'timeline', id],
    queryFn: () => getJson<Timeline>(`${PATH}/${id}/timeline`),
  });

export const refundsQuery = (id: string) =>
  queryOptions({
    queryKey: [KEY, 'refunds', id],
    queryFn: async () => (await getJson<Page<Refund>>(`${PATH}/${id}/refunds`)).items,
  });

export const refreshPayment = (id: string): Promise<Payment> =>
  getJson<Payment>(`${PATH}/${id}?refresh=true`);

export const cancelPayment = (id: string): Promise<PaymentAnswer> =>
  postJson<PaymentAnswer>(`${PATH}/${id}/cancel`);

/** @param key stays the same while one dialog is open, so that a second tap is no second capture */
export const capturePayment = (id: string, amount: number, key: string): Promise<PaymentAnswer> =>
  postJson<PaymentAnswer>(`${PATH}/${id}/capture`, { amount }, { 'idempotency-key': key });

/** @param key stays the same while one dialog is open, so that a second tap is no second refund */
export const refundPayment = (id: string, body: CreateRefund, key: string): Promise<Refund> =>
  postJson<Refund>(`${PATH}/${id}/refunds`, body, { 'idempotency-key': key });

export const settleRefund = (refund: Refund, body: SettleRefund): Promise<Refund> =>
  postJson<Refund>(`${PATH}/${refund.payment_id}/refunds/${refund.id}/settle`, body);

export const decideLatePayment = (
  id: string,
  body: { readonly decision: Decision; readonly note?: string },
): Promise<PaymentAnswer> => postJson<PaymentAnswer>(`${PATH}/${id}/decision`, body);

export const revealGuest = (id: string): Promise<RevealedGuest> =>
  postJson<RevealedGuest>(`${PATH}/${id}/guest`);
