import {
  type BeforeApplicationShutdown,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Config } from '#core/config/config.js';
import { Log } from '#core/logging/log.js';
import { Queues } from '#core/queue/queues.js';
import { Ticker } from '#core/time/ticker.js';
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
export class WebhookWorkers implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private tickers: readonly Ticker[] = [];

  constructor(
    private readonly config: Config,
    private readonly queues: Queues,
    private readonly processor: WebhookProcessor,
    private readonly logs: WebhookLogRepository,
    private readonly hints: WebhookHints,
    private readonly pressure: IngestPressure,
    private readonly log: Log,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (!this.config.runsWorkers) return;
    if (this.config.isAlone) await this.logs.takeBackAll();
    this.queues.work<WebhookHint>(
      WEBHOOK_QUEUE,
      async (data) => {
        const hint = hintSchema.parse(data);
        await this.pressure.calm();
        await this.processor.process(hint.ids, hint.verified);
      },
      CONCURRENCY,
    );
    this.tickers = [
      new Ticker(
        SWEEP_MS,
        () => this.sweepOnce(),
        (error) => this.log.error({ err: error }, 'sweeping webhooks failed'),
      ),
      new Ticker(
        RENEW_MS,
        () => this.processor.renewLeases(),
        (error) => this.log.warn({ err: error }, 'webhooks in work could not be marked as such'),
      ),
    ];
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.tickers.map((ticker) => ticker.stop()));
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
