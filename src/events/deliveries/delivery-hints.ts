import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Log } from '#core/logging/log.js';
import { nowAndThen } from '#core/queue/now-and-then.js';
import { type JobQueue, Queues } from '#core/queue/queues.js';
import { Clock } from '#core/time/clock.js';

export const DELIVERY_QUEUE = 'deliveries';

export const deliveryHintSchema = z.object({ endpoint_ids: z.array(z.uuid()) });
export type DeliveryHint = z.infer<typeof deliveryHintSchema>;

const TROUBLE_EVERY_MS = 30_000;

/**
 * Tells the workers for which endpoints something is due, now or at a time. What is due stands in the table: a hint
 * that gets lost costs a second.
 */
@Injectable()
export class DeliveryHints {
  private readonly queue: JobQueue<DeliveryHint>;
  /** By endpoint and moment: retries that fall into the same tenth of a second share a job. */
  private readonly planned = new Map<string, NodeJS.Timeout>();
  private readonly complain = nowAndThen<unknown>(
    (error, unsaid) =>
      this.log.warn(
        { err: error, unsaid },
        'the delivery queue is out of reach; the sweep goes on',
      ),
    { everyMs: TROUBLE_EVERY_MS },
  );

  constructor(
    queues: Queues,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {
    this.queue = queues.queue<DeliveryHint>(DELIVERY_QUEUE);
  }

  /** False when the queue is out of reach. */
  async now(endpointIds: readonly string[]): Promise<boolean> {
    return this.add([...endpointIds], 0);
  }

  /** For a retry. */
  later(endpointId: string, dueAt: Date): void {
    const delay = Math.max(0, dueAt.getTime() - this.clock.now().getTime());
    const key = `${endpointId}-${Math.ceil(dueAt.getTime() / 100)}`;
    if (this.planned.has(key)) return;
    // Only against doubles of the same moment, so it need not keep the process alive.
    const forget = setTimeout(() => this.planned.delete(key), delay);
    this.planned.set(key, forget.unref());
    void this.add([endpointId], delay);
  }

  private async add(endpointIds: string[], delay: number): Promise<boolean> {
    try {
      await this.queue.add({ endpoint_ids: endpointIds }, delay > 0 ? { delay } : {});
      return true;
    } catch (error) {
      this.complain(error);
      return false;
    }
  }
}
