import { Injectable } from '@nestjs/common';
import { AuditLog } from '#access/audit-log.js';
import {
  type Actor,
  hasPropertyAccess,
  listedProperty,
  type Principal,
} from '#access/principal.js';
import { Database, type Sql } from '#core/database/database.js';
import { ConflictError, NotFoundError } from '#core/errors/app-error.js';
import { decodeCursor, type Page, toPage } from '#core/paging/page.js';
import { Clock } from '#core/time/clock.js';
import { Outbox } from '#events/outbox.js';
import { AlertRegistry } from './alert-registry.js';
import { AlertsRepository } from './alerts.repository.js';
import type { AlertAnswer, ListAlerts } from './alerts.schemas.js';
import type { AlertCause, AlertRow } from './alert.types.js';

/** Alerts: raised once a cause, told to subscribers, acknowledged by people, resolved with their cause. */
@Injectable()
export class AlertsService {
  constructor(
    private readonly alerts: AlertsRepository,
    private readonly registry: AlertRegistry,
    private readonly outbox: Outbox,
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /**
   * For a rule, or for something that happens once and only people can end; a cause that has an alert already is only
   * seen again. It is sent once the transaction has committed.
   */
  async raise(tx: Sql, rule: string, cause: AlertCause): Promise<void> {
    const alert = await this.alerts.raise(tx, rule, cause);
    if (!alert) return;
    await this.tell(tx, 'alert.raised', alert);
    this.registry.lookSoon();
  }

  /** Ends the alert of one cause; nothing when there is none. */
  async resolveCause(tx: Sql, rule: string, key: string): Promise<void> {
    for (const alert of await this.alerts.resolveCause(tx, rule, key)) {
      await this.tell(tx, 'alert.resolved', alert);
    }
  }

  async resolveUnseen(tx: Sql, rule: string, minutes: number): Promise<void> {
    for (const alert of await this.alerts.resolveUnseen(tx, rule, minutes)) {
      await this.tell(tx, 'alert.resolved', alert);
    }
  }

  async list(query: ListAlerts, principal: Principal): Promise<Page<AlertAnswer>> {
    const rows = await this.alerts.list({
      propertyId: listedProperty(principal, query.property_id),
      isBound: principal.propertyId !== null,
      status: query.status,
      providerId: query.provider_id,
      afterId: decodeCursor(query.cursor),
      limit: query.limit,
    });
    const page = toPage(rows, query.limit, (row) => row.id);
    return { ...page, items: page.items.map(toAlertAnswer) };
  }

  /** Since when causes of a rule have been there, by their keys; those that are gone are left out. */
  async openSince(rule: string, keys: readonly string[]): Promise<ReadonlyMap<string, Date>> {
    const rows = await this.alerts.unresolved(keys.map((key) => `${rule}:${key}`));
    return new Map(rows.map((row) => [row.cause.slice(rule.length + 1), row.raised_at]));
  }

  async get(id: string, principal: Principal): Promise<AlertAnswer> {
    return toAlertAnswer(await this.visible(id, principal));
  }

  /** Somebody has seen it; it stays until its cause is gone. */
  async acknowledge(id: string, actor: Actor, note?: string): Promise<AlertAnswer> {
    await this.visible(id, actor.principal);
    await this.database.transaction(async (tx) => {
      if (await this.alerts.acknowledge(tx, id, actor.principal.name, note)) {
        await this.record(tx, id, 'alert.acknowledged', actor);
      }
    });
    return this.get(id, actor.principal);
  }

  /** @throws ConflictError when it is resolved already */
  async resolve(id: string, actor: Actor, note?: string): Promise<AlertAnswer> {
    await this.visible(id, actor.principal);
    await this.database.transaction(async (tx) => {
      const alert = await this.alerts.resolve(tx, id, note);
      if (!alert) throw new ConflictError('This alert is resolved already.');
      await this.record(tx, id, 'alert.resolved', actor);
      await this.tell(tx, 'alert.resolved', alert);
    });
    return this.get(id, actor.principal);
  }

  private record(tx: Sql, id: string, action: string, actor: Actor): Promise<void> {
    return this.audit.record(tx, { ...actor, action, subject: { type: 'alert', id } });
  }

  private tell(tx: Sql, event: string, alert: AlertRow): Promise<void> {
    return this.outbox.record(tx, {
      event,
      propertyId: alert.property_id,
      occurredAt: this.clock.now(),
      data: {
        alert_id: alert.id,
        rule: alert.rule,
        severity: alert.severity,
        provider_id: alert.provider_id,
        message: alert.message,
        data: alert.data,
      },
    });
  }

  private async visible(id: string, principal: Principal): Promise<AlertRow> {
    const row = await this.alerts.findById(id);
    if (!row || !(principal.propertyId === null || hasPropertyAccess(principal, row.property_id))) {
      throw new NotFoundError(`There is no alert ${id}; GET /api/v1/alerts lists them.`);
    }
    return row;
  }
}

export function toAlertAnswer(row: AlertRow): AlertAnswer {
  return {
    id: row.id,
    rule: row.rule,
    severity: row.severity,
    status: row.status,
    property_id: row.property_id,
    provider_id: row.provider_id,
    message: row.message,
    data: { ...row.data },
    raised_at: row.raised_at.toISOString(),
    last_seen_at: row.last_seen_at.toISOString(),
    acknowledged_at: row.acknowledged_at?.toISOString() ?? null,
    acknowledged_by: row.acknowledged_by,
    note: row.note,
    resolved_at: row.resolved_at?.toISOString() ?? null,
  };
}
