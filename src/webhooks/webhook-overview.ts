import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '#core/database/database.js';
import { idBound } from '#core/database/partitions/week-partitions.js';
import {
  type DayFigure,
  type DayFigureSource,
  type DaySpan,
  OverviewSources,
} from '#core/overview/overview-sources.js';

const OF_PROPERTY =
  'SELECT id FROM providers WHERE $1::uuid IS NULL OR property_id = $1 OR property_id IS NULL';

/** How many webhooks came in, for the first page. */
@Injectable()
export class WebhookOverview implements DayFigureSource, OnModuleInit {
  readonly id = 'webhooks';
  readonly scope = 'webhooks:read';

  constructor(
    private readonly database: Database,
    private readonly sources: OverviewSources,
  ) {}

  onModuleInit(): void {
    this.sources.registerFigure(this);
  }

  /** Ids follow the time, so a day is a range of webhook_logs_provider in a partition or two: no row is read. */
  async count({ from, to, propertyId }: DaySpan): Promise<DayFigure> {
    const [row] = await this.database.query<{ count: number }>(
      `SELECT coalesce(sum(c.count), 0)::bigint AS count FROM (${OF_PROPERTY}) p CROSS JOIN LATERAL (
         SELECT count(*) AS count FROM webhook_logs l
         WHERE l.provider_id = p.id AND l.id >= $2::uuid AND l.id < $3::uuid) c`,
      [propertyId, idBound(from.getTime()), idBound(to.getTime())],
    );
    return { count: row?.count ?? 0, sums: [] };
  }

  async hasAny(propertyId: string | null): Promise<boolean> {
    const rows = await this.database.query(
      `SELECT FROM (${OF_PROPERTY}) p
       WHERE EXISTS (SELECT FROM webhook_logs l WHERE l.provider_id = p.id AND l.status <> 'rejected') LIMIT 1`,
      [propertyId],
    );
    return rows.length > 0;
  }
}
