import { Injectable } from '@nestjs/common';
import { Database } from '#core/database/database.js';
import { GroupCommit } from '#core/database/group-commit.js';
import { Log } from '#core/logging/log.js';
import { Clock } from '#core/time/clock.js';
import { News } from '../stream/news.js';
import { EndpointParking } from '../endpoints/endpoint-parking.js';
import { EndpointsRepository } from '../endpoints/endpoints.repository.js';
import { GIVE_UP_AFTER_MS, retryDelayMs } from './delivery-schedule.js';
import { DeliveryWorkRepository } from './delivery-work.repository.js';
import type { AttemptOutcome, AttemptRow, ClaimedDelivery } from './delivery.rows.js';

const MAX_BATCH = 200;
const MAX_IN_FLIGHT = 2;
/** "Gone": the receiver asks never to be called again. */
const GONE = 410;

/** Decides what follows from an attempt and writes it down, many at a time. */
@Injectable()
export class DeliveryResults {
  private readonly commits: GroupCommit<AttemptOutcome>;

  constructor(
    work: DeliveryWorkRepository,
    private readonly endpoints: EndpointsRepository,
    private readonly parking: EndpointParking,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly news: News,
    private readonly log: Log,
  ) {
    this.commits = new GroupCommit(
      async (outcomes) => {
        await work.finish(outcomes);
        return outcomes.map(() => undefined);
      },
      { maxItems: MAX_BATCH, maxInFlight: MAX_IN_FLIGHT },
    );
  }

  /**
   * @param isOnly there is no second try, as for a test that somebody is waiting for
   * @returns when the next attempt is due, if there is one
   */
  async settle(
    delivery: ClaimedDelivery,
    attempt: AttemptRow,
    isOnly = false,
  ): Promise<Date | null> {
    const outcome = this.outcomeOf(delivery, attempt, isOnly);
    await this.commits.add(outcome);
    this.news.tell({
      topic: 'delivery',
      event: `delivery.${outcome.status}`,
      id: delivery.id,
      property_id: delivery.endpoint_property_id,
    });
    if (!isOnly) await this.followUp(delivery, attempt);
    return outcome.dueAt;
  }

  private outcomeOf(
    delivery: ClaimedDelivery,
    attempt: AttemptRow,
    isOnly: boolean,
  ): AttemptOutcome {
    const base = { delivery, attempt };
    if (attempt.error === null) return { ...base, status: 'delivered', dueAt: null };
    const isOver = isOnly || attempt.response_status === GONE;
    const delay = isOver ? undefined : retryDelayMs(delivery.round_attempts + 1, Math.random());
    if (delay === undefined) return { ...base, status: 'dead', dueAt: null };
    return { ...base, status: 'retrying', dueAt: new Date(this.clock.now().getTime() + delay) };
  }

  private async followUp(delivery: ClaimedDelivery, attempt: AttemptRow): Promise<void> {
    const isFailure = attempt.fault === 'receiver';
    if (attempt.response_status === GONE) {
      await this.switchOff(delivery, 'the receiver answered 410 Gone');
      return;
    }
    const since = delivery.failing_since;
    if (isFailure && since !== null && this.isOverdue(since)) {
      await this.switchOff(delivery, `every delivery has failed since ${since.toISOString()}`);
      return;
    }
    if (isFailure !== (since !== null)) {
      await this.endpoints.markHealth(delivery.endpoint_id, isFailure);
    }
  }

  private isOverdue(since: Date): boolean {
    return this.clock.now().getTime() - since.getTime() > GIVE_UP_AFTER_MS;
  }

  private async switchOff(delivery: ClaimedDelivery, reason: string): Promise<void> {
    const endpoint = {
      id: delivery.endpoint_id,
      url: delivery.url,
      property_id: delivery.endpoint_property_id,
    };
    await this.database.transaction((tx) => this.parking.disable(tx, endpoint, reason));
    this.log.warn({ endpoint_id: delivery.endpoint_id, reason }, 'a webhook endpoint was disabled');
  }
}
