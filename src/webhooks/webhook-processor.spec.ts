import { describe, expect, it } from '@jest/globals';
import type { WebhookLogRepository } from './webhook-log.repository.js';
import type { WebhookLogRow } from './webhook-log.rows.js';
import { WebhookProcessor } from './webhook-processor.js';
import type { WebhookProcessorContext } from './webhook-processor.context.js';

const gone = () => Promise.reject(new Error('the connection is gone'));

/** A processor whose database goes away right after it has claimed its rows. */
function aProcessor(rows: readonly string[]): { processor: WebhookProcessor; renewed: string[] } {
  const renewed: string[] = [];
  const logs: Partial<WebhookLogRepository> = {
    claim: () =>
      Promise.resolve(
        rows.map((id) => ({ id, trace_id: id, provider_id: 'p', attempts: 1 }) as WebhookLogRow),
      ),
    renew: async (ids) => void renewed.push(...ids),
    conclude: gone,
    retryLater: gone,
  };
  const context = {
    providers: { find: () => undefined, refresh: gone },
    news: { tell: () => undefined },
    log: { warn: () => undefined, error: () => undefined },
  };
  const processor = new WebhookProcessor(
    logs as WebhookLogRepository,
    undefined as never,
    undefined as never,
    undefined as never,
    context as unknown as WebhookProcessorContext,
  );
  return { processor, renewed };
}

describe('a database that goes away in the middle of a batch', () => {
  it('leaves no row marked as being worked on, so that the sweep takes all of them up again', async () => {
    const rows = Array.from({ length: 20 }, (_, i) => `row-${i}`);
    const { processor, renewed } = aProcessor(rows);
    await expect(processor.process(rows, true)).rejects.toThrow('the connection is gone');
    await processor.renewLeases();
    expect(renewed).toEqual([]);
  });
});
