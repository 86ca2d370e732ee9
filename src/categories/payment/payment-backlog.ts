import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '#core/database/database.js';
import { readBacklog } from '#monitoring/metrics/backlog.js';
import { Metrics } from '#monitoring/metrics/metrics.js';

/** Tells how many payments wait for somebody to ask their vendor. */
@Injectable()
export class PaymentBacklog implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly metrics: Metrics,
  ) {}

  onModuleInit(): void {
    this.metrics.addSource({
      id: 'payment_checks',
      read: () =>
        readBacklog(this.database, {
          work: 'payment_checks',
          rows: 'FROM payments WHERE next_check_at IS NOT NULL ORDER BY next_check_at',
          since: 'created_at',
          due: 'next_check_at',
        }),
    });
  }
}
