import { z } from 'zod';
import { STATES } from './category-state.js';

export const statusQuerySchema = z.strictObject({
  key: z.string('expected the key of a status page').min(1).max(100),
});

/** Nothing in it says who the vendors are, unless the owner shows names. */
export const statusAnswerSchema = z.object({
  /** Of the hotel; only where names are shown. */
  name: z.string().nullable(),
  checked_at: z.iso.datetime(),
  time_zone: z.string(),
  categories: z.array(
    z.object({
      category: z.string(),
      state: z.enum(STATES),
      since: z.iso.datetime().nullable(),
      /** Null unless names are shown. */
      providers: z.array(z.object({ name: z.string(), state: z.enum(STATES) })).nullable(),
    }),
  ),
});
export type StatusAnswer = z.infer<typeof statusAnswerSchema>;

export const createStatusPageSchema = z.strictObject({
  /** Left out or null: everything that the hub connects. */
  property_id: z.uuid('expected the id of a property').nullish(),
});
export type CreateStatusPage = z.infer<typeof createStatusPageSchema>;

export const statusPageParamSchema = z.strictObject({
  id: z.uuid('expected the id of a status page'),
});

export const statusPageSchema = z.object({
  id: z.uuid(),
  property_id: z.uuid().nullable(),
  url: z.string(),
  created_at: z.iso.datetime(),
  created_by: z.string(),
});
export type StatusPageAnswer = z.infer<typeof statusPageSchema>;

export const statusPageListSchema = z.object({
  items: z.array(statusPageSchema),
  next_cursor: z.null(),
});
export type StatusPageList = z.infer<typeof statusPageListSchema>;
