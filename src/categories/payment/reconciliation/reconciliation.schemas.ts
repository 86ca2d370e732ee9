import { z } from 'zod';
import { MISMATCH_KINDS } from './reconciliation.rows.js';

const dateSchema = z.iso.date('expected an existing date such as 2026-11-21');

const dayShape = {
  /** A day on the hotel's own calendar. */
  date: dateSchema,
  property_id: z.uuid('expected the id of a property').optional(),
  /** Whose calendar; the property's own unless named. IANA name, WIB, WITA or WIT. */
  zone: z.string().min(1).max(64).optional(),
};

export const reportQuerySchema = z.strictObject({
  ...dayShape,
  format: z.enum(['json', 'csv']).optional(),
});
export type ReportQuery = z.infer<typeof reportQuerySchema>;

export const startRunSchema = z.strictObject(dayShape);
export type StartRun = z.infer<typeof startRunSchema>;
export type DayQuery = StartRun;

export const runParamSchema = z.strictObject({ id: z.uuid('expected the id of a run') });

const tallySchema = z.object({ count: z.int(), amount: z.int() });

const totalsSchema = z.object({
  provider: z.object({ id: z.uuid(), slug: z.string(), name: z.string() }),
  currency: z.string(),
  created: tallySchema,
  paid: tallySchema,
  paid_late: tallySchema,
  failed: tallySchema,
  expired: tallySchema,
  cancelled: tallySchema,
  refunded: tallySchema,
  fees: z.object({ amount: z.int(), known_count: z.int(), unknown_count: z.int() }),
  net: z.int(),
  settled_by: z.object({
    webhook: z.int(),
    poll: z.int(),
    api: z.int(),
    operator: z.int(),
    timer: z.int(),
    unknown: z.int(),
  }),
});
export type TotalsAnswer = z.infer<typeof totalsSchema>;

const mismatchSchema = z.object({
  payment_id: z.uuid().nullable(),
  order_id: z.string().nullable(),
  provider_id: z.uuid(),
  kind: z.enum(MISMATCH_KINDS),
  detail: z.string(),
  at: z.iso.datetime(),
});
export type MismatchAnswer = z.infer<typeof mismatchSchema>;

export const runAnswerSchema = z.object({
  id: z.uuid(),
  date: z.string(),
  zone: z.string(),
  origin: z.enum(['daily', 'asked']),
  scope: z.enum(['all', 'property', 'unassigned']),
  property_id: z.uuid().nullable(),
  status: z.enum(['queued', 'running', 'done', 'failed']),
  /** Payments whose vendor answered, and those whose vendor did not or can not. */
  asked: z.int(),
  unasked: z.int(),
  mismatches: z.int(),
  error: z.string().nullable(),
  created_at: z.iso.datetime(),
  finished_at: z.iso.datetime().nullable(),
});
export type RunAnswer = z.infer<typeof runAnswerSchema>;

export const reportSchema = z.object({
  date: z.string(),
  zone: z.string(),
  property_id: z.uuid().nullable(),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  totals: z.array(totalsSchema),
  mismatches: z.array(mismatchSchema),
  /** Of all mismatches; the list above ends after a thousand. */
  mismatch_count: z.int(),
  /** The last time that the vendors were asked about this day; null when they were not. */
  verification: runAnswerSchema.nullable(),
});
export type ReportAnswer = z.infer<typeof reportSchema>;
