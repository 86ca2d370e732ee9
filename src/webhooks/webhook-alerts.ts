import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '#core/database/database.js';
import { SettingsService } from '#core/settings/settings.service.js';
import { AlertRegistry } from '#monitoring/alerts/alert-registry.js';
import type { AlertCause } from '#monitoring/alerts/alert.types.js';
import { ProviderRegistry } from '#providers/provider-registry.js';

interface TroubleRow {
  readonly provider_id: string;
  readonly count: number;
}

/** Inbound webhooks that are refused or can not be processed: payments may be paid without the hotel knowing. */
@Injectable()
export class WebhookAlerts implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly settings: SettingsService,
    private readonly providers: ProviderRegistry,
    private readonly registry: AlertRegistry,
  ) {}

  onModuleInit(): void {
    this.registry.addRule({ id: 'webhooks_rejected', check: () => this.rejected() });
    this.registry.addRule({ id: 'webhooks_failed', check: () => this.failed() });
  }

  private async rejected(): Promise<AlertCause[]> {
    const rows = await this.troubled(
      'rejected',
      '10 minutes',
      this.settings.current.alerts.rejected_webhooks,
    );
    return rows.map(({ provider_id, count }) =>
      this.cause(provider_id, count, {
        id: `${count} webhook untuk ${this.nameOf(provider_id)} ditolak dalam 10 menit terakhir karena tanda tangannya tidak cocok. Bandingkan secret webhook di sini dengan yang ada di dasbor vendor; bila sama, ada pihak lain yang mencoba memalsukannya.`,
        en: `${count} webhooks for ${this.nameOf(provider_id)} were refused within 10 minutes because their signature did not match. Compare the webhook secret here with the one in the vendor's dashboard; if they are equal, somebody is trying to forge them.`,
      }),
    );
  }

  private async failed(): Promise<AlertCause[]> {
    const rows = await this.troubled('failed', '1 day', 1);
    return rows.map(({ provider_id, count }) =>
      this.cause(provider_id, count, {
        id: `${count} webhook dari ${this.nameOf(provider_id)} tidak dapat diproses. Buka daftar webhook masuk, baca sebabnya, lalu proses ulang.`,
        en: `${count} webhooks of ${this.nameOf(provider_id)} could not be processed. Open the inbound webhooks, read why, and replay them.`,
      }),
    );
  }

  /** Plan: the partial index on rejected and failed rows, newest first. */
  private troubled(status: string, window: string, least: number): Promise<TroubleRow[]> {
    return this.database.query<TroubleRow>(
      `SELECT provider_id, count(*)::int AS count FROM webhook_logs
       WHERE status = $1 AND received_at > now() - $2::interval
         AND id > (lpad(to_hex((extract(epoch FROM now() - $2::interval - interval '1 minute') * 1000)::bigint), 12, '0')
                   || '00000000000000000000')::uuid
       GROUP BY provider_id HAVING count(*) >= $3`,
      [status, window, least],
    );
  }

  private cause(
    providerId: string,
    count: number,
    message: { readonly id: string; readonly en: string },
  ): AlertCause {
    return {
      key: providerId,
      severity: 'critical',
      propertyId: this.providers.find(providerId)?.propertyId ?? null,
      providerId,
      message,
      data: { count },
    };
  }

  private nameOf(providerId: string): string {
    return this.providers.find(providerId)?.name ?? providerId;
  }
}
