import { Injectable } from '@nestjs/common';
import { Database } from '#core/database/database.js';
import type { SearchMatch, SearchScope } from '#core/search/search-source.js';
import { beginsWith, type SearchTerm } from '#core/search/search-term.js';
import type { Customer } from '../payment.port.js';
import type { PaymentRow, RefundRow } from '../payment.rows.js';

export interface FoundPaymentRow extends Pick<
  PaymentRow,
  'id' | 'order_id' | 'status' | 'amount' | 'currency' | 'created_at'
> {
  readonly customer: Customer | null;
  readonly match: SearchMatch;
}

export interface FoundRefundRow extends Pick<
  RefundRow,
  'id' | 'payment_id' | 'status' | 'amount' | 'currency' | 'created_at' | 'gateway_refund_id'
> {
  readonly order_id: string;
  readonly match: SearchMatch;
}

/** What is found in one way is cut here, before the newest of all ways are picked. */
const MOST = 200;

/** As text, or the planner would walk all payments by their key and try each. */
const NEWEST = 'id::text DESC';

/** One way to find a row: its condition, with the value as `$?`, and the order that its index has. */
interface Way {
  readonly match: SearchMatch;
  readonly where: string;
  readonly order?: string;
  readonly value: string;
}

/**
 * Payments and refunds by what somebody typed.
 *
 * Plans: each way goes by one index and in its order (`USING ~>~` is that of text_pattern_ops), so that a beginning that
 * very many share reads no more than it shows: payments_order_begins, payments_gateway_id, payments_reference_unique,
 * payments_guest_phone, payments_guest_email, payments_guest_name; refunds_gateway_id, refunds_reference_unique,
 * refunds_payment. With 100,000 payments each takes a few milliseconds; a name that 4,000 guests share takes 20.
 */
@Injectable()
export class PaymentSearchRepository {
  constructor(private readonly database: Database) {}

  payments(term: SearchTerm, scope: SearchScope): Promise<FoundPaymentRow[]> {
    const ways = paymentWays(term, scope.showsGuests);
    const values = ways.map(({ value }) => value);
    return this.database.query<FoundPaymentRow>(
      `WITH found AS MATERIALIZED (${waysSql('payments', ways)})
       SELECT p.id, p.order_id, p.status, p.amount, p.currency, p.created_at,
              p.request->'customer' AS customer, f.match
       FROM (SELECT DISTINCT ON (id) id, match FROM found ORDER BY id DESC, way LIMIT $2) f
       JOIN payments p ON p.id = f.id ORDER BY p.id DESC`,
      [scope.propertyId, scope.limit + 1, ...values],
    );
  }

  refunds(term: SearchTerm, scope: SearchScope): Promise<FoundRefundRow[]> {
    const ways = refundWays(term);
    const values = ways.map(({ value }) => value);
    return this.database.query<FoundRefundRow>(
      `WITH found AS MATERIALIZED (${waysSql('refunds', ways)})
       SELECT r.id, r.payment_id, r.status, r.amount, r.currency, r.created_at, r.gateway_refund_id,
              p.order_id, f.match
       FROM (SELECT DISTINCT ON (id) id, match FROM found ORDER BY id DESC, way) f
       JOIN refunds r ON r.id = f.id JOIN payments p ON p.id = r.payment_id
       WHERE $1::uuid IS NULL OR p.property_id = $1 ORDER BY r.id DESC LIMIT $2`,
      [scope.propertyId, scope.limit + 1, ...values],
    );
  }
}

/** `$1` is the property and `$2` the limit, so values begin with `$3`. */
function waysSql(table: 'payments' | 'refunds', ways: readonly Way[]): string {
  const ofProperty = table === 'payments' ? 'AND ($1::uuid IS NULL OR property_id = $1)' : '';
  return ways
    .map(
      ({ match, where, order }, i) =>
        `(SELECT id, '${match}' AS match, ${i} AS way FROM ${table}
          WHERE ${where.replace('$?', `$${i + 3}`)} ${ofProperty}
          ORDER BY ${order === undefined ? NEWEST : `${order} USING ~>~`} LIMIT ${MOST})`,
    )
    .join(' UNION ALL ');
}

const PHONE = "guest_phone_key(request->'customer'->>'phone')";
const EMAIL = "lower(request->'customer'->>'email')";

function paymentWays(term: SearchTerm, showsGuests: boolean): Way[] {
  return [
    ...(term.id === undefined
      ? []
      : [{ match: 'id', where: 'id = $?::uuid', value: term.id } as const]),
    {
      match: 'order_id',
      where: 'lower(order_id) LIKE $?',
      order: 'lower(order_id)',
      value: beginsWith(term.lower),
    },
    { match: 'id', where: 'reference = $?', value: term.text },
    {
      match: 'vendor_id',
      where: 'gateway_transaction_id IS NOT NULL AND gateway_transaction_id LIKE $?',
      order: 'gateway_transaction_id',
      value: beginsWith(term.text),
    },
    ...guestWays(term, showsGuests),
  ];
}

/** Letter by letter one could guess who stays here, so whoever may not see guests finds them by the whole of it. */
function guestWays({ phone, lower, words }: SearchTerm, showsGuests: boolean): Way[] {
  const compared = showsGuests ? 'LIKE $?' : '= $?';
  const valueOf = (text: string): string => (showsGuests ? beginsWith(text) : text);
  const ways: Way[] = [];
  if (phone !== undefined) {
    ways.push({
      match: 'guest',
      where: `request->'customer'->>'phone' IS NOT NULL AND ${PHONE} ${compared}`,
      order: PHONE,
      value: valueOf(phone),
    });
  }
  if (words.length > 0) {
    ways.push({
      match: 'guest',
      where: `request->'customer'->>'email' IS NOT NULL AND ${EMAIL} ${compared}`,
      order: EMAIL,
      value: valueOf(lower),
    });
  }
  if (words.length > 0 && showsGuests) {
    ways.push({
      match: 'guest',
      where: `request->'customer' IS NOT NULL
              AND guest_name_words(request->'customer') @@ to_tsquery('simple', $?)`,
      value: words.map((word) => `${word}:*`).join(' & '),
    });
  }
  return ways;
}

function refundWays(term: SearchTerm): Way[] {
  return [
    ...(term.id === undefined
      ? []
      : [{ match: 'id', where: 'id = $?::uuid', value: term.id } as const]),
    { match: 'id', where: 'reference = $?', value: term.text },
    {
      match: 'vendor_id',
      where: 'gateway_refund_id IS NOT NULL AND gateway_refund_id LIKE $?',
      order: 'gateway_refund_id',
      value: beginsWith(term.text),
    },
    {
      match: 'order_id',
      where: `payment_id IN (SELECT id FROM payments WHERE lower(order_id) LIKE $?
              ORDER BY lower(order_id) USING ~>~ LIMIT ${MOST})`,
      value: beginsWith(term.lower),
    },
  ];
}
