import { Injectable } from '@nestjs/common';
import { newTraceId, runWithTrace } from '#core/logging/trace-context.js';
import { inSpan } from '#core/tracing/spans.js';
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

  /**
   * Runs in the trace of what caused the event.
   *
   * @returns when the next attempt is due, if there is one
   */
  make(delivery: ClaimedDelivery): Promise<Date | null> {
    const attributes = {
      'kunci.event': delivery.event,
      'kunci.delivery': delivery.id,
      'kunci.attempt': delivery.attempt_count + 1,
    };
    return runWithTrace(delivery.trace_id ?? newTraceId(), () =>
      inSpan('delivery', { kind: 'producer', attributes }, () => this.makeNow(delivery)),
    );
  }

  private async makeNow(delivery: ClaimedDelivery): Promise<Date | null> {
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
