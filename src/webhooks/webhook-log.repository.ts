import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#core/database/database.js';
import { GroupCommit } from '#core/database/group-commit.js';
import type {
  Conclusion,
  NewWebhookLog,
  WebhookLogRow,
  WebhookStatus,
} from './webhook-log.rows.js';

/** A row that nobody finished by then is picked up by the sweeper. */
export const GRACE_S = 15;
/** For how long a row is left to the worker that claimed it, which renews it while it lives, or to the queue. */
const LEASE_S = 20;

const INSERT_SQL = `
  INSERT INTO webhook_logs (id, provider_id, integration_type, route, method, query, headers, headers_sealed, body,
                            body_masked, remote_ip, trace_id, received_at, status, due_at)
  SELECT *, 'received', now() + interval '${GRACE_S} seconds'
  FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::jsonb[], $8::text[],
              $9::bytea[], $10::boolean[], $11::text[], $12::text[], $13::timestamptz[])`;

const CONCLUDE_SQL = `
  UPDATE webhook_logs l SET status = c.status, verified = l.verified OR c.verified, reason = c.reason,
         results = c.results, due_at = NULL, processed_at = now()
  FROM unnest($1::uuid[], $2::text[], $3::boolean[], $4::text[], $5::jsonb[])
       AS c (id, status, verified, reason, results)
  WHERE l.id = c.id`;

const FLOOD = { maxItems: 256, maxInFlight: 2 };

export interface WebhookLogFilter {
  readonly providerId?: string;
  readonly status?: WebhookStatus;
  /** Only webhooks of this property's own providers; null for all. */
  readonly propertyId: string | null;
  readonly afterId?: string;
  readonly limit: number;
}

/** Rows of `webhook_logs`; arrivals and endings share statements with their neighbours. */
@Injectable()
export class WebhookLogRepository {
  private readonly arrivals: GroupCommit<NewWebhookLog>;
  private readonly endings: GroupCommit<Conclusion>;

  constructor(private readonly database: Database) {
    this.arrivals = new GroupCommit((rows) => this.insertAll(rows), FLOOD);
    this.endings = new GroupCommit<Conclusion>(async (rows) => {
      await this.concludeAll(this.database, rows);
      return [];
    }, FLOOD);
  }

  /** Resolves when the row is on disk. */
  insert(log: NewWebhookLog): Promise<void> {
    return this.arrivals.add(log);
  }

  /** Ends a row outside of any transaction of its own. */
  conclude(conclusion: Conclusion): Promise<void> {
    return this.endings.add(conclusion);
  }

  /** Ends a row together with what it caused. */
  concludeIn(tx: Sql, conclusion: Conclusion): Promise<void> {
    return this.concludeAll(tx, [conclusion]);
  }

  /** Keeps a good verdict for a row that can't be checked again, because parts of its body were masked. */
  async markVerified(id: string): Promise<void> {
    await this.database.prepared(
      'webhook-verified',
      'UPDATE webhook_logs SET verified = true WHERE id = $1',
      [id],
    );
  }

  /** Takes rows for processing; rows that another worker has, or that are done, are left out. */
  claim(ids: readonly string[]): Promise<WebhookLogRow[]> {
    return this.database.prepared<WebhookLogRow>(
      'webhook-claim',
      `UPDATE webhook_logs SET status = 'processing', attempts = attempts + 1,
              due_at = now() + interval '${LEASE_S} seconds'
       WHERE id = ANY ($1) AND status = 'received' RETURNING *`,
      [ids],
    );
  }

  /** For rows that the caller has claimed and still works on. */
  async renew(ids: readonly string[]): Promise<void> {
    await this.database.prepared(
      'webhook-renew',
      `UPDATE webhook_logs SET due_at = now() + interval '${LEASE_S} seconds'
       WHERE id = ANY ($1) AND status = 'processing'`,
      [ids],
    );
  }

  /** Takes back what a process that is gone had in hand or in a queue; rows that wait for another try go on waiting. */
  async takeBackAll(): Promise<void> {
    await this.database.query(
      `UPDATE webhook_logs SET status = 'received', due_at = now()
       WHERE due_at IS NOT NULL AND (status = 'processing' OR attempts = 0)`,
    );
  }

