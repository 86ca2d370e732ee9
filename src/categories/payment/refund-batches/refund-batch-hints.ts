import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Log } from '#core/logging/log.js';
import { type JobQueue, Queues } from '#core/queue/queues.js';

export const REFUND_BATCH_QUEUE = 'refund-batches';
export const batchHintSchema = z.object({ batch_id: z.uuid() });
export type BatchHint = z.infer<typeof batchHintSchema>;

/** Tells the workers that a batch has work. A hint that is lost costs seconds: the sweeper finds the batch by its `due_at`. */
@Injectable()
export class RefundBatchHints {
  private readonly queue: JobQueue<BatchHint>;

  constructor(
    queues: Queues,
    private readonly log: Log,
  ) {
    this.queue = queues.queue<BatchHint>(REFUND_BATCH_QUEUE);
  }

  /** @returns false when the queue is out of reach */
  async give(batchId: string): Promise<boolean> {
    try {
      await this.queue.add({ batch_id: batchId });
      return true;
    } catch (error) {
      this.log.warn(
        { err: error, batch_id: batchId },
        'the queue of refund batches is out of reach',
      );
      return false;
    }
  }
}
