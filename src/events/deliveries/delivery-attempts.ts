import { Injectable } from '@nestjs/common';
import { Metrics } from '#monitoring/metrics/metrics.js';
import { DeliveryResults } from './delivery-results.js';
import { DeliverySender } from './delivery-sender.js';
import type { AttemptRow, ClaimedDelivery } from './delivery.rows.js';

/** One attempt from its beginning to what follows from it, counted. */
@Injectable()
export class DeliveryAttempts {
  constructor(
    private readonly sender: DeliverySender,
    private readonly results: DeliveryResults,
    private readonly metrics: Metrics,
  ) {}

  /** @returns when the next attempt is due, if there is one */
  async make(delivery: ClaimedDelivery): Promise<Date | null> {
    const attempt = await this.sender.send(delivery);
    const dueAt = await this.results.settle(delivery, attempt);
    const outcome = outcomeOf(attempt, dueAt);
    this.metrics.count('kunci_deliveries_total', { outcome });
    this.metrics.observe(
      'kunci_delivery_duration_seconds',
      { outcome },
      attempt.duration_ms / 1_000,
    );
    return dueAt;
  }
}

function outcomeOf({ error }: AttemptRow, dueAt: Date | null): 'delivered' | 'retrying' | 'dead' {
  if (error === null) return 'delivered';
  return dueAt === null ? 'dead' : 'retrying';
}
