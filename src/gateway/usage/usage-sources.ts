import { Injectable } from '@nestjs/common';
import type { Provider } from '#providers/provider.types.js';
import type { UsagePeriod } from './usage-period.js';

/** What one kind of operation has cost at one provider, in one currency. */
export interface CostRow {
  readonly providerId: string;
  readonly operation: string;
  readonly currency: string;
  /** Minor units; an estimate by the fee table. */
  readonly amount: number;
  /** How many are not in `amount`, because no fee is known for them. */
  readonly unpriced: number;
}

/** What a category tells about the use of its providers. */
export interface UsageSource {
  readonly integrationType: string;
  /**
   * Operations that begin something new: these alone are refused at a limit. Whatever looks after something that exists
   * (its status, its cancellation, money back) goes on, because it protects money.
   */
  readonly newWork: readonly string[];
  /** What these providers have cost within the period. */
  costs(period: UsagePeriod, providers: readonly Provider[]): Promise<readonly CostRow[]>;
}

/** Categories register themselves here, because the gateway knows none. */
@Injectable()
export class UsageSources {
  private readonly sources = new Map<string, UsageSource>();

  register(source: UsageSource): void {
    this.sources.set(source.integrationType, source);
  }

  /** False for a category that has registered nothing: it is counted and alerted, never refused. */
  isNewWork(integrationType: string, operation: string): boolean {
    return this.sources.get(integrationType)?.newWork.includes(operation) ?? false;
  }

  async costs(period: UsagePeriod, providers: readonly Provider[]): Promise<CostRow[]> {
    const byType = Map.groupBy(providers, ({ integrationType }) => integrationType);
    const found = await Promise.all(
      [...byType].map(async ([type, group]) => this.sources.get(type)?.costs(period, group) ?? []),
    );
    return found.flat();
  }
}
