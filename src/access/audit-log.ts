import { Injectable } from '@nestjs/common';
import type { Sql } from '#core/database/database.js';
import { newId } from '#core/ids/uuid.js';
import { currentTraceId } from '#core/logging/trace-context.js';
import { withoutSecrets } from './audit/audit-masking.js';
import { AuditLogRepository } from './audit/audit-log.repository.js';
import type { Actor } from './principal.js';

/** One change: who did what to which thing, from where, and how the thing looked before and after. */
export interface AuditEntry extends Actor {
  /** `<subject type>.<past participle>`, for example `provider.updated`. */
  readonly action: string;
  readonly subject: { readonly type: string; readonly id: string };
  /** Absent for a thing that is new. The caller masks what is secret. */
  readonly before?: unknown;
  /** Absent for a thing that is gone. */
  readonly after?: unknown;
  /** The trace id of the running request unless given. */
  readonly traceId?: string;
}

/** Append-only record of changes; the database refuses to change or delete its rows. */
@Injectable()
export class AuditLog {
  constructor(private readonly repository: AuditLogRepository) {}

  /**
   * Writes the entry in the transaction that makes the change, so that neither exists without the
   * other. Fields whose name looks secret are left out, in case a caller forgot to mask them.
   */
  async record(tx: Sql, entry: AuditEntry): Promise<void> {
    const { principal, subject } = entry;
    await this.repository.insert(tx, {
      id: newId(),
      actor_type: principal.kind,
      actor_id: principal.id,
      actor_name: principal.name,
      action: entry.action,
      subject_type: subject.type,
      subject_id: subject.id,
      before: withoutSecrets(entry.before),
      after: withoutSecrets(entry.after),
      ip: entry.ip ?? null,
      trace_id: entry.traceId ?? currentTraceId() ?? null,
    });
  }
}
