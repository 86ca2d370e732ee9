import { z } from 'zod';
import { pageSchema } from '#core/paging/page.js';

const eventTypeSchema = z.object({
  event: z.string(),
  description: z.object({ id: z.string(), en: z.string() }),
  /** JSON Schema of `data`. */
  schema: z.looseObject({}),
  sample: z.looseObject({}),
  /** Addresses that hear of it. */
  subscribers: z.array(z.object({ id: z.uuid(), url: z.string() })),
});
export type EventTypeAnswer = z.infer<typeof eventTypeSchema>;

export const eventTypePageSchema = pageSchema(eventTypeSchema);
export type EventTypePage = z.infer<typeof eventTypePageSchema>;
