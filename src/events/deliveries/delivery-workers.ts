import {
  type BeforeApplicationShutdown,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Config } from '#core/config/config.js';
import { Log } from '#core/logging/log.js';
import { Queues } from '#core/queue/queues.js';
import { Ticker } from '#core/time/ticker.js';
import { OutboxBell } from '../outbox-bell.js';
import { DELIVERY_QUEUE, type DeliveryHint, deliveryHintSchema } from './delivery-hints.js';
import { DeliveryParts } from './delivery-parts.js';

const SWEEP_MS = 1_000;
const RENEW_MS = 15_000;
/** A job only starts a lane, so few at a time are enough. */
const CONCURRENCY = 4;

/** Fans events out, works on hints, and sweeps for what no hint led to. */
@Injectable()
export class DeliveryWorkers implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private tickers: readonly Ticker[] = [];
  private fanning: Promise<void> | undefined;
  private isRungAgain = false;
  private isStopped = false;

  constructor(
    private readonly config: Config,
    private readonly queues: Queues,
    private readonly parts: DeliveryParts,
    private readonly bell: OutboxBell,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.config.runsWorkers) return;
    this.queues.work<DeliveryHint>(
      DELIVERY_QUEUE,
      async (data) => {
        const { endpoint_ids } = deliveryHintSchema.parse(data);
        await this.pull(endpoint_ids);
      },
      CONCURRENCY,
    );
    this.bell.onRing(() => void this.fanOut());
    this.tickers = [
      new Ticker(
        SWEEP_MS,
        () => this.sweep(),
        (error) => this.log.error({ err: error }, 'sweeping deliveries failed'),
      ),
      new Ticker(
        RENEW_MS,
        () => this.renew(),
        (error) => this.log.warn({ err: error }, 'leases of deliveries could not be renewed'),
      ),
    ];
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopped = true;
    await Promise.all(this.tickers.map((ticker) => ticker.stop()));
    await this.fanning;
    await this.parts.lanes.stop();
  }

  private async sweep(): Promise<void> {
    await this.fanOut();
    await this.pull(await this.parts.work.dueEndpoints());
  }

  private async renew(): Promise<void> {
    const ids = this.parts.lanes.leasedIds();
    if (ids.length > 0) await this.parts.work.renew(ids);
  }

  /** One at a time; a ring during a run means one more run. */
  private async fanOut(): Promise<void> {
    if (this.fanning) {
      this.isRungAgain = true;
      return this.fanning;
    }
    this.fanning = this.fanOutAll().finally(() => {
      this.fanning = undefined;
    });
    return this.fanning;
  }

  private async fanOutAll(): Promise<void> {
    try {
      let more = true;
      while (more && !this.isStopped) {
        this.isRungAgain = false;
        const { endpointIds, hasMore } = await this.parts.fanOut.run();
        await this.start(endpointIds);
        more = hasMore || this.isRungAgain;
      }
    } catch (error) {
      this.log.error({ err: error }, 'events could not be handed to their subscribers; again soon');
    }
  }

  /** Through the queue, so that all workers share the load; at once where it is out of reach. */
  private async start(endpointIds: readonly string[]): Promise<void> {
    if (endpointIds.length === 0 || (await this.parts.hints.now(endpointIds))) return;
    await this.pull(endpointIds);
  }

  private async pull(endpointIds: readonly string[]): Promise<void> {
    await Promise.all(endpointIds.map((id) => this.parts.lanes.pull(id)));
  }
}
