import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '#core/database/database.js';
import { readBacklog } from '#monitoring/metrics/backlog.js';
import { Metrics } from '#monitoring/metrics/metrics.js';
import type { Sample } from '#monitoring/metrics/metric-table.js';
import { readBriefly } from '#monitoring/metrics/read-briefly.js';

const MAX_COUNTED = 10_000;

/** Tells how many events and deliveries wait, and how many dead letters lie about. */
@Injectable()
export class DeliveryBacklog implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly metrics: Metrics,
  ) {}

  onModuleInit(): void {
    this.metrics.addSource({
      id: 'events',
      read: () =>
        readBacklog(this.database, {
          work: 'events',
          rows: 'FROM domain_events WHERE dispatched_at IS NULL ORDER BY id',
          since: 'created_at',
          due: 'created_at',
        }),
    });
    this.metrics.addSource({
      id: 'deliveries',
      read: () =>
        readBacklog(this.database, {
          work: 'deliveries',
          rows: 'FROM webhook_deliveries WHERE due_at IS NOT NULL',
          since: 'created_at',
          due: 'due_at',
        }),
    });
    this.metrics.addSource({ id: 'dead_letters', read: () => this.deadLetters() });
  }

  private async deadLetters(): Promise<Sample[]> {
    const [row] = await readBriefly<{ dead: number }>(
      this.database,
      `SELECT count(*) AS dead
       FROM (SELECT 1 FROM webhook_deliveries WHERE status = 'dead' LIMIT ${MAX_COUNTED}) AS dead`,
    );
    return [{ name: 'kunci_deliveries_dead', labels: {}, value: row?.dead ?? 0 }];
  }
}
