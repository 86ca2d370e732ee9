import { Injectable } from '@nestjs/common';
import { hasPropertyAccess, listedProperty, type Principal } from '#access/principal.js';
import { NotFoundError } from '#core/errors/app-error.js';
import { type CallFigures, CallFiguresService } from '#monitoring/figures/call-figures.service.js';
import type { FailureRow } from '#monitoring/figures/call-figures.repository.js';
import { ProviderRegistry } from '#providers/provider-registry.js';
import type { Provider } from '#providers/provider.types.js';
import { Breakers } from '../breakers.service.js';
import {
  type ProviderHealth,
  type ProviderHealthPage,
  type ProviderHealthQuery,
  type ProviderSeries,
  windowMs,
} from './provider-health.schemas.js';

const NO_CALLS: CallFigures = {
  calls: 0,
  success_rate: null,
  p50_ms: null,
  p95_ms: null,
  p99_ms: null,
  errors: {},
};

/** How each provider is doing. */
@Injectable()
export class ProviderHealthService {
  constructor(
    private readonly providers: ProviderRegistry,
    private readonly breakers: Breakers,
    private readonly figures: CallFiguresService,
  ) {}

  async list(query: ProviderHealthQuery, principal: Principal): Promise<ProviderHealthPage> {
    const propertyId = listedProperty(principal, query.property_id);
    const visible = this.providers
      .list()
      .filter(
        (provider) =>
          !provider.isArchived &&
          isOf(provider, propertyId) &&
          (query.provider_id === undefined || provider.id === query.provider_id),
      );
    const [figures, failures] = await Promise.all([
      this.figures.byProvider(windowMs(query.window)),
      this.figures.lastFailures(visible.map(({ id }) => id)),
    ]);
    const items = visible.map((provider) =>
      this.toHealth(provider, figures.get(provider.id) ?? NO_CALLS, failures.get(provider.id)),
    );
    return { window: query.window, items, next_cursor: null };
  }

  async series(
    id: string,
    window: ProviderHealthQuery['window'],
    principal: Principal,
  ): Promise<ProviderSeries> {
    const provider = this.providers.find(id);
    if (!provider || !isVisible(provider, principal)) {
      throw new NotFoundError(`There is no provider ${id}; GET /api/v1/providers lists them.`);
    }
    return { window, items: await this.figures.series(id, windowMs(window)), next_cursor: null };
  }

  private toHealth(
    provider: Provider,
    figures: CallFigures,
    failure: FailureRow | undefined,
  ): ProviderHealth {
    return {
      provider_id: provider.id,
      id: provider.id,
      slug: provider.slug,
      name: provider.name,
      integration_type: provider.integrationType,
      environment: provider.environment,
      is_active: provider.isActive,
      ...figures,
      errors: { ...figures.errors },
      breaker: this.breakers.viewOf(provider.id).state,
      last_error: failure
        ? {
            kind: failure.outcome,
            action: failure.operation,
            message: failure.error_message,
            at: failure.created_at.toISOString(),
          }
        : null,
    };
  }
}

/** Its own providers, and those that serve all properties. */
function isOf(provider: Provider, propertyId: string | null): boolean {
  return propertyId === null || provider.propertyId === null || provider.propertyId === propertyId;
}

function isVisible(provider: Provider, principal: Principal): boolean {
  return provider.propertyId === null || hasPropertyAccess(principal, provider.propertyId);
}
