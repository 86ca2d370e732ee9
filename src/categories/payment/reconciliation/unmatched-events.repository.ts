import { Injectable } from '@nestjs/common';
import type { Sql } from '#core/database/database.js';
import { newId } from '#core/ids/uuid.js';

/** What a vendor told of a payment or refund that no row of ours stands for. */
export interface UnmatchedEvent {
  readonly providerId: string;
  readonly propertyId: string | null;
  readonly type: 'payment' | 'refund';
  /** Of a refund nobody made here: the payment that it is for, where we have that. */
  readonly paymentId?: string;
  readonly reference?: string;
  readonly gatewayId?: string;
  readonly status?: string;
  readonly amount?: number;
  readonly currency?: string;
}

/** Kept apart from the webhook logs, which are cleared sooner and hold no amounts. */
@Injectable()
export class UnmatchedEventRepository {
  /** Once for equal words of a day: vendors repeat themselves, and nobody confirms what is about nothing of ours. */
  async add(tx: Sql, event: UnmatchedEvent): Promise<void> {
    await tx.query(
      `INSERT INTO unmatched_payment_events
         (id, provider_id, property_id, type, payment_id, reference, gateway_id, status, amount, currency)
       SELECT $1::uuid, $2::uuid, $3::uuid, $4::text, $5::uuid, $6::text, $7::text, $8::text, $9::bigint, $10::text
       WHERE NOT EXISTS (SELECT FROM unmatched_payment_events
         WHERE provider_id = $2 AND received_at > now() - interval '1 day'
           AND coalesce(reference, gateway_id) = coalesce($6, $7)
           AND (type, payment_id, gateway_id, status, amount, currency)
               IS NOT DISTINCT FROM ($4, $5, $7, $8, $9, $10))`,
      [
        newId(),
        event.providerId,
        event.propertyId,
        event.type,
        event.paymentId,
        event.reference,
        event.gatewayId,
        event.status,
        event.amount,
        event.currency,
      ],
    );
  }

  /** The account may be shared with a system that knows nothing of us, so the table would only ever grow. */
  async forgetBefore(sql: Sql, moment: Date): Promise<void> {
    await sql.query('DELETE FROM unmatched_payment_events WHERE received_at < $1', [moment]);
  }
}
