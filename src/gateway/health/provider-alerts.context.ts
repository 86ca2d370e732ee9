import { Injectable } from '@nestjs/common';
import { Database } from '#core/database/database.js';
import { SettingsService } from '#core/settings/settings.service.js';
import { AlertRegistry } from '#monitoring/alerts/alert-registry.js';
import { CategoryRegistry } from '#providers/category-registry.js';

/** What the rules about providers need beside the providers themselves. */
@Injectable()
export class ProviderAlertsContext {
  constructor(
    readonly registry: AlertRegistry,
    readonly settings: SettingsService,
    readonly categories: CategoryRegistry,
    private readonly database: Database,
  ) {}

  /** Providers whose last word on our credentials was a refusal: refused lately, and nothing went well after it. */
  async refusedSince(windowMs: number): Promise<ReadonlySet<string>> {
    const rows = await this.database.query<{ provider_id: string }>(
      `SELECT provider_id FROM call_figures
       WHERE step = 'minute' AND at >= now() - make_interval(secs => $1)
       GROUP BY provider_id
       HAVING max(at) FILTER (WHERE outcome = 'unauthorized') >= coalesce(max(at) FILTER (WHERE outcome = 'ok'), '-infinity')`,
      [windowMs / 1_000],
    );
    return new Set(rows.map((row) => row.provider_id));
  }
}
