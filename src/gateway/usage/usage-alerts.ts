import { Injectable, type OnModuleInit } from '@nestjs/common';
import { moneyText } from '#core/money/money-text.js';
import { SettingsService } from '#core/settings/settings.service.js';
import { Clock } from '#core/time/clock.js';
import { AlertRegistry } from '#monitoring/alerts/alert-registry.js';
import type { AlertCause } from '#monitoring/alerts/alert.types.js';
import { ProviderRegistry } from '#providers/provider-registry.js';
import type { Provider } from '#providers/provider.types.js';
import { type UsageLimits, type UsageOfLimit, usesOf } from './usage-limit.js';
import { UsageGuard } from './usage-guard.js';
import { dayOf, monthOf } from './usage-period.js';

/** `near` from the percentage in the settings on, `reached` at 100: the second takes the place of the first. */
type Stage = 'near' | 'reached';

/** Providers whose limit is nearly or wholly used up. */
@Injectable()
export class UsageAlerts implements OnModuleInit {
  constructor(
    private readonly registry: AlertRegistry,
    private readonly guard: UsageGuard,
    private readonly providers: ProviderRegistry,
    private readonly settings: SettingsService,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.registry.addRule({ id: 'usage_limit', check: () => this.check() });
  }

  private async check(): Promise<AlertCause[]> {
    return this.guard.list().flatMap(({ limits, used }) => {
      const provider = this.providers.find(limits.providerId);
      if (!provider || provider.isArchived) return [];
      return this.causes(provider, limits, usesOf(limits, used));
    });
  }

  /** One for the month and one for the day, of the limit that is closest. */
  private causes(
    provider: Provider,
    limits: UsageLimits,
    uses: readonly UsageOfLimit[],
  ): AlertCause[] {
    const now = this.clock.now();
    const daily = uses.filter(({ limit }) => limit === 'daily_calls');
    const monthly = uses.filter(({ limit }) => limit !== 'daily_calls');
    return [
      ...this.cause(provider, limits, { uses: monthly, period: monthOf(now).name }),
      ...this.cause(provider, limits, { uses: daily, period: dayOf(now).name }),
    ];
  }

  private cause(
    provider: Provider,
    { action }: UsageLimits,
    { uses, period }: { readonly uses: readonly UsageOfLimit[]; readonly period: string },
  ): AlertCause[] {
    const closest = [...uses].sort((a, b) => b.percent - a.percent)[0];
    if (!closest || closest.percent < this.settings.current.alerts.usage_percent) return [];
    const stage: Stage = closest.percent >= 100 ? 'reached' : 'near';
    const isBlocking = action === 'block';
    return [
      {
        key: `${provider.id}:${period}:${stage}`,
        severity: stage === 'reached' && isBlocking ? 'critical' : 'warning',
        propertyId: provider.propertyId,
        providerId: provider.id,
        message: messageOf({ name: provider.name, period, use: closest, isBlocking }),
        data: { period, stage, action, ...closest },
      },
    ];
  }
}

interface Told {
  readonly name: string;
  readonly period: string;
  readonly use: UsageOfLimit;
  readonly isBlocking: boolean;
}

function messageOf({ name, period, use, isBlocking }: Told): AlertCause['message'] {
  const { id, en } = amountsOf(use);
  const isReached = use.percent >= 100;
  const then = isBlocking
    ? {
        id: isReached
          ? 'Permintaan baru ditolak atau dialihkan ke penyedia cadangan; status, pembatalan, dan pengembalian dana tetap berjalan.'
          : 'Pada 100 % permintaan baru akan ditolak atau dialihkan ke penyedia cadangan.',
        en: isReached
          ? 'New requests are refused or go to the fallback; status, cancellation and refunds go on.'
          : 'At 100 % new requests will be refused or go to the fallback.',
      }
    : {
        id: 'Permintaan tetap dikirim.',
        en: 'Requests are still sent.',
      };
  return {
    id: `${name} sudah memakai ${use.percent} % dari batas ${period} (${id}). ${then.id} Naikkan batas di pengaturan penyedia ini bila diperlukan.`,
    en: `${name} has used ${use.percent} % of its limit for ${period} (${en}). ${then.en} Raise the limit in the provider's settings if needed.`,
  };
}

function amountsOf({ used, allowed, currency }: UsageOfLimit): AlertCause['message'] {
  if (currency !== undefined) {
    const [spent, limit] = [moneyText(used, currency), moneyText(allowed, currency)];
    return { id: `biaya ${spent} dari ${limit}`, en: `${spent} of ${limit} in fees` };
  }
  const numbers = (locale: string) => [used, allowed].map((one) => one.toLocaleString(locale));
  return {
    id: `${numbers('id').join(' dari ')} panggilan`,
    en: `${numbers('en').join(' of ')} calls`,
  };
}
