import { Injectable } from '@nestjs/common';
import { Database } from '#core/database/database.js';
import { Clock } from '#core/time/clock.js';
import { CallFiguresService } from '#monitoring/figures/call-figures.service.js';
import { isPaused } from '#providers/pause/provider-pause.js';
import { ProviderRegistry } from '#providers/provider-registry.js';
import { type Condition, conditionOf } from './category-state.js';

export interface ProviderCondition {
  readonly name: string;
  readonly category: string;
  readonly propertyId: string | null;
  readonly condition: Condition;
}

const WINDOW_MS = 2 * 3_600_000;
const STRETCH_MS = 5 * 60_000;
/** Anybody may reload; the tables are asked this often at most. */
const FRESH_MS = 5_000;

/** How every provider in use is, looked at no more often than every few seconds. */
@Injectable()
export class ProviderConditions {
  private seen: { readonly at: number; readonly all: Promise<readonly ProviderCondition[]> } = {
    at: Number.NEGATIVE_INFINITY,
    all: Promise.resolve([]),
  };

  constructor(
    private readonly providers: ProviderRegistry,
    private readonly figures: CallFiguresService,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  all(): Promise<readonly ProviderCondition[]> {
    const at = this.clock.now().getTime();
    if (at - this.seen.at < FRESH_MS) return this.seen.all;
    const all = this.look();
    this.seen = { at, all };
    // A failed look is not kept.
    all.catch(() => {
      if (this.seen.all === all) this.seen = { at: Number.NEGATIVE_INFINITY, all };
    });
    return all;
  }

  private async look(): Promise<readonly ProviderCondition[]> {
    const now = this.clock.now();
    const [recent, resting] = await Promise.all([
      this.figures.recently(WINDOW_MS, STRETCH_MS),
      this.resting(),
    ]);
    return this.providers
      .list()
      .filter(({ isActive, isArchived }) => isActive && !isArchived)
      .map((provider) => ({
        name: provider.name,
        category: provider.integrationType,
        propertyId: provider.propertyId,
        condition: conditionOf(
          {
            name: provider.name,
            isPaused: isPaused(provider, now),
            pausedSince: provider.pause?.since,
            restingSince: resting.get(provider.id),
            stretches: (recent.get(provider.id) ?? []).map((point) => ({
              at: new Date(point.at),
              calls: point.calls,
              success_rate: point.success_rate,
              p50_ms: point.p50_ms,
            })),
          },
          now,
        ),
      }));
  }

  /** Providers that are not called after repeated failures, and since when. */
  private async resting(): Promise<ReadonlyMap<string, Date>> {
    const rows = await this.database.query<{ provider_id: string; opened_at: Date }>(
      `SELECT provider_id, opened_at FROM provider_breakers WHERE state = 'open'`,
    );
    return new Map(rows.map((row) => [row.provider_id, row.opened_at]));
  }
}
