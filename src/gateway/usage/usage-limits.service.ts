import { Injectable } from '@nestjs/common';
import { AuditLog } from '#access/audit-log.js';
import {
  type Actor,
  assertPropertyAccess,
  hasPropertyAccess,
  type Principal,
} from '#access/principal.js';
import { Database } from '#core/database/database.js';
import { NotFoundError } from '#core/errors/app-error.js';
import { ProviderRegistry } from '#providers/provider-registry.js';
import type { Provider } from '#providers/provider.types.js';
import { UsageGuard } from './usage-guard.js';
import type { UsageLimits } from './usage-limit.js';
import { UsageLimitsRepository } from './usage-limits.repository.js';
import { toLimitsAnswer } from './usage-summary.js';
import type { ProviderUsageLimits, SetUsageLimits } from './usage.schemas.js';

/** The owner's hand on what a provider may be used for, with its audit row. */
@Injectable()
export class UsageLimitsService {
  constructor(
    private readonly limits: UsageLimitsRepository,
    private readonly guard: UsageGuard,
    private readonly providers: ProviderRegistry,
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  async get(id: string, principal: Principal): Promise<ProviderUsageLimits> {
    this.visible(id, principal);
    const all = await this.limits.all();
    return toAnswer(all.find(({ providerId }) => providerId === id) ?? noLimits(id));
  }

  /** Takes the place of what was set before; in this process at once, in the others as soon as they hear of it. */
  async set(id: string, input: SetUsageLimits, actor: Actor): Promise<ProviderUsageLimits> {
    const provider = this.visible(id, actor.principal);
    assertPropertyAccess(actor.principal, provider.propertyId);
    const limits = toLimits(id, input);
    await this.database.transaction(async (tx) => {
      const before = await this.limits.lock(tx, id);
      if (isEmpty(limits)) await this.limits.remove(tx, id);
      else await this.limits.put(tx, limits);
      await this.audit.record(tx, {
        ...actor,
        action: 'provider.usage_limits_changed',
        subject: { type: 'provider', id },
        before: before && toLimitsAnswer(before),
        after: toLimitsAnswer(limits),
      });
    });
    await this.guard.reload();
    return toAnswer(limits);
  }

  private visible(id: string, principal: Principal): Provider {
    const provider = this.providers.get(id);
    if (provider.propertyId === null || hasPropertyAccess(principal, provider.propertyId)) {
      return provider;
    }
    throw new NotFoundError(`There is no provider ${id}; GET /api/v1/providers lists them.`);
  }
}

function toLimits(providerId: string, input: SetUsageLimits): UsageLimits {
  return {
    providerId,
    monthlyCalls: input.monthly_calls ?? null,
    dailyCalls: input.daily_calls ?? null,
    monthlyCost: input.monthly_cost ?? null,
    action: input.action,
  };
}

function noLimits(id: string): UsageLimits {
  return toLimits(id, { action: 'alert' });
}

function isEmpty({ monthlyCalls, dailyCalls, monthlyCost }: UsageLimits): boolean {
  return monthlyCalls === null && dailyCalls === null && monthlyCost === null;
}

function toAnswer(limits: UsageLimits): ProviderUsageLimits {
  return { provider_id: limits.providerId, ...toLimitsAnswer(limits) };
}
