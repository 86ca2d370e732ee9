import { Injectable } from '@nestjs/common';
import { type FallbackCost, OverviewSources } from '#core/overview/overview-sources.js';
import { AlertsService } from '#monitoring/alerts/alerts.service.js';
import { isPaused } from '#providers/pause/provider-pause.js';
import { ProviderRegistry } from '#providers/provider-registry.js';
import type { Provider } from '#providers/provider.types.js';
import { Breakers } from '../breakers.service.js';
import { FeatureMap } from '../features/feature-map.js';
import type { RunningFallback } from './overview.schemas.js';

/** Features whose first choice is at rest, by who it is and who serves them meanwhile. */
interface Detour {
  readonly from: Provider;
  readonly to: Provider | undefined;
  readonly features: string[];
}

const NO_COST = { count: 0, extra: [], unknown: 0 } satisfies Partial<FallbackCost>;

/** The payments whose failures made the breaker open went to the fallback before it did. */
const BEFORE_MS = 5 * 60_000;

/** What runs on another provider than it should right now, since when, and what that has cost. */
@Injectable()
export class RunningFallbacks {
  constructor(
    private readonly features: FeatureMap,
    private readonly providers: ProviderRegistry,
    private readonly breakers: Breakers,
    private readonly alerts: AlertsService,
    private readonly sources: OverviewSources,
  ) {}

  /** Those without anybody to step in first. */
  async list(propertyId: string | null): Promise<RunningFallback[]> {
    const detours = this.detours(propertyId);
    const since = await this.alerts.openSince(
      'provider_down',
      detours.map(({ from }) => from.id),
    );
    const answers = detours.map((detour) => {
      const begin = detour.from.pause?.since ?? since.get(detour.from.id);
      return this.answer(detour, begin, propertyId);
    });
    return (await Promise.all(answers)).sort((a, b) => rank(a) - rank(b));
  }

  private detours(propertyId: string | null): Detour[] {
    const found = new Map<string, Detour>();
    for (const mapping of this.features.list()) {
      if (!isOf(mapping.propertyId, propertyId)) continue;
      const [from, ...others] = mapping.chain.map((id) => this.providers.find(id));
      if (!from?.isActive || !this.isAtRest(from)) continue;
      const to = others.find((other) => other?.isActive && !this.isAtRest(other));
      const key = `${from.id}/${to?.id ?? ''}`;
      const detour = found.get(key) ?? { from, to, features: [] };
      detour.features.push(mapping.featureKey);
      found.set(key, detour);
    }
    return [...found.values()];
  }

  private isAtRest(provider: Provider): boolean {
    return isPaused(provider) || this.breakers.viewOf(provider.id).state !== 'closed';
  }

  private async answer(
    { from, to, features }: Detour,
    since: Date | undefined,
    propertyId: string | null,
  ): Promise<RunningFallback> {
    const costs = since ? await this.costs(from.id, since, propertyId) : [];
    const cost = costs.find(({ toProviderId }) => toProviderId === to?.id) ?? NO_COST;
    return {
      integration_type: from.integrationType,
      features: [...new Set(features)],
      from: nameOf(from),
      reason: isPaused(from) ? 'paused' : 'breaker_open',
      to: to ? nameOf(to) : null,
      since: since?.toISOString() ?? null,
      count: cost.count,
      extra_cost: [...cost.extra],
      unknown_costs: cost.unknown,
    };
  }

  private async costs(
    fromProviderId: string,
    since: Date,
    propertyId: string | null,
  ): Promise<FallbackCost[]> {
    const from = new Date(since.getTime() - BEFORE_MS);
    const asked = { fromProviderId, since: from, propertyId };
    const found = await Promise.all(this.sources.costs.map((source) => source.cost(asked)));
    return found.flat();
  }
}

function isOf(owner: string | null, propertyId: string | null): boolean {
  return propertyId === null || owner === null || owner === propertyId;
}

function nameOf({ id, slug, name }: Provider): { id: string; slug: string; name: string } {
  return { id, slug, name };
}

function rank({ to }: RunningFallback): number {
  return to === null ? 0 : 1;
}
