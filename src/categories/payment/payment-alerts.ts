import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '#core/database/database.js';
import { moneyText } from '#core/money/money-text.js';
import { AlertRegistry } from '#monitoring/alerts/alert-registry.js';
import type { AlertCause } from '#monitoring/alerts/alert.types.js';
import { ProviderRegistry } from '#providers/provider-registry.js';
import { WebhookSilence } from './silence/webhook-silence.js';

interface LateRow {
  readonly property_id: string | null;
  readonly currency: string;
  readonly count: number;
  readonly amount: number;
}

const MINUTE_S = 60;

/** What the owner has to hear about payments: vendors that fell silent, late money that waits for a decision. */
@Injectable()
export class PaymentAlerts implements OnModuleInit {
  constructor(
    private readonly registry: AlertRegistry,
    private readonly silence: WebhookSilence,
    private readonly providers: ProviderRegistry,
    private readonly database: Database,
  ) {}

  onModuleInit(): void {
    this.registry.addRule({ id: 'webhook_silence', check: () => this.silent() });
    this.registry.addRule({ id: 'late_payments', check: () => this.late() });
  }

  private async silent(): Promise<AlertCause[]> {
    const answers = await this.silence.look();
    return answers
      .filter((answer) => answer.is_silent)
      .map((answer) => {
        const provider = this.providers.find(answer.provider_id);
        const name = provider?.name ?? answer.slug;
        const minutes = Math.ceil(answer.silent_for_s / MINUTE_S);
        return {
          key: answer.provider_id,
          severity: 'critical',
          propertyId: provider?.propertyId ?? null,
          providerId: answer.provider_id,
          message: {
            id: `${name} sudah ${minutes} menit tidak mengirim webhook, padahal ${answer.open_charges} tagihan masih terbuka. Periksa alamat webhook di dasbor vendor. Sementara itu status pembayaran ditanyakan langsung ke vendor.`,
            en: `${name} has sent no webhook for ${minutes} minutes while ${answer.open_charges} charges are open. Check the webhook address in the vendor's dashboard. Meanwhile the hub asks the vendor for the status.`,
          },
          data: { ...answer },
        };
      });
  }

  /** Plan: payments_late, which holds late payments alone. */
  private async late(): Promise<AlertCause[]> {
    const rows = await this.database.query<LateRow>(
      `SELECT property_id, currency, count(*)::int AS count, sum(coalesce(captured_amount, amount))::bigint AS amount
       FROM payments WHERE status = 'paid_late' AND late_decision IS NULL GROUP BY 1, 2`,
    );
    return rows.map((row) => ({
      key: `${row.property_id ?? 'all'} ${row.currency}`,
      severity: 'warning',
      propertyId: row.property_id,
      message: {
        id: `${row.count} pembayaran masuk setelah kedaluwarsa atau dibatalkan, seluruhnya ${moneyText(row.amount, row.currency)}. Putuskan: terima, kembalikan, atau simpan sebagai deposit.`,
        en: `${row.count} payments came in after they had expired or were cancelled, ${moneyText(row.amount, row.currency)} altogether. Decide: accept, refund or keep as credit.`,
      },
      data: { count: row.count, amount: row.amount, currency: row.currency },
    }));
  }
}