  /** Ids of rows whose work is overdue, first come first served; they are left alone for a while afterwards. */
  async takeOverdue(limit: number): Promise<string[]> {
    const rows = await this.database.prepared<{ id: string }>(
      'webhook-overdue',
      `UPDATE webhook_logs SET status = 'received', due_at = now() + interval '${LEASE_S} seconds'
       WHERE id IN (SELECT id FROM webhook_logs WHERE due_at <= now()
                    ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED)
       RETURNING id`,
      [limit],
    );
    return rows.map((row) => row.id);
  }

  async retryLater(id: string, reason: string, delayMs: number): Promise<void> {
    await this.database.query(
      `UPDATE webhook_logs SET status = 'received', reason = $2, due_at = now() + make_interval(secs => $3)
       WHERE id = $1`,
      [id, reason, delayMs / 1_000],
    );
  }

  /** The same without counting the try: the row's provider is paused. */
  async waitFor(id: string, reason: string, delayMs: number): Promise<void> {
    await this.database.query(
      `UPDATE webhook_logs SET status = 'received', reason = $2, attempts = greatest(attempts - 1, 0),
              due_at = now() + make_interval(secs => $3)
       WHERE id = $1`,
      [id, reason, delayMs / 1_000],
    );
  }

  /** Puts a finished row back to the start; false when it is being worked on. */
  async reopen(tx: Sql, id: string): Promise<boolean> {
    const rows = await tx.query(
      `UPDATE webhook_logs SET status = 'received', attempts = 0, reason = NULL, results = '[]',
              due_at = now() + interval '${GRACE_S} seconds', processed_at = NULL
       WHERE id = $1 AND erased_at IS NULL AND status NOT IN ('received', 'processing') RETURNING id`,
      [id],
    );
    return rows.length > 0;
  }

  async findById(id: string): Promise<WebhookLogRow | undefined> {
    const [row] = await this.database.query<WebhookLogRow>(
      'SELECT * FROM webhook_logs WHERE id = $1',
      [id],
    );
    return row;
  }

  list(filter: WebhookLogFilter): Promise<WebhookLogRow[]> {
    return this.database.query<WebhookLogRow>(
      `SELECT * FROM webhook_logs
       WHERE ($1::uuid IS NULL OR provider_id = $1) AND ($2::text IS NULL OR status = $2)
         AND ($3::uuid IS NULL OR id < $3)
         AND ($4::uuid IS NULL OR provider_id IN (SELECT id FROM providers WHERE property_id = $4))
       ORDER BY id DESC LIMIT $5`,
      [
        filter.providerId ?? null,
        filter.status ?? null,
        filter.afterId ?? null,
        filter.propertyId,
        filter.limit + 1,
      ],
    );
  }

  private async insertAll(rows: readonly NewWebhookLog[]): Promise<readonly undefined[]> {
    await this.database.prepared('webhook-insert', INSERT_SQL, [
      rows.map((row) => row.id),
      rows.map((row) => row.providerId),
      rows.map((row) => row.integrationType),
      rows.map((row) => row.route),
      rows.map((row) => row.method),
      rows.map((row) => row.query),
      rows.map((row) => JSON.stringify(row.headers)),
      rows.map((row) => row.headersSealed),
      rows.map((row) => row.body),
      rows.map((row) => row.bodyMasked),
      rows.map((row) => row.remoteIp),
      rows.map((row) => row.traceId),
      rows.map((row) => row.receivedAt),
    ]);
    return [];
  }

  private async concludeAll(sql: Sql, rows: readonly Conclusion[]): Promise<void> {
    await sql.prepared('webhook-conclude', CONCLUDE_SQL, [
      rows.map((row) => row.id),
      rows.map((row) => row.status),
      rows.map((row) => row.verified),
      rows.map((row) => row.reason),
      rows.map((row) => JSON.stringify(row.results)),
    ]);
  }
}
