/** What a list of payments is narrowed to, as conditions of SQL. Pure, so that each filter can be tested. */
import { beginsWith, type SearchTerm, toSearchTerm } from '#core/search/search-term.js';
import type { LateDecision } from '../payment.rows.js';
import type { PaymentStatus } from '../payment-status.js';

export interface PaymentFilter {
  readonly propertyId?: string;
  readonly orderId?: string;
  readonly statuses?: readonly PaymentStatus[];
  readonly providerId?: string;
  readonly featureKey?: string;
  readonly method?: string;
  /** From this moment, and before that one. */
  readonly from?: Date;
  readonly before?: Date;
  readonly amountMin?: number;
  readonly amountMax?: number;
  readonly lateDecision?: LateDecision | 'undecided';
  readonly search?: PaymentSearch;
}

export interface PaymentSearch {
  readonly text: string;
  /** Whether the words may be a guest's. */
  readonly seesGuests: boolean;
}

export interface FilterSql {
  /** Joined by AND; `true` where everything is wanted. */
  readonly where: string;
  /** What the text may be, each by an index of its own, joined by OR; empty without a search. */
  readonly branches: readonly string[];
  readonly params: unknown[];
}

export function toFilterSql(filter: PaymentFilter): FilterSql {
  const params: unknown[] = [];
  const param: Param = (value) => `$${params.push(value)}`;
  const conditions = COLUMNS.flatMap((condition) => condition(filter, param) ?? []);
  return {
    where: conditions.length === 0 ? 'true' : conditions.join(' AND '),
    branches: filter.search ? toBranches(filter.search, param) : [],
    params,
  };
}

type Param = (value: unknown) => string;
type Condition = (filter: PaymentFilter, param: Param) => string | undefined;

/** One entry for each filter; undefined where it is not asked for. */
const COLUMNS: readonly Condition[] = [
  ({ propertyId: id }, param) => id && `property_id = ${param(id)}`,
  ({ orderId: id }, param) => id && `order_id = ${param(id)}`,
  ({ statuses }, param) => statuses && `status = ANY (${param(statuses)})`,
  ({ providerId: id }, param) => id && `provider_id = ${param(id)}`,
  ({ featureKey: key }, param) => key && `feature_key = ${param(key)}`,
  ({ method }, param) => method && `method = ${param(method)}`,
  ({ from }, param) => from && `created_at >= ${param(from)}`,
  ({ before }, param) => before && untilSql(param(before)),
  ({ amountMin: min }, param) => (min === undefined ? min : `amount >= ${param(min)}`),
  ({ amountMax: max }, param) => (max === undefined ? max : `amount <= ${param(max)}`),
  ({ lateDecision: decision }, param) => {
    if (decision === 'undecided') return `status = 'paid_late' AND late_decision IS NULL`;
    return decision && `late_decision = ${param(decision)}`;
  },
];

/**
 * Ids are ordered by time, so the walk through them may begin where the days end; a thousand rows of leeway for clocks
 * that disagree.
 */
function untilSql(before: string): string {
  return `created_at < ${before} AND id <= (
    SELECT id FROM (SELECT id FROM payments WHERE created_at < ${before} ORDER BY created_at DESC LIMIT 1000) AS last
    ORDER BY id DESC LIMIT 1)`;
}

function toBranches({ text, seesGuests }: PaymentSearch, param: Param): string[] {
  const term = toSearchTerm(text);
  const given = param(term.text);
  return [
    `lower(order_id) LIKE ${param(beginsWith(term.lower))}`,
    `gateway_transaction_id = ${given}`,
    `reference = ${given}`,
    ...(term.id === undefined ? [] : [`id = ${param(term.id)}::uuid`]),
    ...(seesGuests ? toGuestBranches(term, param) : []),
  ];
}

/** Each condition repeats that of its index, which leaves out payments without such a guest. */
function toGuestBranches({ phone, words, lower }: SearchTerm, param: Param): string[] {
  const branches: string[] = [];
  if (phone !== undefined) {
    branches.push(
      `request->'customer'->>'phone' IS NOT NULL
       AND guest_phone_key(request->'customer'->>'phone') LIKE ${param(beginsWith(phone))}`,
    );
  }
  if (lower.includes('@')) {
    branches.push(
      `request->'customer'->>'email' IS NOT NULL
       AND lower(request->'customer'->>'email') LIKE ${param(beginsWith(lower))}`,
    );
  } else if (words.length > 0) {
    branches.push(
      `request->'customer' IS NOT NULL AND guest_name_words(request->'customer')
       @@ to_tsquery('simple', ${param(words.map((word) => `${word}:*`).join(' & '))})`,
    );
  }
  return branches;
}
