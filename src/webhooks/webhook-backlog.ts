import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '#core/database/database.js';
import { readBacklog } from '#monitoring/metrics/backlog.js';
import { Metrics } from '#monitoring/metrics/metrics.js';

/** Tells how many webhooks are on disk and not done, and for how long. */
@Injectable()
export class WebhookBacklog implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly metrics: Metrics,
  ) {}

  onModuleInit(): void {
    this.metrics.addSource({
      id: 'webhooks',
      read: () =>
        readBacklog(this.database, {
          work: 'webhooks',
          rows: 'FROM webhook_logs WHERE due_at IS NOT NULL ORDER BY due_at',
          since: 'received_at',
          due: 'due_at',
        }),
    });
  }
}
