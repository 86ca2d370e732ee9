import { Injectable } from '@nestjs/common';
import { Log } from '#core/logging/log.js';
import { DeliveryAttempts } from './delivery-attempts.js';
import { DeliveryHints } from './delivery-hints.js';
import { DeliveryWorkRepository } from './delivery-work.repository.js';
import type { ClaimedDelivery } from './delivery.rows.js';

/** Attempts at a time for one endpoint in this process. */
const LANE_WIDTH = 10;
/** Leased and waiting for one endpoint; more stays in the table for whoever has room. */
const LANE_DEPTH = 100;

interface Lane {
  readonly waiting: ClaimedDelivery[];
  readonly active: Set<Promise<void>>;
  readonly leased: Set<string>;
  pulling: boolean;
  /** The last claim took as much as there was room for, so the table has more. */
  hasMore: boolean;
  /** Something came while pulling, so it has to be looked at once more. */
  isStale: boolean;
}

/**
 * One lane an endpoint, each with its own width: an endpoint that hangs fills its own lane and nobody else's.
 */
@Injectable()
export class DeliveryLanes {
  private readonly lanes = new Map<string, Lane>();
  private readonly pulls = new Set<Promise<void>>();
  private isStopped = false;

  constructor(
    private readonly work: DeliveryWorkRepository,
    private readonly attempts: DeliveryAttempts,
    private readonly hints: DeliveryHints,
    private readonly log: Log,
  ) {}

  /** Takes in what is due for an endpoint, as far as its lane has room. */
  async pull(endpointId: string): Promise<void> {
    const lane = this.lane(endpointId);
    if (lane.pulling) {
      lane.isStale = true;
      return;
    }
    lane.pulling = true;
    const pull = this.fillWhileStale(endpointId, lane);
    this.pulls.add(pull);
    try {
      await pull;
    } finally {
      this.pulls.delete(pull);
      lane.pulling = false;
      this.forgetIfIdle(endpointId, lane);
    }
  }

  /** Ids that this process holds, to renew their leases. */
  leasedIds(): string[] {
    return [...this.lanes.values()].flatMap((lane) => [...lane.leased]);
  }

  /** Attempts under way end, what waits, or a claim under way brings, is given back. */
  async stop(): Promise<void> {
    this.isStopped = true;
    await Promise.allSettled(this.pulls);
    const given = [...this.lanes.values()].flatMap((lane) => lane.waiting.splice(0));
    if (given.length > 0) await this.work.release(given.map(({ id }) => id));
    await Promise.all([...this.lanes.values()].flatMap((lane) => [...lane.active]));
  }

  private async fillWhileStale(endpointId: string, lane: Lane): Promise<void> {
    do await this.fill(endpointId, lane);
    while (takeStale(lane) && !this.isStopped);
  }

  private async fill(endpointId: string, lane: Lane): Promise<void> {
    while (!this.isStopped && lane.waiting.length < LANE_DEPTH / 2) {
      const room = LANE_DEPTH - lane.waiting.length;
      const claimed = await this.work.claim(endpointId, room);
      for (const delivery of claimed) lane.leased.add(delivery.id);
      lane.waiting.push(...claimed);
      lane.hasMore = claimed.length === room;
      this.advance(endpointId, lane);
      if (!lane.hasMore) return;
    }
  }

  private advance(endpointId: string, lane: Lane): void {
    while (!this.isStopped && lane.active.size < LANE_WIDTH) {
      const next = lane.waiting.shift();
      if (!next) break;
      const attempt = this.attempt(next, lane).finally(() => {
        lane.active.delete(attempt);
        this.goOn(endpointId, lane);
      });
      lane.active.add(attempt);
    }
  }

  private goOn(endpointId: string, lane: Lane): void {
    this.advance(endpointId, lane);
    const hasRoom = lane.waiting.length < LANE_DEPTH / 2;
    if (hasRoom && lane.hasMore && !lane.pulling && !this.isStopped) {
      this.pull(endpointId).catch((error: unknown) => this.report(error));
    }
    this.forgetIfIdle(endpointId, lane);
  }

  private async attempt(delivery: ClaimedDelivery, lane: Lane): Promise<void> {
    try {
      const dueAt = await this.attempts.make(delivery);
      if (dueAt !== null) this.hints.later(delivery.endpoint_id, dueAt);
    } catch (error) {
      // The database was away: the lease ends by itself and the delivery is made again.
      this.report(error);
    } finally {
      lane.leased.delete(delivery.id);
    }
  }

  private lane(endpointId: string): Lane {
    const known = this.lanes.get(endpointId);
    if (known) return known;
    const lane: Lane = {
      waiting: [],
      active: new Set(),
      leased: new Set(),
      pulling: false,
      hasMore: false,
      isStale: false,
    };
    this.lanes.set(endpointId, lane);
    return lane;
  }

  private forgetIfIdle(endpointId: string, lane: Lane): void {
    if (lane.pulling || lane.active.size > 0 || lane.waiting.length > 0) return;
    this.lanes.delete(endpointId);
  }

  private report(error: unknown): void {
    this.log.error({ err: error }, 'working on deliveries was interrupted');
  }
}

function takeStale(lane: Lane): boolean {
  const { isStale } = lane;
  lane.isStale = false;
  return isStale;
}
