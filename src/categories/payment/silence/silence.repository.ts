import { Injectable } from '@nestjs/common';
import { Database } from '#core/database/database.js';

/** Charges of one provider that wait, and no webhook has told of any of them. */
export interface OpenCharges {
  readonly provider_id: string;
  readonly open_charges: number;
  readonly oldest_at: Date;
}

export interface WebhookHistory {
  /** Paid payments that a webhook told of, of the last few hundred. */
  readonly count: number;
  readonly p95_s: number | null;
  /** Share of the charges that are over, 0 to 1, that any webhook told of; null without such charges. */
  readonly answered_share: number | null;
  /** Paid without a webhook, newer than the last one that came. */
  readonly lost: number;
}

const LOOKED_AT = 500;

/** What vendors usually tell and what they have not told, out of our own rows. */
@Injectable()
export class SilenceRepository {
  constructor(private readonly database: Database) {}

  /** Plan: payments_check holds every open payment and no other. */
  openCharges(): Promise<OpenCharges[]> {
    return this.database.query<OpenCharges>(
      `SELECT provider_id, count(*) AS open_charges, min(created_at) AS oldest_at
       FROM payments
       WHERE next_check_at IS NOT NULL AND status IN ('pending', 'authorized') AND first_webhook_at IS NULL
       GROUP BY provider_id`,
    );
  }

  /** Those of them that are older than usual. Plan as above. */
  async overdue(providerId: string, before: Date): Promise<number> {
    const [row] = await this.database.query<{ count: number }>(
      `SELECT count(*) AS count FROM payments
       WHERE next_check_at IS NOT NULL AND status IN ('pending', 'authorized') AND first_webhook_at IS NULL
         AND provider_id = $1 AND created_at < $2`,
      [providerId, before],
    );
    return row?.count ?? 0;
  }

  /**
   * Plan: payments_provider, newest first. A payment that was paid after `ripe` is not lost: its webhook may be on its way.
   *
   * @param since the last webhook of the account; null when none ever came
   */
  async history(
    providerId: string,
    { ripe, since }: { readonly ripe: Date; readonly since: Date | null },
  ): Promise<WebhookHistory> {
    const [row] = await this.database.query<WebhookHistory>(
      `SELECT count(*) FILTER (WHERE paid_at IS NOT NULL AND delay_s IS NOT NULL) AS count,
              percentile_cont(0.95) WITHIN GROUP (ORDER BY delay_s) FILTER (WHERE paid_at IS NOT NULL) AS p95_s,
              avg((delay_s IS NOT NULL)::int) FILTER (WHERE is_over AND (delay_s IS NOT NULL OR paid_at IS NULL))::double precision
                AS answered_share,
              count(*) FILTER (WHERE delay_s IS NULL AND paid_at < $2 AND paid_at > coalesce($3::timestamptz, '-infinity')) AS lost
       FROM (SELECT paid_at, status NOT IN ('created', 'pending_confirmation', 'pending', 'authorized') AS is_over,
                    extract(epoch FROM first_webhook_at - created_at)::double precision AS delay_s
             FROM payments WHERE provider_id = $1 AND status <> 'failed' ORDER BY id DESC LIMIT ${LOOKED_AT}) recent`,
      [providerId, ripe, since],
    );
    return row ?? { count: 0, p95_s: null, answered_share: null, lost: 0 };
  }

  /** The last genuine one of the vendor account. Plan: webhook_logs_provider, once for each provider. */
  async lastWebhookAt(providerIds: readonly string[]): Promise<Date | null> {
    const [row] = await this.database.query<{ at: Date | null }>(
      `SELECT max(last.received_at) AS at FROM unnest($1::uuid[]) AS asked (id)
       CROSS JOIN LATERAL (SELECT received_at FROM webhook_logs
                           WHERE provider_id = asked.id AND verified ORDER BY id DESC LIMIT 1) last`,
      [providerIds],
    );
    return row?.at ?? null;
  }
}
