import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { AlertCause } from '#monitoring/alerts/alert.types.js';
import { type CallFigures, CallFiguresService } from '#monitoring/figures/call-figures.service.js';
import { ProviderRegistry } from '#providers/provider-registry.js';
import type { Provider } from '#providers/provider.types.js';
import { Breakers } from '../breakers.service.js';
import { FeatureMap } from '../features/feature-map.js';
import {
  type Consequences,
  consequencesInWords,
  type NamedFeature,
  type ServedBy,
} from './consequence-words.js';
import { failuresInWords } from './failure-words.js';
import { ProviderAlertsContext } from './provider-alerts.context.js';

const HOUR_MS = 3_600_000;
const RECENT_MS = 10 * 60_000;

/** Providers that guests will notice soon: down, failing too often, or refusing our credentials. */
@Injectable()
export class ProviderAlerts implements OnModuleInit {
  constructor(
    private readonly providers: ProviderRegistry,
    private readonly breakers: Breakers,
    private readonly features: FeatureMap,
    private readonly figures: CallFiguresService,
    private readonly context: ProviderAlertsContext,
  ) {}

  onModuleInit(): void {
    const { registry } = this.context;
    registry.addRule({ id: 'provider_down', check: async () => this.down() });
    registry.addRule({ id: 'failure_rate', check: () => this.failing() });
    registry.addRule({ id: 'credentials_refused', check: () => this.refused() });
    this.breakers.subscribe(() => registry.lookSoon());
  }

  /** One cause for the provider, also where several features fall back because of it. */
  private down(): AlertCause[] {
    return this.live()
      .filter((provider) => this.breakers.viewOf(provider.id).state !== 'closed')
      .map((provider) => {
        const consequences = this.consequences(provider);
        const words = consequencesInWords(consequences);
        const { onFallback, stranded } = consequences;
        return causeOf(provider, {
          severity: stranded.length > 0 ? 'critical' : 'warning',
          id: `${provider.name} sedang tidak dipakai karena gagal berulang kali.${words.id} Sistem mencoba lagi sendiri; bila berlanjut, hubungi vendor.`,
          en: `${provider.name} is at rest after repeated failures.${words.en} The hub tries again by itself; if it stays, call the vendor.`,
          data: {
            features_on_fallback: onFallback.map(({ key }) => key),
            features_without_fallback: stranded.map(({ key }) => key),
          },
        });
      });
  }

  private async failing(): Promise<AlertCause[]> {
    const { failure_rate_percent: limit, failure_rate_min_calls: enough } =
      this.context.settings.current.alerts;
    const figures = await this.figures.byProvider(HOUR_MS);
    return this.live().flatMap((provider) => {
      const found = figures.get(provider.id);
      if (!found || found.calls < enough) return [];
      const percent = failedPercent(found);
      if (percent <= limit) return [];
      const words = failuresInWords(found.errors);
      return causeOf(provider, {
        severity: 'warning',
        id: `${String(percent).replace('.', ',')} % dari ${found.calls} panggilan ke ${provider.name} gagal dalam satu jam terakhir (${words.id}).`,
        en: `${percent} % of ${found.calls} calls to ${provider.name} failed within the last hour (${words.en}).`,
        data: { calls: found.calls, failed_percent: percent, errors: found.errors },
      });
    });
  }

  private async refused(): Promise<AlertCause[]> {
    const refused = await this.context.refusedSince(RECENT_MS);
    return this.live()
      .filter((provider) => refused.has(provider.id))
      .map((provider) =>
        causeOf(provider, {
          severity: 'critical',
          id: `${provider.name} menolak kunci Anda. Perbarui kredensial penyedia ini, lalu tes koneksinya.`,
          en: `${provider.name} refuses your credentials. Renew them in the provider's settings and test the connection.`,
          data: {},
        }),
      );
  }

  private live(): Provider[] {
    return this.providers.list().filter((provider) => provider.isActive && !provider.isArchived);
  }

  /** What becomes of the features that this provider is the first choice of. */
  private consequences(provider: Provider): Consequences {
    const onFallback: ServedBy[] = [];
    const stranded: NamedFeature[] = [];
    for (const { featureKey: key, chain } of this.features.list()) {
      if (chain[0] !== provider.id) continue;
      const next = chain
        .slice(1)
        .map((id) => this.providers.find(id))
        .find((other) => other?.isActive && !this.breakers.isResting(other.id));
      const feature = { key, name: this.context.categories.featureName(key) };
      if (next) onFallback.push({ ...feature, by: next.name });
      else stranded.push(feature);
    }
    return { onFallback, stranded };
  }
}

function causeOf(
  provider: Provider,
  {
    severity,
    id,
    en,
    data,
  }: {
    readonly severity: AlertCause['severity'];
    readonly id: string;
    readonly en: string;
    readonly data: Readonly<Record<string, unknown>>;
  },
): AlertCause {
  return {
    key: provider.id,
    severity,
    propertyId: provider.propertyId,
    providerId: provider.id,
    message: { id, en },
    data,
  };
}

function failedPercent({ success_rate: rate }: CallFigures): number {
  return rate === null ? 0 : Math.round((1 - rate) * 1_000) / 10;
}
