/** Work around money on the wire: transfers, batches, the books of a day, subscriptions. */
import { queryOptions } from '@tanstack/react-query';
import type {
  CompletePayout,
  PayoutTaskAnswer,
} from '../../../../../src/categories/payment/payouts/payout-task.schemas.js';
import type {
  ReportAnswer,
  RunAnswer,
} from '../../../../../src/categories/payment/reconciliation/reconciliation.schemas.js';
import type {
  BatchItemAnswer,
  RefundBatchAnswer,
} from '../../../../../src/categories/payment/refund-batches/refund-batch.schemas.js';
import type {
  SubscriptionAnswer,
  SubscriptionEventAnswer,
} from '../../../../../src/categories/payment/subscriptions/subscription.schemas.js';
import { getJson, postJson } from '../../../lib/api';
import { type Filter, type Page, pagesOf, withQuery } from '../../../lib/page-query';
import { currentProperty } from '../../../lib/property';

export type PayoutTask = PayoutTaskAnswer;
export type RefundBatch = RefundBatchAnswer;
export type BatchItem = BatchItemAnswer;
export type Report = ReportAnswer;
export type Subscription = SubscriptionAnswer;
export type SubscriptionEvent = SubscriptionEventAnswer;
export type Proof = CompletePayout['proof'];

const PAYOUTS = '/api/v1/payout-tasks';
const BATCHES = '/api/v1/refund-batches';
const REPORT = '/api/v1/payments/reconciliation';
const SUBSCRIPTIONS = '/api/v1/payments/subscriptions';

export const payoutsQuery = (filter: Filter) => pagesOf<PayoutTask>('payouts', PAYOUTS, filter);

/** Alone it shows the guest's account to who may transfer; kept no longer than it is looked at. */
export const payoutQuery = (id: string) =>
  queryOptions({
    queryKey: ['payouts', 'one', id],
    queryFn: () => getJson<PayoutTask>(`${PAYOUTS}/${id}`),
    gcTime: 0,
  });

export const completePayout = (id: string, proof: Proof): Promise<PayoutTask> =>
  postJson(`${PAYOUTS}/${id}/complete`, { proof });
export const cancelPayout = (id: string, reason: string): Promise<PayoutTask> =>
  postJson(`${PAYOUTS}/${id}/cancel`, { reason });

export const batchesQuery = () => pagesOf<RefundBatch>('refund-batches', BATCHES);
export const batchQuery = (id: string) =>
  queryOptions({
    queryKey: ['refund-batches', 'one', id],
    queryFn: () => getJson<RefundBatch>(`${BATCHES}/${id}`),
  });
export const batchItemsQuery = (id: string, status: string | undefined) =>
  pagesOf<BatchItem>(`refund-batches`, `${BATCHES}/${id}/items`, { status });
export const cancelBatch = (id: string): Promise<RefundBatch> =>
  postJson(`${BATCHES}/${id}/cancel`);

const ofDay = (date: string): Filter => ({ date, property_id: currentProperty() });

export const reportQuery = (date: string) =>
  queryOptions({
    queryKey: ['payments', 'reconciliation', ofDay(date)],
    queryFn: () => getJson<Report>(withQuery(REPORT, ofDay(date))),
  });
export const reportFilePath = (date: string): string => withQuery(`${REPORT}.csv`, ofDay(date));
export const askVendors = (date: string): Promise<RunAnswer> => postJson(REPORT, ofDay(date));

export const subscriptionsQuery = (filter: Filter) =>
  pagesOf<Subscription>('subscriptions', SUBSCRIPTIONS, filter);
export const subscriptionQuery = (id: string) =>
  queryOptions({
    queryKey: ['subscriptions', 'one', id],
    queryFn: () => getJson<Subscription>(`${SUBSCRIPTIONS}/${id}`),
  });
export const subscriptionEventsQuery = (id: string) =>
  queryOptions({
    queryKey: ['subscriptions', 'events', id],
    queryFn: async () =>
      (await getJson<Page<SubscriptionEvent>>(`${SUBSCRIPTIONS}/${id}/events`)).items,
  });
export const cancelSubscription = (id: string, atPeriodEnd: boolean): Promise<Subscription> =>
  postJson(`${SUBSCRIPTIONS}/${id}/cancel`, { at_period_end: atPeriodEnd });
