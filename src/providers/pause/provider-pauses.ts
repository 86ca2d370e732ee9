import { Injectable } from '@nestjs/common';
import { type Actor, assertPropertyAccess, hasPropertyAccess } from '#access/principal.js';
import { ConflictError, InvalidInputError, NotFoundError } from '#core/errors/app-error.js';
import { PROVIDERS_CHANNEL } from '../credential-store.js';
import { ProviderContext } from '../provider.context.js';
import type { ProviderRow } from '../provider.entity.js';
import { toProviderAnswer } from '../provider.mapper.js';
import { ProviderRegistry } from '../provider-registry.js';
import { ProviderRepository } from '../provider.repository.js';
import type { ProviderAnswer } from '../provider.schemas.js';
import type { PauseProvider } from './provider-pause.schemas.js';

type PauseColumns = Pick<ProviderRow, 'pausedAt' | 'pausedUntil' | 'pauseReason'>;

const RUNNING: PauseColumns = { pausedAt: null, pausedUntil: null, pauseReason: null };

/** The operator's hand on a provider: held back and let go, in every process at once. */
@Injectable()
export class ProviderPauses {
  constructor(
    private readonly repository: ProviderRepository,
    private readonly registry: ProviderRegistry,
    private readonly context: ProviderContext,
  ) {}

  /** Pauses, or gives a pause another reason and end. */
  pause(id: string, { reason, until }: PauseProvider, actor: Actor): Promise<ProviderAnswer> {
    const now = this.context.clock.now();
    const end = until === undefined ? null : new Date(until);
    if (end !== null && end <= now) {
      throw new InvalidInputError('until', 'until is over already; send a time in the future.');
    }
    return this.change(id, { action: 'provider.paused', actor }, (row) => ({
      pausedAt: row.pausedAt ?? now,
      pausedUntil: end,
      pauseReason: reason ?? null,
    }));
  }

  /** Lets it go on; one that is not paused stays as it is. */
  resume(id: string, actor: Actor): Promise<ProviderAnswer> {
    return this.change(id, { action: 'provider.resumed', actor }, () => RUNNING);
  }

  /** The same when its time is over; a longer one that somebody gave it meanwhile goes on. */
  resumeIfOver(id: string, actor: Actor): Promise<ProviderAnswer> {
    const now = this.context.clock.now();
    return this.change(id, { action: 'provider.resumed', actor }, (row) => {
      const { pausedAt, pausedUntil, pauseReason } = row;
      const isOver = pausedUntil !== null && pausedUntil <= now;
      return isOver ? RUNNING : { pausedAt, pausedUntil, pauseReason };
    });
  }

  private async change(
    id: string,
    { action, actor }: { action: string; actor: Actor },
    to: (row: ProviderRow) => PauseColumns,
  ): Promise<ProviderAnswer> {
    const changed = await this.context.database.transaction(async (tx) => {
      const row = changeable(await this.repository.lock(tx, id), id, actor);
      const columns = to(row);
      if (isSame(columns, row)) return row;
      const next = {
        ...row,
        ...columns,
        updatedAt: this.context.clock.now(),
        version: row.version + 1,
      };
      await this.repository.update(tx, next);
      await this.context.audit.record(tx, {
        ...actor,
        action,
        subject: { type: 'provider', id },
        before: toAuditView(row),
        after: toAuditView(next),
      });
      await tx.query('SELECT pg_notify($1, $2)', [PROVIDERS_CHANNEL, id]);
      return next;
    });
    await this.registry.refresh(id);
    return toProviderAnswer(changed, this.context.factory.create(changed));
  }
}

/** Also for pauses that nobody began; equal ones are not told of again. */
function isSame(a: PauseColumns, b: PauseColumns): boolean {
  return (
    a.pausedAt?.getTime() === b.pausedAt?.getTime() &&
    a.pausedUntil?.getTime() === b.pausedUntil?.getTime() &&
    a.pauseReason === b.pauseReason
  );
}

function changeable(row: ProviderRow | undefined, id: string, { principal }: Actor): ProviderRow {
  const isVisible =
    row && (row.propertyId === null || hasPropertyAccess(principal, row.propertyId));
  if (!isVisible) {
    throw new NotFoundError(`There is no provider ${id}; GET /api/v1/providers lists them.`);
  }
  assertPropertyAccess(principal, row.propertyId);
  if (row.archivedAt) throw new ConflictError('This provider is archived; nothing calls it.');
  return row;
}

function toAuditView({ name, slug, pausedAt, pausedUntil, pauseReason }: ProviderRow) {
  return {
    name,
    slug,
    paused_at: pausedAt,
    paused_until: pausedUntil,
    pause_reason: pauseReason,
  };
}
