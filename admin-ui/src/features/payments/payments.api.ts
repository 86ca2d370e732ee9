/** Payments on the wire; shapes are those of the hub's own schemas. */
import { queryOptions } from '@tanstack/react-query';
import type {
  CreateRefund,
  PaymentAnswer,
  PaymentEventAnswer,
  RefundAnswer,
} from '../../../../src/categories/payment/payment.schemas.js';
import { getJson, postJson } from '../../lib/api';
import { type Filter, type Page, pagesOf } from '../../lib/page-query';

export type Payment = PaymentAnswer;
export type PaymentStatus = PaymentAnswer['status'];
export type PaymentEvent = PaymentEventAnswer;
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

export const paymentsQuery = (filter: Filter) => pagesOf<Payment>(KEY, PATH, filter);

export const paymentQuery = (id: string) =>
  queryOptions({
    queryKey: [KEY, 'one', id],
    queryFn: () => getJson<Payment>(`${PATH}/${id}`),
  });

export const paymentEventsQuery = (id: string) =>
  queryOptions({
    queryKey: [KEY, 'events', id],
    queryFn: () => getJson<Page<PaymentEvent>>(`${PATH}/${id}/events`),
  });

export const refreshPayment = (id: string): Promise<Payment> =>
  getJson<Payment>(`${PATH}/${id}?refresh=true`);

export const cancelPayment = (id: string): Promise<Payment> =>
  postJson<Payment>(`${PATH}/${id}/cancel`);

/** @param key stays the same while one dialog is open, so that a second tap is no second refund */
export const refundPayment = (id: string, body: CreateRefund, key: string): Promise<Refund> =>
  postJson<Refund>(`${PATH}/${id}/refunds`, body, { 'idempotency-key': key });

export const decideLatePayment = (id: string, decision: Decision): Promise<Payment> =>
  postJson<Payment>(`${PATH}/${id}/decision`, { decision });
