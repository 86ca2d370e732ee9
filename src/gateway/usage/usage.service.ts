import { Injectable } from '@nestjs/common';
import { hasPropertyAccess, type Principal } from '#access/principal.js';
import { NotFoundError } from '#core/errors/app-error.js';
import { Clock } from '#core/time/clock.js';
import { ProviderRegistry } from '#providers/provider-registry.js';
import type { Provider } from '#providers/provider.types.js';
import { UsageLimitsRepository } from './usage-limits.repository.js';
import { dayOf, monthOf, parseMonth, type UsagePeriod } from './usage-period.js';
import { UsageSources } from './usage-sources.js';
import { itemsOf, providerUsageOf, totalsOf, type UsageFacts } from './usage-summary.js';
import { type OperationRow, UsageRepository } from './usage.repository.js';
import type { UsageAnswer, UsageQuery } from './usage.schemas.js';

/** What was used of each vendor within a month, and what it has cost. */
@Injectable()
export class UsageService {
  constructor(
    private readonly providers: ProviderRegistry,
    private readonly repository: UsageRepository,
    private readonly sources: UsageSources,
    private readonly limits: UsageLimitsRepository,
    private readonly clock: Clock,
  ) {}

  /** @throws NotFoundError for a provider that the principal may not see */
  async get(query: UsageQuery, principal: Principal): Promise<UsageAnswer> {
    const month = query.month === undefined ? monthOf(this.clock.now()) : parseMonth(query.month);
    const facts = await this.factsOf(this.visible(query.provider_id, principal), month);
    const used = facts.filter(({ operations, costs, limits }) => {
      return operations.length > 0 || costs.length > 0 || limits !== undefined;
    });
    return {
      month: month.name,
      time_zone: 'UTC',
      items: used.flatMap(itemsOf),
      providers: used.map(providerUsageOf),
      totals: totalsOf(used),
    };
  }

  private async factsOf(providers: readonly Provider[], month: UsagePeriod): Promise<UsageFacts[]> {
    const ids = providers.map(({ id }) => id);
    const [operations, costs, limits, today] = await Promise.all([
      this.repository.operations(month, ids),
      this.sources.costs(month, providers),
      this.limits.all(),
      this.today(month, ids),
    ]);
    const ofProvider = Map.groupBy(operations, (row) => row.provider_id);
    return providers.map((provider) => ({
      provider,
      operations: ofProvider.get(provider.id) ?? [],
      costs: costs.filter(({ providerId }) => providerId === provider.id),
      limits: limits.find(({ providerId }) => providerId === provider.id),
      today: today && sumOf(today.filter((row) => row.provider_id === provider.id)),
    }));
  }

  /** Undefined unless the month is running. */
  private async today(
    month: UsagePeriod,
    ids: readonly string[],
  ): Promise<OperationRow[] | undefined> {
    const now = this.clock.now();
    if (monthOf(now).name !== month.name) return undefined;
    return this.repository.operations(dayOf(now), ids);
  }

  private visible(providerId: string | undefined, principal: Principal): Provider[] {
    const visible = this.providers
      .list()
      .filter(({ propertyId }) => propertyId === null || hasPropertyAccess(principal, propertyId));
    if (providerId === undefined) return visible;
    const asked = visible.filter(({ id }) => id === providerId);
    if (asked.length > 0) return asked;
    throw new NotFoundError(
      `There is no provider ${providerId}; GET /api/v1/providers lists them.`,
    );
  }
}

function sumOf(rows: readonly OperationRow[]): number {
  return rows.reduce((sum, { calls }) => sum + calls, 0);
}
