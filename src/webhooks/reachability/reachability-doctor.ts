import { Injectable } from '@nestjs/common';
import { hasPropertyAccess, type Principal } from '#access/principal.js';
import { Database } from '#core/database/database.js';
import { NotFoundError } from '#core/errors/app-error.js';
import { Clock } from '#core/time/clock.js';
import { ProviderRegistry } from '#providers/provider-registry.js';
import type { Provider } from '#providers/provider.types.js';
import { finding } from './reachability-words.js';
import type { Reachability, ReachabilityCheck } from './reachability.schemas.js';
import { WebhookWay } from './webhook-way.js';

/** Whether a vendor's webhooks can get here: the hub walks their way itself, from the name to the stored row. */
@Injectable()
export class ReachabilityDoctor {
  constructor(
    private readonly providers: ProviderRegistry,
    private readonly way: WebhookWay,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** @throws NotFoundError for a provider that the principal can't see */
  async examine(id: string, principal: Principal): Promise<Reachability> {
    const provider = this.providers.find(id);
    const isVisible =
      provider &&
      (provider.propertyId === null || hasPropertyAccess(principal, provider.propertyId));
    if (!isVisible) {
      throw new NotFoundError(`There is no provider ${id}; GET /api/v1/providers lists them.`);
    }
    const checks = [
      ...(await this.way.walk(provider.webhookUrl)),
      activityOf(provider),
      await this.lastWebhook(provider.id),
    ];
    return {
      ok: checks.every(({ ok }) => ok),
      url: provider.webhookUrl,
      checked_at: this.clock.now().toISOString(),
      checks,
    };
  }

  /** By the index on (provider_id, id desc). */
  private async lastWebhook(providerId: string): Promise<ReachabilityCheck> {
    const [last] = await this.database.query<{ received_at: Date; status: string }>(
      'SELECT received_at, status FROM webhook_logs WHERE provider_id = $1 ORDER BY id DESC LIMIT 1',
      [providerId],
    );
    if (!last) {
      return finding(
        'last_webhook',
        'warning',
        ['Belum pernah ada webhook dari vendor ini.', 'No webhook of this vendor has ever come.'],
        [
          'Pasang URL webhook di dasbor vendor, lalu buat satu transaksi kecil.',
          'Set the webhook URL in the vendor’s dashboard and make one small transaction.',
        ],
      );
    }
    const [id, en] = spanOf(this.clock.now().getTime() - last.received_at.getTime());
    if (last.status === 'rejected') {
      return finding(
        'last_webhook',
        'warning',
        [
          `Webhook terakhir datang ${id} yang lalu, tetapi tanda tangannya tidak cocok.`,
          `The last webhook came ${en} ago, but its signature did not match.`,
        ],
        [
          'Salin kembali kunci webhook dari dasbor vendor ke tab Kunci.',
          'Copy the webhook key from the vendor’s dashboard to the Keys tab again.',
        ],
      );
    }
    return finding('last_webhook', 'passed', [
      `Webhook terakhir datang ${id} yang lalu.`,
      `The last webhook came ${en} ago.`,
    ]);
  }
}

function activityOf({ isActive, isArchived }: Provider): ReachabilityCheck {
  if (isActive && !isArchived) {
    return finding('provider_active', 'passed', [
      'Penyedia ini aktif dan menerima webhook.',
      'This provider is on and takes webhooks.',
    ]);
  }
  return finding(
    'provider_active',
    'failed',
    [
      'Penyedia ini nonaktif, jadi webhook-nya ditolak (410).',
      'This provider is off, so its webhooks are refused (410).',
    ],
    ['Aktifkan penyedia ini di halaman Integrasi.', 'Switch this provider on in Integrations.'],
  );
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

function spanOf(ms: number): readonly [id: string, en: string] {
  if (ms >= 2 * DAY_MS) {
    return [`${Math.floor(ms / DAY_MS)} hari`, `${Math.floor(ms / DAY_MS)} days`];
  }
  if (ms >= 2 * HOUR_MS) {
    return [`${Math.floor(ms / HOUR_MS)} jam`, `${Math.floor(ms / HOUR_MS)} hours`];
  }
  const minutes = Math.max(1, Math.floor(ms / MINUTE_MS));
  return [`${minutes} menit`, minutes === 1 ? 'a minute' : `${minutes} minutes`];
}
