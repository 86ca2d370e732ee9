import { Injectable } from '@nestjs/common';
import { Database } from '#core/database/database.js';
import { IN_SCOPE, scopeParams } from './day-totals.repository.js';
import type { DayFilter, Mismatch } from './reconciliation.rows.js';

/** Paid on the day without a webhook so far. Who was paid at once, by the answer to the create, was told no lie. */
const WITHOUT_WEBHOOK = `
  SELECT p.id AS payment_id, p.order_id, p.provider_id,
         CASE WHEN news.source = 'poll' THEN 'poll_found_paid' ELSE 'paid_without_webhook' END AS kind,
         CASE WHEN news.source = 'poll' THEN 'the hub asked and found it paid; no webhook told of it'
              ELSE 'no webhook told of this payment, news came by: ' || coalesce(news.source, 'unknown') END AS detail,
         p.paid_at AS at
  FROM payments p LEFT JOIN LATERAL (
    SELECT e.source FROM payment_events e
    WHERE e.payment_id = p.id AND e.type = 'status' AND e.to_status IN ('paid', 'paid_late')
    ORDER BY e.id LIMIT 1) news ON true
  WHERE p.paid_at >= $1 AND p.paid_at < $2 AND p.first_webhook_at IS NULL AND ${IN_SCOPE}`;

/** What was noticed at the time, unless it is settled: the money is there after all, the refund has an end. */
const REMARKED = `
  SELECT p.id, p.order_id, p.provider_id,
         CASE e.type WHEN 'amount_mismatch' THEN 'amount_differs'
                     WHEN 'webhook_unconfirmed' THEN 'webhook_without_confirmation'
                     WHEN 'refund_amount_unknown' THEN 'refund_differs' WHEN 'refunds_exceed_payment' THEN 'refund_differs'
                     WHEN 'refund_unanswered' THEN 'refund_differs' WHEN 'refund_contradicted' THEN 'refund_differs' ELSE 'status_differs' END,
         CASE e.type
           WHEN 'amount_mismatch' THEN coalesce(e.detail ->> 'problem', 'the vendor named another amount')
           WHEN 'webhook_unconfirmed' THEN
             'a webhook said ' || coalesce(e.detail ->> 'told', '?') || ', the vendor, asked, said ' ||
             coalesce(e.detail ->> 'confirmed', 'nothing of it') || '; we say ' || p.status
           WHEN 'refund_amount_unknown' THEN 'the vendor gave a part back and does not say how much'
           WHEN 'refunds_exceed_payment' THEN 'more is given back, or on its way, than came in'
           WHEN 'refund_unanswered' THEN 'nobody can say whether a refund was made; ask the vendor'
           WHEN 'refund_contradicted' THEN
             'a refund has ' || coalesce(e.detail ->> 'known', '?') || ', and the vendor now says ' ||
             coalesce(e.detail ->> 'said', '?')
           ELSE e.type || ': the vendor said ' || coalesce(e.detail ->> 'vendor_status', '?') || ', we say ' || p.status
         END,
         e.created_at
  FROM payment_events e JOIN payments p ON p.id = e.payment_id
  WHERE e.created_at >= $1 AND e.created_at < $2
    AND e.type IN ('amount_mismatch', 'webhook_unconfirmed', 'disputed', 'reversal_reported', 'authorized_late',
                   'paid_elsewhere', 'refund_amount_unknown', 'refunds_exceed_payment', 'refund_unanswered',
                   'refund_contradicted')
    AND NOT (e.type = 'webhook_unconfirmed' AND p.paid_at IS NOT NULL)
    AND NOT (e.type = 'refund_unanswered' AND EXISTS (SELECT FROM refunds r
      WHERE r.payment_id = p.id AND r.id::text = e.detail ->> 'refund_id' AND r.status IN ('succeeded', 'failed')))
    AND ${IN_SCOPE}`;

/** What the last question round found, as long as the payment has not moved since. */
const FOUND = `
  SELECT p.id, p.order_id, p.provider_id, f.kind, f.detail, f.found_at
  FROM payments p JOIN reconciliation_findings f ON f.payment_id = p.id AND f.our_status = p.status
  WHERE ((p.created_at >= $1 AND p.created_at < $2) OR (p.paid_at >= $1 AND p.paid_at < $2)) AND ${IN_SCOPE}`;

/** Refunds that the payment counts and no row of ours accounts for. */
const REFUNDS = `
  SELECT p.id, p.order_id, p.provider_id, 'refund_differs',
         'refunded ' || p.refunded_amount || ' ' || p.currency || ' in all, of which refunds made here account for '
           || made.amount, e.created_at
  FROM payment_events e JOIN payments p ON p.id = e.payment_id
  CROSS JOIN LATERAL (SELECT coalesce(sum(r.amount), 0)::bigint AS amount FROM refunds r
                      WHERE r.payment_id = p.id AND r.status = 'succeeded') made
  WHERE e.created_at >= $1 AND e.created_at < $2 AND e.type = 'status'
    AND e.to_status IN ('refunded', 'partially_refunded') AND made.amount <> p.refunded_amount AND ${IN_SCOPE}`;

const UNMATCHED = `
  SELECT p.payment_id, (SELECT order_id FROM payments WHERE id = p.payment_id), p.provider_id,
         CASE WHEN p.payment_id IS NULL THEN 'unknown_webhook' ELSE 'refund_differs' END,
         'the vendor told of a ' || p.type || ' that is not ours: ' || coalesce(p.reference, p.gateway_id, 'unnamed')
           || coalesce(', ' || p.status, '') || coalesce(', ' || p.amount || coalesce(' ' || p.currency, ''), ''),
         p.received_at
  FROM unmatched_payment_events p
  WHERE p.received_at >= $1 AND p.received_at < $2 AND ${IN_SCOPE}`;

/** Where webhook, poll and vendor tell different stories about a day. */
@Injectable()
export class MismatchRepository {
  constructor(private readonly database: Database) {}

  /** The oldest `limit` of them, with the number of all. */
  async list(
    filter: DayFilter,
    limit: number,
  ): Promise<{ readonly items: Mismatch[]; readonly total: number }> {
    const rows = await this.database.query<Mismatch & { total: number }>(
      `WITH mismatch AS (${[WITHOUT_WEBHOOK, REMARKED, FOUND, REFUNDS, UNMATCHED].join(' UNION ALL ')})
       SELECT *, count(*) OVER () AS total FROM mismatch ORDER BY at, payment_id, kind LIMIT $5`,
      [...scopeParams(filter), limit],
    );
    const items = rows.map((row): Mismatch => {
      const { payment_id, order_id, provider_id, kind, detail, at } = row;
      return { payment_id, order_id, provider_id, kind, detail, at };
    });
    return { items, total: rows[0]?.total ?? 0 };
  }
}
