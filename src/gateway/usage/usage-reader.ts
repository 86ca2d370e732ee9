import { Injectable } from '@nestjs/common';
import { Clock } from '#core/time/clock.js';
import { wasAsked } from '#monitoring/figures/call-outcomes.js';
import { IntegrationLogs } from '#monitoring/integration-log.js';
import { ProviderRegistry } from '#providers/provider-registry.js';
import type { UsageLimits } from './usage-limit.js';
import type { UsageMeter } from './usage-meter.js';
import { dayOf, monthOf } from './usage-period.js';
import { UsageSources } from './usage-sources.js';
import { type CallCountRow, UsageRepository } from './usage.repository.js';

/** What providers with limits have used, out of the tables: the truth for all processes together. */
@Injectable()
export class UsageReader {
  constructor(
    private readonly repository: UsageRepository,
    private readonly sources: UsageSources,
    private readonly providers: ProviderRegistry,
    private readonly logs: IntegrationLogs,
    private readonly clock: Clock,
  ) {}

  /** Calls of the running month and day; providers without any are left out. */
  async calls(providerIds: readonly string[]): Promise<Map<string, CallCountRow>> {
    const now = this.clock.now();
    const rows = await this.repository.counts(providerIds, {
      month: monthOf(now),
      day: dayOf(now),
    });
    return new Map(rows.map((row) => [row.provider_id, row]));
  }

  /** The running month's cost in the currency of each limit; providers without such a limit are left out. */
  async costs(limits: readonly UsageLimits[]): Promise<Map<string, number>> {
    const priced = limits.filter(({ monthlyCost }) => monthlyCost !== null);
    if (priced.length === 0) return new Map();
    const providers = priced.flatMap(({ providerId }) => this.providers.find(providerId) ?? []);
    const rows = await this.sources.costs(monthOf(this.clock.now()), providers);
    return new Map(
      priced.map(({ providerId, monthlyCost }) => [
        providerId,
        rows
          .filter((row) => row.providerId === providerId && row.currency === monthlyCost?.currency)
          .reduce((sum, row) => sum + row.amount, 0),
      ]),
    );
  }

  /**
   * Brings meters up to date. Read between two batches of log rows, so that a call of this process is counted either in
   * the table or among the rows that wait, never in both and never in none.
   */
  async readInto(meters: ReadonlyMap<string, UsageMeter>): Promise<void> {
    const found = await this.logs.betweenBatches((waiting) => {
      const asked = waiting.filter(({ outcome }) => wasAsked(outcome));
      for (const [id, meter] of meters) {
        meter.beginReading(asked.filter(({ providerId }) => providerId === id).length);
      }
      return this.calls([...meters.keys()]);
    });
    for (const [id, meter] of meters) meter.endReading(found.get(id) ?? { month: 0, day: 0 });
  }
}
