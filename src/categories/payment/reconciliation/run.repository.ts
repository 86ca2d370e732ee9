import { Injectable } from '@nestjs/common';
import { Database } from '#core/database/database.js';
import { onlyRow } from '#core/database/only-row.js';
import { newId } from '#core/ids/uuid.js';
import type { PaymentRow } from '../payment.rows.js';
import type { HotelDay } from '#core/time/hotel-day.js';
import type { Finding, ReconciliationScope, RunRow } from './reconciliation.rows.js';
import { IN_SCOPE, scopeParams } from './day-totals.repository.js';

/** `day` as text: a date has no zone, and the driver's `Date` would give it one. */
const COLUMNS = `id, origin, scope, property_id, day::text AS day, zone, starts_at, ends_at, status, asked, unasked,
  mismatches, after_id, attempts, error, created_at, finished_at`;

export interface NewRun {
  readonly origin: RunRow['origin'];
  readonly scope: ReconciliationScope;
  readonly day: HotelDay;
}

/** What one batch of questions adds to its run. */
export interface BatchResult {
  /** The last payment of the batch, to go on after it. */
  readonly lastId: string;
  readonly paymentIds: readonly string[];
  readonly asked: number;
  readonly unasked: number;
  readonly findings: readonly Finding[];
}

/** Question rounds: who asks, how far, what came of it. */
@Injectable()
export class RunRepository {
  constructor(private readonly database: Database) {}

  /** Undefined when there is such a run: the day's own one, or one under way. */
  async create({ origin, scope, day }: NewRun): Promise<RunRow | undefined> {
    const [row] = await this.database.query<RunRow>(
      `INSERT INTO reconciliation_runs (id, origin, scope, property_id, day, zone, starts_at, ends_at, status, due_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'queued', now()) ON CONFLICT DO NOTHING RETURNING ${COLUMNS}`,
      [newId(), origin, scope.kind, propertyOf(scope), day.date, day.zone, day.from, day.to],
    );
    return row;
  }

  async find(id: string): Promise<RunRow | undefined> {
    const [row] = await this.database.query<RunRow>(
      `SELECT ${COLUMNS} FROM reconciliation_runs WHERE id = $1`,
      [id],
    );
    return row;
  }

  async findUnderWay(day: HotelDay, scope: ReconciliationScope): Promise<RunRow | undefined> {
    const [row] = await this.database.query<RunRow>(
      `SELECT ${COLUMNS} FROM reconciliation_runs
       WHERE due_at IS NOT NULL AND day = $1 AND zone = $2 AND scope = $3 AND property_id IS NOT DISTINCT FROM $4`,
      [day.date, day.zone, scope.kind, propertyOf(scope)],
    );
    return row;
  }

  /** The newest that covers these payments: their own, or one over all. */
  async findLatest(day: HotelDay, scope: ReconciliationScope): Promise<RunRow | undefined> {
    const [row] = await this.database.query<RunRow>(
      `SELECT ${COLUMNS} FROM reconciliation_runs
       WHERE day = $1 AND starts_at = $2
         AND (scope = 'all' OR (scope = $3 AND property_id IS NOT DISTINCT FROM $4)
              OR ($3 = 'all' AND scope = 'unassigned'))
       ORDER BY id DESC LIMIT 1`,
      [day.date, day.from, scope.kind, propertyOf(scope)],
    );
    return row;
  }

  /** A run whose turn it is, held for `leaseMs`: who dies meanwhile leaves it to another worker. */
  async claim(leaseMs: number): Promise<RunRow | undefined> {
    const [row] = await this.database.query<RunRow>(
      `UPDATE reconciliation_runs
       SET status = 'running', attempts = attempts + 1,
           due_at = now() + make_interval(secs => $1::double precision / 1000)
       WHERE id = (SELECT id FROM reconciliation_runs WHERE due_at <= now()
                   ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
       RETURNING ${COLUMNS}`,
      [leaseMs],
    );
    return row;
  }

  /** Payments that were made or paid on the day, in the order of their ids, after the last one that was asked about. */
  payments(run: RunRow, limit: number): Promise<PaymentRow[]> {
    return this.database.query<PaymentRow>(
      `WITH of_day AS MATERIALIZED (
         SELECT p.id FROM payments p WHERE p.created_at >= $1 AND p.created_at < $2 AND ${IN_SCOPE}
         UNION
         SELECT p.id FROM payments p WHERE p.paid_at >= $1 AND p.paid_at < $2 AND ${IN_SCOPE}
       )
       SELECT * FROM payments WHERE id = ANY (ARRAY(
         SELECT id FROM of_day WHERE $5::uuid IS NULL OR id > $5 ORDER BY id LIMIT $6)) ORDER BY id`,
      [
        ...scopeParams({ scope: scopeOf(run), from: run.starts_at, to: run.ends_at }),
        run.after_id,
        limit,
      ],
    );
  }

  /** Keeps what was found and where to go on; what was found about these payments before is replaced. */
  async saveBatch(id: string, batch: BatchResult, leaseMs: number): Promise<RunRow> {
    return this.database.transaction(async (tx) => {
      await tx.query('DELETE FROM reconciliation_findings WHERE payment_id = ANY ($1::uuid[])', [
        batch.paymentIds,
      ]);
      await tx.query(
        `INSERT INTO reconciliation_findings (run_id, payment_id, kind, our_status, detail)
         SELECT $1, * FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[]) ON CONFLICT DO NOTHING`,
        [
          id,
          batch.findings.map(({ paymentId }) => paymentId),
          batch.findings.map(({ kind }) => kind),
          batch.findings.map(({ ourStatus }) => ourStatus),
          batch.findings.map(({ detail }) => detail),
        ],
      );
      const rows = await tx.query<RunRow>(
        `UPDATE reconciliation_runs
         SET after_id = $2, asked = asked + $3, unasked = unasked + $4, mismatches = mismatches + $5, attempts = 0,
             due_at = now() + make_interval(secs => $6::double precision / 1000)
         WHERE id = $1 RETURNING ${COLUMNS}`,
        [id, batch.lastId, batch.asked, batch.unasked, batch.findings.length, leaseMs],
      );
      return onlyRow(rows);
    });
  }

  /** Lets another worker, or this one after a restart, go on at once. */
  async release(id: string): Promise<void> {
    await this.database.query(`UPDATE reconciliation_runs SET due_at = now() WHERE id = $1`, [id]);
  }

  async end(id: string, error: string | null): Promise<void> {
    await this.database.query(
      `UPDATE reconciliation_runs SET status = CASE WHEN $2::text IS NULL THEN 'done' ELSE 'failed' END,
              error = $2, due_at = NULL, finished_at = now() WHERE id = $1`,
      [id, error],
    );
  }
}

export function scopeOf(run: RunRow): ReconciliationScope {
  return run.property_id === null
    ? { kind: run.scope === 'unassigned' ? 'unassigned' : 'all' }
    : { kind: 'property', propertyId: run.property_id };
}

function propertyOf(scope: ReconciliationScope): string | null {
  return scope.kind === 'property' ? scope.propertyId : null;
}
