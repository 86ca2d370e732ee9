import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Config } from '#core/config/config.js';
import { hubVersion } from '#core/config/hub-version.js';
import { Database } from '#core/database/database.js';
import { Queues } from '#core/queue/queues.js';
import { Metrics } from './metrics.js';
import type { Sample } from './metric-table.js';
import { readBriefly } from './read-briefly.js';

interface AlertCount {
  readonly rule: string;
  readonly severity: string;
  readonly count: number;
}

/** Figures of the process itself, its database connections, the queues and the alerts. */
@Injectable()
export class HubFigures implements OnModuleInit {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly queues: Queues,
    private readonly metrics: Metrics,
  ) {}

  onModuleInit(): void {
    this.metrics.addRuntime();
    const version = hubVersion();
    this.metrics.addSource({
      id: 'process',
      isCheap: true,
      read: async () => [...this.build(version), ...this.pool()],
    });
    this.metrics.addSource({ id: 'queues', read: () => this.jobs() });
    this.metrics.addSource({ id: 'alerts', read: () => this.alerts() });
  }

  private build(version: string): Sample[] {
    const labels = { version, node_version: process.versions.node, role: this.config.role };
    return [{ name: 'kunci_build_info', labels, value: 1 }];
  }

  private pool(): Sample[] {
    const { waiting, ...connections } = this.database.figures;
    return [
      { name: 'kunci_database_pool_waiting', labels: {}, value: waiting },
      ...Object.entries(connections).map(([state, value]): Sample => {
        return { name: 'kunci_database_pool_connections', labels: { state }, value };
      }),
    ];
  }

  private async jobs(): Promise<Sample[]> {
    const counts = await this.queues.counts();
    return counts.map(({ queue, state, count }) => {
      return { name: 'kunci_queue_jobs', labels: { queue, state }, value: count };
    });
  }

  private async alerts(): Promise<Sample[]> {
    const rows = await readBriefly<AlertCount>(
      this.database,
      `SELECT rule, severity, count(*) AS count FROM alerts WHERE status <> 'resolved' GROUP BY rule, severity`,
    );
    return rows.map(({ rule, severity, count }) => {
      return { name: 'kunci_alerts_open', labels: { rule, severity }, value: count };
    });
  }
}
