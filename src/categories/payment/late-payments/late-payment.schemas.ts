import { z } from 'zod';
import { text } from '../payment.schemas.js';

export const decideLateSchema = z.strictObject({
  /**
   * `accept`: it pays the booking after all. `refund`: it goes back. `credit`: the hotel keeps it for the guest's
   * next stay, and the PMS keeps the account of that.
   */
  decision: z.enum(['accept', 'refund', 'credit']),
  note: text(500).optional(),
});
export type DecideLate = z.infer<typeof decideLateSchema>;

export const lateSummarySchema = z.object({
  /** Payments that wait for a decision. */
  undecided: z.int(),
  oldest_paid_at: z.iso.datetime().nullable(),
  amounts: z.array(z.object({ currency: z.string(), count: z.int(), amount: z.int() })),
});
export type LateSummary = z.infer<typeof lateSummarySchema>;
