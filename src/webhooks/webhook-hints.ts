import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { z } from 'zod';
import { Log } from '#core/logging/log.js';
import { type JobQueue, Queues } from '#core/queue/queues.js';
import type { GivenReply } from './webhook-log.rows.js';

export const WEBHOOK_QUEUE = 'webhooks';

/** `replies`: what the senders of the rows were told, in the same order. */
export const hintSchema = z.object({
  ids: z.array(z.uuid()),
  verified: z.boolean(),
  replies: z.array(z.object({ status: z.int(), ms: z.int() })).optional(),
});
export type WebhookHint = z.infer<typeof hintSchema>;

/** The first row after a quiet moment goes soon; during a flood a job is filled up first. */
const COLLECT_MS = 5;
const COLLECT_IN_FLOOD_MS = 50;
const MAX_IDS = 100;

/**
 * Tells the workers that rows are waiting. Rows of the same moment share a job. A hint that gets lost
 * costs seconds, not a webhook: the sweeper finds the row by its `due_at`.
 */
@Injectable()
export class WebhookHints implements OnModuleDestroy {
  private readonly queue: JobQueue<WebhookHint>;
  private waiting: { readonly id: string; readonly reply: GivenReply }[] = [];
  private flushedAt = 0;
  private timer: NodeJS.Timeout | undefined;
  private readonly underWay = new Set<Promise<void>>();

  constructor(
    queues: Queues,
    private readonly log: Log,
  ) {
    this.queue = queues.queue<WebhookHint>(WEBHOOK_QUEUE);
  }

  /** For a row whose signature was just found good. */
  verified(id: string, reply: GivenReply): void {
    this.waiting.push({ id, reply });
    if (this.waiting.length >= MAX_IDS) {
      this.flush();
    } else {
      this.timer ??= setTimeout(() => this.flush(), this.patienceMs());
    }
  }

  /** For rows whose verdict is not known here. @throws when the queue is out of reach */
  async unverified(ids: readonly string[]): Promise<void> {
    for (let start = 0; start < ids.length; start += MAX_IDS) {
      await this.queue.add({ ids: ids.slice(start, start + MAX_IDS), verified: false });
    }
  }

  /** The same where the sweeper may as well be waited for. */
  async again(ids: readonly string[]): Promise<void> {
    await this.unverified(ids).catch((error: unknown) => this.leaveToSweeper(error, ids.length));
  }

  /** Requests have ended by now; the queue closes after this. */
  async onModuleDestroy(): Promise<void> {
    this.flush();
    await Promise.all(this.underWay);
  }

  private patienceMs(): number {
    const isFlood = Date.now() - this.flushedAt < COLLECT_IN_FLOOD_MS;
    return isFlood ? COLLECT_IN_FLOOD_MS : COLLECT_MS;
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const rows = this.waiting;
    this.waiting = [];
    if (rows.length === 0) return;
    this.flushedAt = Date.now();
    const added = this.queue
      .add({
        ids: rows.map(({ id }) => id),
        verified: true,
        replies: rows.map(({ reply }) => reply),
      })
      .catch((error: unknown) => this.leaveToSweeper(error, rows.length))
      .finally(() => this.underWay.delete(added));
    this.underWay.add(added);
  }

  private leaveToSweeper(error: unknown, count: number): void {
    this.log.warn(
      { err: error, count },
      'the webhook queue is out of reach; the sweeper takes over',
    );
  }
}
