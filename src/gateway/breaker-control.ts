import { Injectable } from '@nestjs/common';
import { AuditLog } from '#access/audit-log.js';
import { type Actor, assertPropertyAccess, hasPropertyAccess } from '#access/principal.js';
import { Database } from '#core/database/database.js';
import { NotFoundError } from '#core/errors/app-error.js';
import { ProviderRegistry } from '#providers/provider-registry.js';
import type { BreakerAnswer } from './breaker.schemas.js';
import { Breakers } from './breakers.service.js';

/** The operator's hand on a breaker, with its audit row. */
@Injectable()
export class BreakerControl {
  constructor(
    private readonly breakers: Breakers,
    private readonly providers: ProviderRegistry,
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  async force(providerId: string, state: 'open' | 'closed', actor: Actor): Promise<BreakerAnswer> {
    const provider = this.providers.get(providerId);
    if (provider.propertyId !== null && !hasPropertyAccess(actor.principal, provider.propertyId)) {
      throw new NotFoundError(
        `There is no provider ${providerId}; GET /api/v1/providers lists them.`,
      );
    }
    assertPropertyAccess(actor.principal, provider.propertyId);
    const before = this.breakers.viewOf(providerId);
    const view = await this.breakers.force(providerId, state);
    await this.audit.record(this.database, {
      ...actor,
      action: state === 'open' ? 'breaker.opened' : 'breaker.closed',
      subject: { type: 'provider', id: providerId },
      before: { state: before.state },
      after: { state: view.state },
    });
    return {
      provider_id: providerId,
      state: view.state,
      failures: view.failures,
      forced: view.isForced,
      retry_at: view.retryAt?.toISOString() ?? null,
    };
  }
}
