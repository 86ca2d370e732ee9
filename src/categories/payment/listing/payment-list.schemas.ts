import { z } from 'zod';
import { pageQueryShape, pageSchema } from '#core/paging/page.js';
import { amountSchema, paymentAnswerSchema, shownStatusSchema, text } from '../payment.schemas.js';

const dateSchema = z.iso.date('expected an existing date such as 2026-11-21');

/** `paid` or `paid,refunded`, or the field repeated. */
const statusesSchema = z
  .union([z.string(), z.array(z.string())])
  .transform((given) => [given].flat().flatMap((one) => one.split(',')))
  .pipe(z.array(shownStatusSchema).min(1));

const wantedAmountSchema = z.coerce.number().pipe(amountSchema);

/** What narrows a list of payments; its sums and its file take the same. */
const filterShape = {
  order_id: text(100).optional(),
  status: statusesSchema.optional(),
  provider_id: z.uuid('expected the id of a provider').optional(),
  property_id: z.uuid('expected the id of a property').optional(),
  feature: text(100).optional(),
  method: text(50).optional(),
  /** First and last day on the hotel's own calendar, by when the payment was asked for. */
  from: dateSchema.optional(),
  to: dateSchema.optional(),
  /** Whose calendar; the property's own unless named. IANA name, WIB, WITA or WIT. */
  zone: z.string().min(1).max(64).optional(),
  /** Whole minor units. */
  amount: wantedAmountSchema.optional(),
  amount_min: wantedAmountSchema.optional(),
  amount_max: wantedAmountSchema.optional(),
  /** `undecided`: money that came after the end and waits for somebody to say what becomes of it. */
  late_decision: z.enum(['undecided', 'accept', 'refund', 'credit']).optional(),
  /**
   * The beginning of an order id, or a vendor's id; with `guests:read` also a guest's name, e-mail address or phone
   * number in any spelling.
   */
  q: text(100).trim().min(2, 'expected at least 2 characters').optional(),
};

type Bounds = { from?: string; to?: string; amount_min?: number; amount_max?: number };

const hasDaysInOrder = ({ from, to }: Bounds): boolean => !from || !to || from <= to;
const hasAmountsInOrder = ({ amount_min: min, amount_max: max }: Bounds): boolean =>
  min === undefined || max === undefined || min <= max;

const DAYS = { path: ['to'], message: 'expected a day that is not before "from"' };
const AMOUNTS = {
  path: ['amount_max'],
  message: 'expected an amount that is not below "amount_min"',
};

export const filterPaymentsSchema = z
  .strictObject(filterShape)
  .refine(hasDaysInOrder, DAYS)
  .refine(hasAmountsInOrder, AMOUNTS);
export type FilterPayments = z.infer<typeof filterPaymentsSchema>;

export const listPaymentsSchema = z
  .strictObject({ ...pageQueryShape, ...filterShape })
  .refine(hasDaysInOrder, DAYS)
  .refine(hasAmountsInOrder, AMOUNTS);
export type ListPayments = z.infer<typeof listPaymentsSchema>;

/** Always masked; `POST /api/v1/payments/{id}/guest` shows it in clear. */
export const maskedGuestSchema = z.object({
  name: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
});
export type MaskedGuest = z.infer<typeof maskedGuestSchema>;

/** A payment as it is looked at; the answers of what changes it leave the guest out. */
export const listedPaymentSchema = paymentAnswerSchema.extend({
  property_id: z.uuid().nullable(),
  /** Null where the PMS named none, or the guest was erased. */
  guest: maskedGuestSchema.nullable(),
});
export type ListedPayment = z.infer<typeof listedPaymentSchema>;
export const listedPaymentPageSchema = pageSchema(listedPaymentSchema);

export const shownPaymentSchema = listedPaymentSchema.extend({
  /** What its provider can do about it, so that nobody is offered what would be refused. */
  abilities: z.object({
    /** `payout`: the rail has no refunds, so a person transfers the money. */
    refund: z.enum(['vendor', 'payout']),
    partial_refund: z.boolean(),
    capture: z.boolean(),
    partial_capture: z.boolean(),
  }),
});
export type ShownPayment = z.infer<typeof shownPaymentSchema>;

export const paymentTotalsSchema = z.object({
  count: z.int(),
  /** False when there are more than were counted. */
  is_complete: z.boolean(),
  totals: z.array(
    z.object({
      currency: z.string(),
      count: z.int(),
      /** What was asked for, what came in, and what went back. */
      amount: z.int(),
      received: z.int(),
      refunded: z.int(),
    }),
  ),
});
export type PaymentTotals = z.infer<typeof paymentTotalsSchema>;
