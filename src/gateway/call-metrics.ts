import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Sample } from '#monitoring/metrics/metric-table.js';
import { Metrics } from '#monitoring/metrics/metrics.js';
import { ProviderRegistry } from '#providers/provider-registry.js';
import { Breakers } from './breakers.service.js';
import type { CompletedCall } from './gateway.types.js';
import { ProviderGateway } from './provider-gateway.js';

const BREAKER_STATES = ['closed', 'half_open', 'open'] as const;

/** Counts calls to vendors and tells the states of breakers. */
@Injectable()
export class CallMetrics implements OnModuleInit {
  constructor(
    private readonly gateway: ProviderGateway,
    private readonly breakers: Breakers,
    private readonly providers: ProviderRegistry,
    private readonly metrics: Metrics,
  ) {}

  onModuleInit(): void {
    this.gateway.subscribe((call) => this.count(call));
    this.breakers.subscribe(({ providerId, change }) => {
      const provider = this.providers.find(providerId)?.slug ?? 'unknown';
      this.metrics.count('kunci_breaker_changes_total', { provider, change });
    });
    this.metrics.addSource({ id: 'breakers', isCheap: true, read: async () => this.states() });
  }

  private count({ integrationType, slug, operation, outcome, latencyMs }: CompletedCall): void {
    const labels = { integration_type: integrationType, provider: slug, operation, outcome };
    this.metrics.count('kunci_vendor_calls_total', labels);
    if (latencyMs === 0) return;
    this.metrics.observe('kunci_vendor_call_duration_seconds', labels, latencyMs / 1_000);
  }

  private states(): Sample[] {
    return this.providers
      .list()
      .filter((provider) => !provider.isArchived)
      .flatMap(({ id, slug }) => {
        const { state: current } = this.breakers.viewOf(id);
        return BREAKER_STATES.map((state): Sample => {
          const labels = { provider: slug, state };
          return { name: 'kunci_breaker_state', labels, value: state === current ? 1 : 0 };
        });
      });
  }
}
