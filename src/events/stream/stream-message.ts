/** News for the admin UI: what changed, never how it looks now; the page asks for that itself. */
import { z } from 'zod';

export const streamMessageSchema = z.object({
  /** `payment`, `delivery`, `alert`, `provider`, `webhook` and the like. */
  topic: z.string(),
  /** What happened, such as `payment.received`. */
  event: z.string(),
  /** Id of what changed; left out when many did at once. */
  id: z.string().optional(),
  property_id: z.string().nullable(),
});
export type StreamMessage = z.infer<typeof streamMessageSchema>;

/** More news of one kind than this at a time says only that there is much. */
const MANY = 20;
/** Postgres takes 8,000 bytes in one notification. */
const MAX_BYTES = 7_000;

/** Equal news once; and where one kind has very many, one line for all of them. */
export function condensed(messages: readonly StreamMessage[]): StreamMessage[] {
  const groups = Map.groupBy(
    messages,
    ({ topic, event, property_id }) => `${topic} ${event} ${property_id ?? ''}`,
  );
  return [...groups.values()].flatMap((group) => {
    const unique = [...new Map(group.map((message) => [message.id, message])).values()];
    const [first] = unique;
    if (unique.length <= MANY || !first) return unique;
    return [{ topic: first.topic, event: first.event, property_id: first.property_id }];
  });
}

/** Texts that each fit into one notification. */
export function packed(messages: readonly StreamMessage[]): string[] {
  const texts: string[] = [];
  let batch: StreamMessage[] = [];
  for (const message of messages) {
    const longer = [...batch, message];
    if (batch.length > 0 && Buffer.byteLength(JSON.stringify(longer)) > MAX_BYTES) {
      texts.push(JSON.stringify(batch));
      batch = [message];
    } else batch = longer;
  }
  if (batch.length > 0) texts.push(JSON.stringify(batch));
  return texts;
}
