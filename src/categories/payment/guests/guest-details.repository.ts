import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#core/database/database.js';
import { ERASED, erasedJson, type TextEraser } from '#core/privacy/guest.js';
import { answerWithoutGuest } from './guest-rows.js';
import type { GuestTable } from './guest-payments.repository.js';

/** A refund of a guest's payment with its payout, as far as it may hold personal data. */
export interface GuestRefund {
  readonly id: string;
  readonly payment_id: string;
  readonly amount: number;
  readonly currency: string;
  readonly status: string;
  readonly reason: string | null;
  readonly created_at: Date;
  readonly destination_sealed: string | null;
  readonly proof_reference: string | null;
  readonly proof_note: string | null;
  readonly cancel_reason: string | null;
  readonly proof_file: string | null;
}

interface DetailRow {
  readonly id: string;
  readonly detail: unknown;
}

/** Refunds that nobody has to pay out any more. */
const SETTLED = `status IN ('succeeded', 'failed')`;
/** An answer is kept beside what it is about, in the statement that writes both. */
const SAME_MOMENT = `interval '1 minute'`;

/** What stands beside payments: refunds, payouts, history, answers kept for repeats. */
@Injectable()
export class GuestDetailsRepository {
  constructor(private readonly database: Database) {}

  refundsOf(paymentIds: readonly string[]): Promise<GuestRefund[]> {
    return this.database.query<GuestRefund>(
      `SELECT r.id, r.payment_id, r.amount, r.currency, r.status, r.reason, r.created_at, t.destination_sealed,
              t.proof_reference, t.proof_note, t.cancel_reason, f.filename AS proof_file
       FROM refunds r LEFT JOIN payout_tasks t ON t.id = r.id LEFT JOIN payout_proofs f ON f.payout_task_id = r.id
       WHERE r.payment_id = ANY ($1) ORDER BY r.id`,
      [paymentIds],
    );
  }

  async refundHandles(paymentIds: readonly string[]): Promise<string[]> {
    const rows = await this.database.query<{ handle: string | null }>(
      `SELECT unnest(ARRAY[id::text, reference, gateway_refund_id]) AS handle FROM refunds WHERE payment_id = ANY ($1)`,
      [paymentIds],
    );
    return rows.flatMap(({ handle }) => handle ?? []);
  }

  /** Words and bank accounts of refunds that are settled; what a payout was, when and under which reference stays. */
  async eraseRefunds(tx: Sql, paymentIds: readonly string[]): Promise<void> {
    const settled = `SELECT id FROM refunds WHERE payment_id = ANY ($1) AND ${SETTLED}`;
    await tx.query(`DELETE FROM payout_proofs WHERE payout_task_id IN (${settled})`, [paymentIds]);
    await tx.query(
      `UPDATE payout_tasks SET destination_sealed = NULL, proof_note = NULL,
              cancel_reason = CASE WHEN cancel_reason IS NULL THEN NULL ELSE '${ERASED}' END
       WHERE id IN (${settled})`,
      [paymentIds],
    );
    await tx.query(
      `UPDATE refunds SET reason = '${ERASED}'
       WHERE payment_id = ANY ($1) AND reason IS NOT NULL AND ${SETTLED}`,
      [paymentIds],
    );
    await tx.query(
      `UPDATE refund_batch_items SET reason = '${ERASED}'
       WHERE payment_id = ANY ($1) AND reason IS NOT NULL AND status IN ('asked', 'failed', 'cancelled')`,
      [paymentIds],
    );
  }

  /** The history keeps its steps and times; what a vendor or person wrote about the guest goes. */
  async eraseHistory(
    tx: Sql,
    table: GuestTable,
    ids: readonly string[],
    erase: TextEraser,
  ): Promise<void> {
    const [events, owner] =
      table === 'payments'
        ? ['payment_events', 'payment_id']
        : ['subscription_events', 'subscription_id'];
    const rows = await tx.query<DetailRow>(
      `SELECT id, detail FROM ${events} WHERE ${owner} = ANY ($1) AND detail <> '{}'`,
      [ids],
    );
    const changed = rows
      .map(({ id, detail }) => ({
        id,
        before: JSON.stringify(detail),
        detail: erasedJson(detail, erase),
      }))
      .filter(({ before, detail }) => JSON.stringify(detail) !== before);
    if (changed.length === 0) return;
    await tx.query(
      `UPDATE ${events} e SET detail = c.detail FROM unnest($1::uuid[], $2::jsonb[]) AS c (id, detail) WHERE e.id = c.id`,
      [changed.map(({ id }) => id), changed.map(({ detail }) => JSON.stringify(detail))],
    );
  }

  /** Keys live for two days and lie beside their payment in time, so their index by age finds them. */
  async eraseAnswers(
    tx: Sql,
    table: GuestTable | 'refunds',
    ids: readonly string[],
  ): Promise<void> {
    const key = table === 'refunds' ? 'payment_id' : 'id';
    const rows = await tx.query<{ scope: string; key: string; response: unknown }>(
      `SELECT k.scope, k.key, k.response FROM ${table} t
       JOIN idempotency_keys k ON k.created_at BETWEEN t.created_at - ${SAME_MOMENT} AND t.created_at + ${SAME_MOMENT}
         AND k.subject_id = t.id
       WHERE t.${key} = ANY ($1) AND k.response IS NOT NULL AND t.created_at > now() - interval '4 days'`,
      [ids],
    );
    for (const { scope, key: name, response } of rows) {
      await tx.query('UPDATE idempotency_keys SET response = $3 WHERE scope = $1 AND key = $2', [
        scope,
        name,
        JSON.stringify(answerWithoutGuest(response)),
      ]);
    }
  }

  /** What vendors answered to attempts that gave no payment. */
  async eraseAttempts(tx: Sql, ids: readonly string[], erase: TextEraser): Promise<void> {
    const rows = await tx.query<{ payment_id: string; number: number; error_message: string }>(
      'SELECT payment_id, number, error_message FROM payment_attempts WHERE payment_id = ANY ($1)',
      [ids],
    );
    for (const { payment_id, number, error_message } of rows) {
      const message = erase(error_message);
      if (message === error_message) continue;
      await tx.query(
        'UPDATE payment_attempts SET error_message = $3 WHERE payment_id = $1 AND number = $2',
        [payment_id, number, message],
      );
    }
  }
}
