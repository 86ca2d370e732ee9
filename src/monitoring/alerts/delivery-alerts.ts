import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '#core/database/database.js';
import { SettingsService } from '#core/settings/settings.service.js';
import { AlertRegistry } from './alert-registry.js';
import type { AlertCause } from './alert.types.js';

interface DeadRow {
  readonly endpoint_id: string;
  readonly url: string;
  readonly property_id: string | null;
  readonly dead: number;
}

interface DisabledRow {
  readonly id: string;
  readonly url: string;
  readonly property_id: string | null;
  readonly disabled_reason: string;
  readonly parked: number;
}

/** Subscribers that hear nothing any more: dead letters that grow, endpoints that were switched off by themselves. */
@Injectable()
export class DeliveryAlerts implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly settings: SettingsService,
    private readonly registry: AlertRegistry,
  ) {}

  onModuleInit(): void {
    this.registry.addRule({ id: 'dead_letters', check: () => this.deadLetters() });
    this.registry.addRule({ id: 'endpoint_disabled', check: () => this.disabledEndpoints() });
  }

  private async deadLetters(): Promise<AlertCause[]> {
    const rows = await this.database.query<DeadRow>(
      `SELECT d.endpoint_id, e.url, e.property_id, count(*)::int AS dead
       FROM webhook_deliveries d JOIN webhook_endpoints e ON e.id = d.endpoint_id AND e.deleted_at IS NULL
       WHERE d.status = 'dead' AND d.created_at > now() - interval '1 day'
         AND EXISTS (SELECT 1 FROM webhook_attempts a WHERE a.delivery_id = d.id AND a.number = d.attempt_count
                       AND a.started_at > now() - interval '1 hour')
       GROUP BY 1, 2, 3 HAVING count(*) >= $1`,
      [this.settings.current.alerts.dead_letters],
    );
    return rows.map((row) => ({
      key: row.endpoint_id,
      severity: 'warning',
      propertyId: row.property_id,
      message: {
        id: `${row.dead} kiriman ke ${hostOf(row.url)} gagal total dalam satu jam terakhir. Periksa penerimanya, lalu kirim ulang dari daftar gagal.`,
        en: `${row.dead} deliveries to ${hostOf(row.url)} were given up within the last hour. Check the receiver, then replay its dead letters.`,
      },
      data: { endpoint_id: row.endpoint_id, dead: row.dead },
    }));
  }

  private async disabledEndpoints(): Promise<AlertCause[]> {
    const rows = await this.database.query<DisabledRow>(
      `SELECT e.id, e.url, e.property_id, e.disabled_reason,
              (SELECT count(*)::int FROM (SELECT 1 FROM webhook_deliveries d
                 WHERE d.endpoint_id = e.id AND d.status = 'parked' LIMIT 10000) AS counted) AS parked
       FROM webhook_endpoints e
       WHERE e.status = 'disabled' AND e.deleted_at IS NULL AND e.disabled_reason NOT LIKE 'switched off by %'`,
    );
    return rows.map((row) => ({
      key: row.id,
      severity: 'warning',
      propertyId: row.property_id,
      message: {
        id: `Alamat penerima ${hostOf(row.url)} dinonaktifkan (${row.disabled_reason}); ${row.parked} kiriman ditahan. Aktifkan kembali, lalu kirim ulang.`,
        en: `The endpoint at ${hostOf(row.url)} was disabled (${row.disabled_reason}); ${row.parked} deliveries are parked. Enable it again and replay them.`,
      },
      data: { endpoint_id: row.id, parked: row.parked },
    }));
  }
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
