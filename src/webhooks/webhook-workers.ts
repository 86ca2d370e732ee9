import { Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { Config } from '#core/config/config.js';
import { Log } from '#core/logging/log.js';
import { Queues } from '#core/queue/queues.js';
import { Rounds } from '#core/time/rounds.js';
import { IngestPressure } from './ingest-pressure.js';
import { hintSchema, WEBHOOK_QUEUE, WebhookHints, type WebhookHint } from './webhook-hints.js';
import { WebhookLogRepository } from './webhook-log.repository.js';
import { WebhookProcessor } from './webhook-processor.js';

const SWEEP_MS = 1_000;
const SWEEP_LIMIT = 500;
const RENEW_MS = 5_000;
/** Jobs at a time; each holds up to a hundred rows, so a burst is worked through side by side. */
const CONCURRENCY = 2;

/** Works on hints, and sweeps for rows that no hint led to. */
@Injectable()
export class WebhookWorkers implements OnModuleInit, OnApplicationBootstrap {
  constructor(
    private readonly config: Config,
    private readonly queues: Queues,
    private readonly processor: WebhookProcessor,
    private readonly logs: WebhookLogRepository,
    private readonly hints: WebhookHints,
    private readonly pressure: IngestPressure,
    private readonly rounds: Rounds,
    private readonly log: Log,
  ) {}

  onModuleInit(): void {
    this.rounds.add({
      what: 'sweeping webhooks',
      everyMs: SWEEP_MS,
      run: () => this.sweepOnce(),
    });
    this.rounds.add({
      what: 'marking webhooks as in work',
      everyMs: RENEW_MS,
      run: () => this.processor.renewLeases(),
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    if (!this.config.runsWorkers) return;
    if (this.config.isAlone) await this.logs.takeBackAll();
    this.queues.work<WebhookHint>(
      WEBHOOK_QUEUE,
      async (data) => {
        const hint = hintSchema.parse(data);
        await this.pressure.calm();
        await this.processor.process(hint.ids, hint.verified, hint.replies);
      },
      CONCURRENCY,
    );
  }

  private async sweepOnce(): Promise<void> {
    await this.pressure.calm();
    const ids = await this.logs.takeOverdue(SWEEP_LIMIT);
    if (ids.length === 0) return;
    try {
      await this.hints.unverified(ids);
    } catch (error) {
      this.log.warn(
        { err: error, count: ids.length },
        'the webhook queue is out of reach; the rows are processed at once',
      );
      await this.processor.process(ids, false);
    }
  }
}
