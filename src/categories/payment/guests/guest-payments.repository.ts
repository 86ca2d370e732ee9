import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#core/database/database.js';
import type { Guest } from '#core/privacy/guest.js';

/** What a table of this category and its guests are called. */
export type GuestTable = 'payments' | 'subscriptions';

/** A row as it is erased: only what may hold personal data. */
export interface GuestRow {
  readonly id: string;
  readonly request: Readonly<Record<string, unknown>>;
  readonly failure: Readonly<Record<string, unknown>> | null;
}

export interface ErasedRow {
  readonly id: string;
  readonly request: unknown;
  readonly failure: unknown;
}

const GATEWAY_ID: Readonly<Record<GuestTable, string>> = {
  payments: 'gateway_transaction_id',
  subscriptions: 'gateway_subscription_id',
};

/** States in which nothing more comes, so that nobody needs the guest's data for the money any more. */
const ENDED: Readonly<Record<GuestTable, string>> = {
  payments: `status IN ('paid', 'failed', 'expired', 'cancelled', 'paid_late', 'partially_refunded', 'refunded')
             AND NOT (status = 'paid_late' AND late_decision IS NULL)`,
  subscriptions: `status IN ('cancelled', 'failed')`,
};

/** Each part goes by an index of its own; what was not asked for is null and finds nothing. */
function ofGuest(table: GuestTable): string {
  return `id IN (
    SELECT id FROM ${table} WHERE order_id = $1
    UNION SELECT id FROM ${table} WHERE lower(request->'customer'->>'email') = $2
      AND request->'customer'->>'email' IS NOT NULL
    UNION SELECT id FROM ${table} WHERE guest_phone_key(request->'customer'->>'phone') = $3
      AND request->'customer'->>'phone' IS NOT NULL)`;
}

/** Rows of payments and subscriptions by their guest. */
@Injectable()
export class GuestPaymentsRepository {
  constructor(private readonly database: Database) {}

  /** Ids by which logs, events and webhooks mention the guest's payments. */
  async handles(table: GuestTable, guest: Guest): Promise<string[]> {
    const rows = await this.database.query<{ handle: string | null }>(
      `SELECT unnest(ARRAY[id::text, reference, ${GATEWAY_ID[table]}]) AS handle FROM ${table}
       WHERE ${ofGuest(table)}`,
      keysOf(guest),
    );
    return rows.flatMap(({ handle }) => handle ?? []);
  }

  async list<T>(
    table: GuestTable,
    guest: Guest,
    page: { after: string | undefined; limit: number; isExport: boolean },
  ): Promise<(T & { id: string; is_ended: boolean })[]> {
    return this.database.query(
      `SELECT *, (${ENDED[table]}) AS is_ended FROM ${table}
       WHERE ${ofGuest(table)} AND ($4::uuid IS NULL OR id > $4) ${page.isExport ? '' : 'AND guest_erased_at IS NULL'}
       ORDER BY id LIMIT $5`,
      [...keysOf(guest), page.after ?? null, page.limit],
    );
  }

  /** Rows to erase, held until the transaction ends; those that have opened again or were erased are left out. */
  take(tx: Sql, table: GuestTable, ids: readonly string[]): Promise<GuestRow[]> {
    return tx.query<GuestRow>(
      `SELECT id, request, failure FROM ${table}
       WHERE id = ANY ($1) AND guest_erased_at IS NULL AND ${ENDED[table]} ORDER BY id FOR UPDATE`,
      [ids],
    );
  }

  /** Rows that ended before a moment; what another worker has in hand is left to it. */
  takeOld(tx: Sql, table: GuestTable, before: Date, limit: number): Promise<GuestRow[]> {
    return tx.query<GuestRow>(
      `SELECT id, request, failure FROM ${table}
       WHERE guest_erased_at IS NULL AND updated_at < $1 AND ${ENDED[table]}
       ORDER BY updated_at LIMIT $2 FOR UPDATE SKIP LOCKED`,
      [before, limit],
    );
  }

  async write(tx: Sql, table: GuestTable, rows: readonly ErasedRow[]): Promise<void> {
    await tx.query(
      `UPDATE ${table} t SET request = r.request, failure = nullif(r.failure, 'null'::jsonb),
              action = '{"type": "none"}', guest_erased_at = now()
       FROM unnest($1::uuid[], $2::jsonb[], $3::jsonb[]) AS r (id, request, failure) WHERE t.id = r.id`,
      [
        rows.map((row) => row.id),
        rows.map((row) => JSON.stringify(row.request)),
        rows.map((row) => JSON.stringify(row.failure)),
      ],
    );
  }
}

function keysOf({ orderId, email, phone }: Guest): (string | null)[] {
  return [orderId, email, phone];
}
