import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Actor } from '#access/principal.js';
import { AuditLog } from '#access/audit-log.js';
import { Database } from '#core/database/database.js';
import { newId } from '#core/ids/uuid.js';
import { matches } from '#events/catalogue/event-catalogue.js';
import { AlertRegistry } from './alert-registry.js';
import { AlertsRepository } from './alerts.repository.js';
import { AlertsService } from './alerts.service.js';
import type { TrialAlertAnswer } from './alerts.schemas.js';

const RULE = 'trial';

interface SubscriberRow {
  readonly id: string;
  readonly url: string;
  readonly property_id: string | null;
  readonly events: readonly string[];
}

/**
 * An alert that somebody asks for, to see that alerts arrive. It takes the way of a real one, through the same tables,
 * channels and events, and is over by itself after the time that alerts stay without a cause.
 */
@Injectable()
export class AlertTrial implements OnModuleInit {
  constructor(
    private readonly alerts: AlertsService,
    private readonly repository: AlertsRepository,
    private readonly registry: AlertRegistry,
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  onModuleInit(): void {
    this.registry.addRule({ id: RULE, check: () => Promise.resolve([]) });
  }

  /** Raises a new alert each time, for the property that the caller may see. */
  async send({ principal, ip }: Actor): Promise<TrialAlertAnswer> {
    const key = newId();
    const { propertyId, name } = principal;
    const id = await this.database.transaction(async (tx) => {
      await this.alerts.raise(tx, RULE, {
        key,
        severity: 'warning',
        propertyId,
        message: messageOf(name),
      });
      const alertId = await this.repository.idOf(tx, RULE, key);
      await this.audit.record(tx, {
        ...{ principal, ip },
        action: 'alert.tested',
        subject: { type: 'alert', id: alertId },
      });
      return alertId;
    });
    const alert = await this.alerts.get(id, principal);
    return {
      alert,
      channels: this.registry.channels.map((channel) => channel.id),
      subscribers: await this.subscribersOf(propertyId),
    };
  }

  private async subscribersOf(propertyId: string | null): Promise<TrialAlertAnswer['subscribers']> {
    const rows = await this.database.query<SubscriberRow>(
      `SELECT id, url, property_id, events FROM webhook_endpoints
        WHERE deleted_at IS NULL AND status = 'enabled' ORDER BY id LIMIT 100`,
    );
    return rows
      .filter((row) => row.property_id === null || row.property_id === propertyId)
      .filter(({ events }) => events.some((pattern) => matches(pattern, 'alert.raised')))
      .map(({ id, url }) => ({ id, url }));
  }
}

function messageOf(name: string): { readonly id: string; readonly en: string } {
  return {
    id: `Peringatan uji dari ${name}. Tidak ada yang rusak; peringatan ini selesai dengan sendirinya.`,
    en: `A test alert from ${name}. Nothing is wrong; it resolves by itself.`,
  };
}
